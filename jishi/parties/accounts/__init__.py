"""People who sign in: accounts, addresses, roles."""

"""The double-entry journal: every movement of money, balanced and never changed."""

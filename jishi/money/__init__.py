"""Where the money is: the ledger, payments, and what merchants are due."""

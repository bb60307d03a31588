"""Django plumbing that every room uses: transactions, outbox, jobs, audit, files, messaging."""

"""Products in and out of files: reading rows, mapping them to drafts, saving them in chunks."""

"""Products in and out of files from the command line: chunk by chunk, resumable."""

"""Many products at once: files in and out, and changes of state, as jobs that tell row by row."""

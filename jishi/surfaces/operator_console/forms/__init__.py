"""Forms of the console, one module per subject."""

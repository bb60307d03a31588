"""What every room stands on: pure values and the Django plumbing."""

"""The console of those who run the marketplace."""

"""Tables of the plumbing."""

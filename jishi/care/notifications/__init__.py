"""Which fact tells whom, how, and in which words."""

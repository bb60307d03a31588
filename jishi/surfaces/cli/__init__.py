"""The command line: one door, one verb each, over the same services as every other surface."""

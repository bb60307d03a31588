"""Bringing shoppers back: content, loyalty, marketing. No room is built here yet."""

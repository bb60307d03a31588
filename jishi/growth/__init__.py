"""Bringing shoppers back: content, loyalty, marketing."""

"""Stored value: balance, bonus, store credit, gift cards, points."""

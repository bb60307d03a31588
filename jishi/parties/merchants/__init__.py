"""Sellers: application, shop, members."""

"""Regions and sales channels: which currency, countries and languages a shop front has."""

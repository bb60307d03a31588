"""Products, variants, categories, attributes and their publication."""

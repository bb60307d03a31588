"""Search: the text index of products, facets and suggestions."""

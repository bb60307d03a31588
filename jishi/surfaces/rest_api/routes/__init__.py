"""The routes, one module per room or pair of rooms."""

"""What is sold, where, and for how much: markets, catalog, stock, promotions and prices."""

"""One module per room that hears from outside."""

"""After the sale: what comes back, what people say, and who is told."""

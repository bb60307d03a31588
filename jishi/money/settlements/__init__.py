"""What merchants are due from their sales, and the commission kept from it."""

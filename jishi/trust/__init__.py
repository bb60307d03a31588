"""What law and prudence ask of a sale: risk, compliance. No room is built here yet."""

"""Money and goods that come back: cases, from the application to the refund."""

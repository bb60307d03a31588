"""The shop's pages for shoppers."""

"""News from providers: payments and carriers report here."""

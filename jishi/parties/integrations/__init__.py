"""Third-party apps: keys and what they may do."""

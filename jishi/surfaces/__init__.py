"""Where the world meets the house: pages, consoles, APIs and commands. Owns no tables."""

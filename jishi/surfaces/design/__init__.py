"""Visual language and page kit shared by every surface."""

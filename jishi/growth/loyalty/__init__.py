"""Why members come back: points, signing in, growth and levels."""

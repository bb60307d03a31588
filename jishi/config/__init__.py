"""The roof: settings, URLs and entry points."""

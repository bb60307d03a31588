"""The merchant console: everything a shop's people do, over the same services as everyone."""

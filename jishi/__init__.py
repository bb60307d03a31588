"""Jishi (集市): a commerce platform from the village shop to the national marketplace."""

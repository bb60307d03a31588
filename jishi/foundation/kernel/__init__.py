"""Pure values and laws shared by every room: no Django, no clock, no network."""

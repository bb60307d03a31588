"""From what rooms say to what templates show."""

"""The world outside: the list of regions, and how codes are sent."""

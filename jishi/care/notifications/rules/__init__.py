"""The words of notifications, how they are filled in, and by which channels they go. Pure."""

"""What the room borrows from the outside: encryption."""

"""Files, archives and addresses: the outside world of the room."""

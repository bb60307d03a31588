"""Stock: where goods lie, who holds them, and every change of both."""

"""What was bought: groups, orders, lines, and the one writer of their states."""

"""Pages: who asks, what for, one service call or some queries, and the answer."""

"""What people like, looked at, and follow."""

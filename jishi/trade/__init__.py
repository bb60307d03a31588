"""The sale itself: cart, checkout, orders."""

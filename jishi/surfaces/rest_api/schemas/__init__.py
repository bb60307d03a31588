"""What goes in and comes out, as the API description says it."""

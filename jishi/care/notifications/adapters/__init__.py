"""The ways out: mail and text messages."""

"""What everyone's events tell; decides nothing and can be rebuilt."""

"""Stand-alone providers to develop and test against: a payment gateway, carriers, text messages."""

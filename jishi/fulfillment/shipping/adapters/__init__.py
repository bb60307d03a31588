"""Carrier gateways, one file each."""

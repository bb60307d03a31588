"""Delivery options and freight, shipments, labels, carriers and tracking."""

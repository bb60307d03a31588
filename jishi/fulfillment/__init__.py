"""How goods travel: delivery options, parcels, carriers and the work in the warehouse."""

"""The work in the warehouse: picking, packing, handing over, taking back."""

"""The demo town: what its merchants sell, who lives there, and how it all looks."""

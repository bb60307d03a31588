"""Who is let in at every address of the hooks."""

from jishi.surfaces.design.admission import Gate, declare

declare("webhooks", Gate.SIGNED, {"": "payments carriers"})

"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class PricingConfig(RoomConfig):
    """Pricing."""

    name = "jishi.goods.pricing"
    label = "pricing"
    default = True

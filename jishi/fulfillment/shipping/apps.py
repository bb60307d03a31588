"""Wiring of shipping."""

from jishi.foundation.platform.apps import RoomConfig


class ShippingConfig(RoomConfig):
    """Shipping."""

    name = "jishi.fulfillment.shipping"
    label = "shipping"
    default = True

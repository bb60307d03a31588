"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class CheckoutConfig(RoomConfig):
    """The room `checkout`."""

    name = "jishi.trade.checkout"
    label = "checkout"
    default = True

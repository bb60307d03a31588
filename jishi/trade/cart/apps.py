"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class CartConfig(RoomConfig):
    """The room `cart`."""

    name = "jishi.trade.cart"
    label = "cart"
    default = True

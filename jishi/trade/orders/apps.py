"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class OrdersConfig(RoomConfig):
    """The room `orders`."""

    name = "jishi.trade.orders"
    label = "orders"
    default = True

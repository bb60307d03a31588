"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class InventoryConfig(RoomConfig):
    """Stock."""

    name = "jishi.goods.inventory"
    label = "inventory"
    default = True

"""Wiring of the warehouse."""

from jishi.foundation.platform.apps import RoomConfig


class WarehouseConfig(RoomConfig):
    """The warehouse."""

    name = "jishi.fulfillment.warehouse"
    label = "warehouse"
    default = True

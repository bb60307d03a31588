"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class BulkConfig(RoomConfig):
    """Many products at once."""

    name = "jishi.goods.bulk"
    label = "bulk"
    default = True

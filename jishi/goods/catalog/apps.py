"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class CatalogConfig(RoomConfig):
    """The catalog."""

    name = "jishi.goods.catalog"
    label = "catalog"
    default = True

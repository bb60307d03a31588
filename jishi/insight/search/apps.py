"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class SearchConfig(RoomConfig):
    """The room `search`."""

    name = "jishi.insight.search"
    label = "search"
    default = True

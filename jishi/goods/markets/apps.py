"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class MarketsConfig(RoomConfig):
    """Markets."""

    name = "jishi.goods.markets"
    label = "markets"
    default = True

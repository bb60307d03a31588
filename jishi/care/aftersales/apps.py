"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class AftersalesConfig(RoomConfig):
    """The room `aftersales`."""

    name = "jishi.care.aftersales"
    label = "aftersales"
    default = True

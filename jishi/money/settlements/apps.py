"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class SettlementsConfig(RoomConfig):
    """What merchants are due."""

    name = "jishi.money.settlements"
    label = "settlements"
    default = True

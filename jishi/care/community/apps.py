"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class CommunityConfig(RoomConfig):
    """The room `community`."""

    name = "jishi.care.community"
    label = "community"
    default = True

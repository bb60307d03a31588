"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class LoyaltyConfig(RoomConfig):
    """Why members come back."""

    name = "jishi.growth.loyalty"
    label = "loyalty"
    default = True

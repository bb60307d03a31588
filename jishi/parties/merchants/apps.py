"""Wiring of the room."""

from jishi.foundation.platform import apps


class MerchantsConfig(apps.RoomConfig):
    """Sellers."""

    name = "jishi.parties.merchants"
    label = "merchants"
    default = True

"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class WalletsConfig(RoomConfig):
    """Stored value."""

    name = "jishi.money.wallets"
    label = "wallets"
    default = True

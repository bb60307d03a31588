"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class LedgerConfig(RoomConfig):
    """The books."""

    name = "jishi.money.ledger"
    label = "ledger"
    default = True

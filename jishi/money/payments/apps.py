"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class PaymentsConfig(RoomConfig):
    """Taking money from buyers and giving it back."""

    name = "jishi.money.payments"
    label = "payments"
    default = True

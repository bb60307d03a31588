"""Wiring of the merchant console."""

from jishi.foundation.platform.apps import RoomConfig
from jishi.surfaces.merchant_console import transfer_words, words


class MerchantConsoleConfig(RoomConfig):
    """The merchant console."""

    name = "jishi.surfaces.merchant_console"
    label = "merchant_console"
    default = True

    def ready(self) -> None:
        """Word the states that only this console shows."""
        super().ready()
        words.declare_states()
        transfer_words.declare_states()

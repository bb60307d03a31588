"""Wiring of the room."""

from jishi.foundation.platform import apps


class AccountsConfig(apps.RoomConfig):
    """People who sign in."""

    name = "jishi.parties.accounts"
    label = "accounts"
    default = True

"""Wiring of the room."""

from jishi.foundation.platform import apps


class IntegrationsConfig(apps.RoomConfig):
    """Third-party apps."""

    name = "jishi.parties.integrations"
    label = "integrations"
    default = True

"""Wiring: the base configuration that makes a package a room."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

SELF_REGISTERING = (
    "preferences",
    "permissions",
    "events",
    "handlers",
    "tasks",
    "site",
    "admission",
)


class RoomConfig(AppConfig):
    """A room of the house: loads what registers itself, and nothing else.

    What registers itself is imported when present, so that its entries stand in the
    registries before the first request.
    """

    default = False

    def ready(self) -> None:
        """Import the self-registering modules of the room."""
        for module in SELF_REGISTERING:
            name = f"{self.name}.{module}"
            if find_spec(name):
                import_module(name)


class PlatformConfig(RoomConfig):
    """The plumbing itself."""

    name = "jishi.foundation.platform"
    label = "platform"
    default = True

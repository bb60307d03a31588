"""Wiring of the command line."""

from jishi.foundation.platform.apps import RoomConfig


class CliConfig(RoomConfig):
    """The command line surface."""

    name = "jishi.surfaces.cli"
    label = "cli"
    default = True

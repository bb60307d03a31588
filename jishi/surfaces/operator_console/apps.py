"""Wiring of the operator console."""

from jishi.foundation.platform.apps import RoomConfig
from jishi.surfaces.operator_console import words


class OperatorConsoleConfig(RoomConfig):
    """The operator console."""

    name = "jishi.surfaces.operator_console"
    label = "operator_console"
    default = True

    def ready(self) -> None:
        """Word the states that only this console shows."""
        super().ready()
        words.declare_states()

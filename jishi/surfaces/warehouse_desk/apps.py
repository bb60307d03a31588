"""Wiring of the warehouse desk."""

from jishi.foundation.platform.apps import RoomConfig
from jishi.surfaces.warehouse_desk import words


class WarehouseDeskConfig(RoomConfig):
    """The warehouse desk."""

    name = "jishi.surfaces.warehouse_desk"
    label = "warehouse_desk"
    default = True

    def ready(self) -> None:
        """Word the states of the work."""
        super().ready()
        words.declare_states()

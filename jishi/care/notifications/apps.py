"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class NotificationsConfig(RoomConfig):
    """The room `notifications`."""

    name = "jishi.care.notifications"
    label = "notifications"
    default = True

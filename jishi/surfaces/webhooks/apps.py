"""Wiring of inbound webhooks."""

from jishi.foundation.platform.apps import RoomConfig


class WebhooksConfig(RoomConfig):
    """The webhook surface."""

    name = "jishi.surfaces.webhooks"
    label = "webhooks"
    default = True

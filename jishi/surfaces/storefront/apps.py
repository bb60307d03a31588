"""Wiring of the storefront."""

from jishi.foundation.platform.apps import RoomConfig


class StorefrontConfig(RoomConfig):
    """Pages, templates, static files and texts for shoppers."""

    name = "jishi.surfaces.storefront"
    label = "storefront"
    default = True

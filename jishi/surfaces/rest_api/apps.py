"""Wiring of the REST API."""

from jishi.foundation.platform.apps import RoomConfig


class RestApiConfig(RoomConfig):
    """The REST surface."""

    name = "jishi.surfaces.rest_api"
    label = "rest_api"
    default = True

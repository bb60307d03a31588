"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class ReviewsConfig(RoomConfig):
    """The room `reviews`."""

    name = "jishi.care.reviews"
    label = "reviews"
    default = True

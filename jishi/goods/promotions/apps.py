"""Wiring of the room."""

from jishi.foundation.platform.apps import RoomConfig


class PromotionsConfig(RoomConfig):
    """Promotions."""

    name = "jishi.goods.promotions"
    label = "promotions"
    default = True

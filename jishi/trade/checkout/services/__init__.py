"""What a shopper can do with a checkout. Each is one transaction."""

from jishi.trade.checkout.services.edit import (
    choose_coupons,
    choose_delivery,
    set_address,
    set_notes,
    start_from_cart,
    start_now,
    use_points,
)
from jishi.trade.checkout.services.place import place_order

__all__ = [
    "choose_coupons",
    "choose_delivery",
    "place_order",
    "set_address",
    "set_notes",
    "start_from_cart",
    "start_now",
    "use_points",
]

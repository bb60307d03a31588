"""Every write of stock.

Reserve (checkout, expires) → allocate (paid) → ship (on hand falls here) → restock.
Each use case locks its reservations first and its levels after them, both by primary key,
changes all levels in one statement, and notes every change as a movement.
"""

from jishi.goods.inventory.services.alerts import cancel_alert, request_alert, take_alerts
from jishi.goods.inventory.services.card_keys import (
    add_card_keys,
    deliver_card_keys,
    reveal_card_keys,
    void_card_keys,
)
from jishi.goods.inventory.services.counting import (
    adjust,
    receive,
    restock,
    set_safety,
    set_unlimited,
)
from jishi.goods.inventory.services.following import follow_stock
from jishi.goods.inventory.services.holding import (
    allocate,
    deallocate,
    extend_reservation,
    release,
    release_expired,
    ship,
)
from jishi.goods.inventory.services.locations import open_virtual_location, save_location
from jishi.goods.inventory.services.proving import announce_proof, repair
from jishi.goods.inventory.services.relocating import relocate
from jishi.goods.inventory.services.reserving import reserve

__all__ = [
    "add_card_keys",
    "adjust",
    "allocate",
    "announce_proof",
    "cancel_alert",
    "deallocate",
    "deliver_card_keys",
    "extend_reservation",
    "follow_stock",
    "open_virtual_location",
    "receive",
    "release",
    "release_expired",
    "relocate",
    "repair",
    "request_alert",
    "reserve",
    "restock",
    "reveal_card_keys",
    "save_location",
    "set_safety",
    "set_unlimited",
    "ship",
    "take_alerts",
    "void_card_keys",
]

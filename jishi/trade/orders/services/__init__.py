"""What can be done with orders. Each is one transaction; this is their one writer."""

from jishi.trade.orders.services.cancel import (
    cancel,
    cancel_own_group,
    cancel_unpaid_group,
    close_group,
    close_unpaid,
)
from jishi.trade.orders.services.confirm import confirm, confirm_on_delivery, release
from jishi.trade.orders.services.fulfill import (
    complete,
    extend_receipt,
    receive,
    record_delivered,
    record_shipped,
)
from jishi.trade.orders.services.place import extend_payment, place, replan
from jishi.trade.orders.services.returns import (
    mark_reviewed,
    record_refunded,
    record_returned,
    set_aftersale,
)
from jishi.trade.orders.services.rulings import set_review_rules
from jishi.trade.orders.services.sourcing import choose_location, unlock_location
from jishi.trade.orders.services.staff import (
    change_address,
    claim_guest_orders,
    hold,
    reduce_price,
    set_flag,
    set_note,
)
from jishi.trade.orders.services.watching import note_troubles, push

__all__ = [
    "cancel",
    "cancel_own_group",
    "cancel_unpaid_group",
    "change_address",
    "choose_location",
    "claim_guest_orders",
    "close_group",
    "close_unpaid",
    "complete",
    "confirm",
    "confirm_on_delivery",
    "extend_payment",
    "extend_receipt",
    "hold",
    "mark_reviewed",
    "note_troubles",
    "place",
    "push",
    "receive",
    "record_delivered",
    "record_refunded",
    "record_returned",
    "record_shipped",
    "reduce_price",
    "release",
    "replan",
    "set_aftersale",
    "set_flag",
    "set_note",
    "set_review_rules",
    "unlock_location",
]

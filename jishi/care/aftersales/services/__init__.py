"""What can be done with after-sale cases. Each is one transaction."""

from jishi.care.aftersales.services.applying import amend, apply, cancel
from jishi.care.aftersales.services.deadlines import keep_deadline, note_dispatched
from jishi.care.aftersales.services.deciding import approve, reject
from jishi.care.aftersales.services.returning import buyer_ship, note_signed, receive_return
from jishi.care.aftersales.services.settling import close_case, settle_return

__all__ = [
    "amend",
    "apply",
    "approve",
    "buyer_ship",
    "cancel",
    "close_case",
    "keep_deadline",
    "note_dispatched",
    "note_signed",
    "receive_return",
    "reject",
    "settle_return",
]

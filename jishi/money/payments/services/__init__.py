"""Writes of payments: asking for money, taking it, giving it back.

Provider calls are made outside transactions; every success ends in `record_capture`.
"""

from jishi.money.payments.services.authorizing import authorize
from jishi.money.payments.services.capturing import record_capture
from jishi.money.payments.services.closing import check_attempt, check_payment, close_payment
from jishi.money.payments.services.mismatches import resolve_mismatch
from jishi.money.payments.services.notifying import record_provider_event
from jishi.money.payments.services.offline import (
    confirm_cash,
    confirm_transfer,
    reject_transfer_proof,
    submit_transfer_proof,
)
from jishi.money.payments.services.opening import change_amount, open_payment
from jishi.money.payments.services.refunding import open_refund, refund_late_capture
from jishi.money.payments.services.remitting import record_remittance
from jishi.money.payments.services.sending import (
    confirm_manual_refund,
    retry_refund,
    send_refund,
    take_over_refund,
)

__all__ = [
    "authorize",
    "change_amount",
    "check_attempt",
    "check_payment",
    "close_payment",
    "confirm_cash",
    "confirm_manual_refund",
    "confirm_transfer",
    "open_payment",
    "open_refund",
    "record_capture",
    "record_provider_event",
    "record_remittance",
    "refund_late_capture",
    "reject_transfer_proof",
    "resolve_mismatch",
    "retry_refund",
    "send_refund",
    "submit_transfer_proof",
    "take_over_refund",
]

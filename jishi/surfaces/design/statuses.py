"""How states are worded and toned, per axis: `{% status_pill "parcel" parcel.state %}`."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Status:
    """The words and the tone of a state: `good`, `wait`, `busy`, `bad` or empty."""

    label: Text
    tone: str = ""


STATUSES: dict[str, dict[str, Status]] = {
    "merchant": {
        "draft": Status(_("Being filled in")),
        "submitted": Status(_("To be reviewed"), "wait"),
        "rejected": Status(_("Sent back"), "bad"),
        "open": Status(pgettext_lazy("shop", "Open"), "good"),
        "suspended": Status(_("Suspended"), "bad"),
        "closed": Status(pgettext_lazy("shop", "Closed")),
    },
    "account": {
        "active": Status(_("Active account"), "good"),
        "closing": Status(_("Closing"), "wait"),
        "closed": Status(pgettext_lazy("account", "Closed")),
    },
    "app": {
        "active": Status(_("Active"), "good"),
        "revoked": Status(_("Revoked")),
    },
    "product": {
        "draft": Status(_("Draft")),
        "pending": Status(_("To be reviewed"), "wait"),
        "rejected": Status(_("Rejected"), "bad"),
        "on_sale": Status(_("On sale"), "good"),
        "off_sale": Status(_("Off sale")),
        "blocked": Status(_("Blocked"), "bad"),
        "recycled": Status(_("In the recycle bin")),
    },
    "card_key": {
        "available": Status(_("For sale"), "good"),
        "delivered": Status(_("Sold")),
        "void": Status(_("Voided")),
    },
    "coupon": {
        "draft": Status(_("Draft")),
        "scheduled": Status(_("Scheduled"), "wait"),
        "active": Status(pgettext_lazy("coupon", "Running"), "good"),
        "paused": Status(_("Paused"), "wait"),
        "ended": Status(_("Ended")),
        "voided": Status(_("Voided"), "bad"),
    },
    "activity": {
        "draft": Status(_("Draft")),
        "upcoming": Status(pgettext_lazy("activity", "Upcoming"), "wait"),
        "running": Status(pgettext_lazy("coupon", "Running"), "good"),
        "paused": Status(_("Paused"), "wait"),
        "ended": Status(_("Ended")),
        "stopped": Status(pgettext_lazy("activity", "Stopped"), "bad"),
    },
    "payment": {
        "open": Status(_("Awaiting payment"), "wait"),
        "paid": Status(_("Paid"), "good"),
        "closed": Status(pgettext_lazy("payment", "Closed")),
    },
    "attempt": {
        "created": Status(_("Payment begun"), "wait"),
        "superseded": Status(_("Replaced")),
        "paid": Status(_("Paid"), "good"),
        "closed": Status(pgettext_lazy("payment", "Closed")),
        "failed": Status(_("Failed"), "bad"),
        "mismatched": Status(_("Wrong amount"), "bad"),
    },
    "refund": {
        "requested": Status(_("To be sent"), "wait"),
        "processing": Status(_("Processing"), "busy"),
        "succeeded": Status(_("Refunded"), "good"),
        "failed": Status(_("Failed"), "bad"),
        "manual": Status(_("By hand"), "wait"),
    },
    "sale": {
        "accrued": Status(_("May still be returned"), "wait"),
        "released": Status(_("Ready for payout"), "good"),
        "reversed": Status(_("Taken back")),
    },
    "parcel": {
        "pending": Status(_("To pack"), "wait"),
        "picking": Status(_("Picking"), "busy"),
        "packed": Status(_("Packed"), "busy"),
        "handed_over": Status(_("Handed over"), "busy"),
        "in_transit": Status(_("On the way"), "busy"),
        "delivered": Status(_("Delivered"), "good"),
        "exception": Status(_("Delivery problem"), "bad"),
        "returned": Status(_("Came back"), "bad"),
        "canceled": Status(_("Canceled")),
    },
    "order": {
        "awaiting_payment": Status(_("Awaiting payment"), "wait"),
        "confirmed": Status(_("Confirmed"), "busy"),
        "completed": Status(_("Completed"), "good"),
        "canceled": Status(_("Canceled")),
    },
    "order_stage": {
        "to_pay": Status(_("Awaiting payment"), "wait"),
        "waiting_group": Status(_("Group forming"), "wait"),
        "in_review": Status(_("Held"), "wait"),
        "to_ship": Status(_("To ship"), "wait"),
        "partially_shipped": Status(_("Partly shipped"), "busy"),
        "to_receive": Status(_("Shipped"), "busy"),
        "to_pick_up": Status(_("To be collected"), "busy"),
        "to_review": Status(_("Received"), "good"),
        "completed": Status(_("Completed"), "good"),
        "in_aftersale": Status(_("In after-sale"), "wait"),
        "closed": Status(_("Canceled")),
    },
    "payment_status": {
        "unpaid": Status(_("Unpaid"), "wait"),
        "deposit_paid": Status(_("Deposit paid"), "wait"),
        "paid": Status(_("Paid"), "good"),
        "partially_refunded": Status(_("Partly refunded"), "busy"),
        "refunded": Status(_("Refunded")),
    },
    "fulfillment": {
        "none": Status(_("Nothing to do yet")),
        "waiting_group": Status(_("Group forming"), "wait"),
        "waiting_stock": Status(_("Waits for stock"), "wait"),
        "to_ship": Status(_("To ship"), "wait"),
        "partially_shipped": Status(_("Partly shipped"), "busy"),
        "shipped": Status(_("Shipped"), "busy"),
        "delivered": Status(_("Delivered"), "good"),
        "to_pick_up": Status(_("To be collected"), "busy"),
        "to_verify": Status(_("To be redeemed"), "wait"),
        "received": Status(_("Received"), "good"),
    },
    "case": {
        "applied": Status(_("To be answered"), "wait"),
        "rejected": Status(_("Rejected"), "bad"),
        "waiting_buyer_ship": Status(_("Buyer to send"), "busy"),
        "buyer_shipped": Status(_("On the way back"), "busy"),
        "merchant_received": Status(_("Goods are here"), "wait"),
        "refunding": Status(_("Refunding"), "busy"),
        "refunded": Status(_("Refunded"), "good"),
        "closed": Status(pgettext_lazy("case", "Closed")),
        "canceled": Status(_("Withdrawn")),
    },
    "review": {
        "visible": Status(_("Shown"), "good"),
        "pending": Status(_("Waits for a look"), "wait"),
        "hidden": Status(_("Hidden")),
    },
    "switch": {
        "on": Status(_("In use"), "good"),
        "off": Status(_("Switched off")),
    },
}
"""Axis → state → words, as staff read them. Surfaces add axes of their own with `declare`."""


def declare(axis: str, states: Mapping[str, Status]) -> None:
    """Add or reword the states of an axis, at start-up."""
    STATUSES.setdefault(axis, {}).update(states)


def status_of(axis: str, state: str) -> Status:
    """Return the words of a state; one nobody declared shows its own name, neutrally."""
    known = STATUSES.get(axis, {}).get(str(state))
    return known or Status(str(state).replace("_", " ").capitalize())

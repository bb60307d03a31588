"""How states are worded and toned, per axis; `{% status_pill "order" order.status %}` shows one."""

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
    "order": {
        "awaiting_payment": Status(_("Awaiting payment"), "wait"),
        "confirmed": Status(_("Confirmed"), "busy"),
        "completed": Status(_("Completed"), "good"),
        "canceled": Status(_("Canceled")),
    },
    "payment": {
        "unpaid": Status(_("Unpaid"), "wait"),
        "pending": Status(_("Payment pending"), "wait"),
        "authorized": Status(_("Authorized"), "busy"),
        "partially_paid": Status(_("Partly paid"), "wait"),
        "paid": Status(_("Paid"), "good"),
        "captured": Status(_("Paid"), "good"),
        "partially_refunded": Status(_("Partly refunded"), "busy"),
        "refunded": Status(_("Refunded")),
        "failed": Status(_("Payment failed"), "bad"),
        "expired": Status(_("Expired")),
        "canceled": Status(_("Canceled")),
    },
    "fulfillment": {
        "unfulfilled": Status(_("To ship"), "wait"),
        "partially_fulfilled": Status(_("Partly shipped"), "busy"),
        "partially_shipped": Status(_("Partly shipped"), "busy"),
        "fulfilled": Status(_("Shipped"), "good"),
        "shipped": Status(_("Shipped"), "busy"),
        "delivered": Status(_("Delivered"), "good"),
        "returned": Status(_("Returned")),
        "canceled": Status(_("Canceled")),
    },
    "shipment": {
        "pending": Status(_("To pack"), "wait"),
        "planned": Status(_("To pack"), "wait"),
        "picking": Status(_("Picking"), "busy"),
        "packed": Status(_("Packed"), "busy"),
        "dispatched": Status(_("On the way"), "busy"),
        "in_transit": Status(_("On the way"), "busy"),
        "out_for_delivery": Status(_("Out for delivery"), "busy"),
        "delivered": Status(_("Delivered"), "good"),
        "exception": Status(_("Delivery problem"), "bad"),
        "returned": Status(_("Returned to sender")),
        "canceled": Status(_("Canceled")),
    },
    "return": {
        "requested": Status(_("Requested"), "wait"),
        "approved": Status(_("Approved"), "busy"),
        "rejected": Status(_("Rejected"), "bad"),
        "in_transit": Status(_("On the way back"), "busy"),
        "received": Status(_("Received"), "busy"),
        "refunded": Status(_("Refunded"), "good"),
        "closed": Status(pgettext_lazy("state", "Closed")),
        "canceled": Status(_("Withdrawn")),
    },
    "refund": {
        "pending": Status(_("To be refunded"), "wait"),
        "processing": Status(_("Processing"), "busy"),
        "settled": Status(_("Refunded"), "good"),
        "succeeded": Status(_("Refunded"), "good"),
        "failed": Status(_("Failed"), "bad"),
        "canceled": Status(_("Canceled")),
    },
    "product": {
        "draft": Status(_("Draft")),
        "in_review": Status(_("In review"), "wait"),
        "published": Status(_("On sale"), "good"),
        "unpublished": Status(_("Off sale")),
        "rejected": Status(_("Rejected"), "bad"),
        "archived": Status(_("Archived")),
    },
    "stock": {
        "in_stock": Status(_("In stock"), "good"),
        "low": Status(_("Low stock"), "wait"),
        "out_of_stock": Status(_("Out of stock"), "bad"),
        "preorder": Status(_("Pre-order"), "busy"),
    },
    "merchant": {
        "applied": Status(_("Applied"), "wait"),
        "pending": Status(_("In review"), "wait"),
        "active": Status(pgettext_lazy("shop", "Open"), "good"),
        "suspended": Status(_("Suspended"), "bad"),
        "rejected": Status(_("Rejected"), "bad"),
        "closed": Status(pgettext_lazy("state", "Closed")),
    },
    "review": {
        "pending": Status(_("In review"), "wait"),
        "published": Status(_("Published"), "good"),
        "hidden": Status(_("Hidden")),
        "rejected": Status(_("Rejected"), "bad"),
    },
    "ticket": {
        "open": Status(pgettext_lazy("ticket", "Open"), "wait"),
        "pending": Status(_("Waiting for customer"), "busy"),
        "waiting": Status(_("Waiting for customer"), "busy"),
        "resolved": Status(_("Resolved"), "good"),
        "closed": Status(pgettext_lazy("state", "Closed")),
    },
    "payout": {
        "pending": Status(_("To be paid out"), "wait"),
        "processing": Status(_("Processing"), "busy"),
        "paid": Status(_("Paid out"), "good"),
        "failed": Status(_("Failed"), "bad"),
    },
    "job": {
        "queued": Status(_("Queued"), "wait"),
        "running": Status(_("Running"), "busy"),
        "succeeded": Status(_("Done"), "good"),
        "failed": Status(_("Failed"), "bad"),
    },
    "campaign": {
        "draft": Status(_("Draft")),
        "scheduled": Status(_("Scheduled"), "wait"),
        "active": Status(pgettext_lazy("campaign", "Running"), "good"),
        "paused": Status(_("Paused"), "wait"),
        "ended": Status(_("Ended")),
    },
}
"""Axis → state → words. Surfaces add their own axes with `declare`."""


def declare(axis: str, states: Mapping[str, Status]) -> None:
    """Add or reword the states of an axis, at start-up."""
    STATUSES.setdefault(axis, {}).update(states)


def status_of(axis: str, state: str) -> Status:
    """Return the words of a state; one nobody declared shows its own name, neutrally."""
    known = STATUSES.get(axis, {}).get(str(state))
    return known or Status(str(state).replace("_", " ").capitalize())

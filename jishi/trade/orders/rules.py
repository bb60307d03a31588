"""Decisions about orders: states, splitting, labels, deadlines. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.states import StateMachine
from jishi.trade.orders.types import (
    BuyerLabel,
    FulfillmentStatus,
    NewLine,
    OrderAction,
    OrderKind,
    OrderStatus,
    PaymentStatus,
    ReviewFacts,
    ReviewRules,
)

ORDER = StateMachine(
    name="order",
    initial=OrderStatus.AWAITING_PAYMENT,
    moves={
        (OrderStatus.AWAITING_PAYMENT, OrderAction.CONFIRM): OrderStatus.CONFIRMED,
        (OrderStatus.AWAITING_PAYMENT, OrderAction.CANCEL): OrderStatus.CANCELED,
        (OrderStatus.CONFIRMED, OrderAction.COMPLETE): OrderStatus.COMPLETED,
        (OrderStatus.CONFIRMED, OrderAction.CANCEL): OrderStatus.CANCELED,
    },
)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the derived states of an order look at in one line."""

    quantity: int
    shipped: int
    returned: int


def split_orders(lines: Sequence[NewLine]) -> list[tuple[NewLine, ...]]:
    """Group lines into orders: one per merchant and kind of fulfillment.

    Money is never split here: every line carries its own frozen amounts, so the totals
    of orders are sums of lines and the group's total is the sum of orders.
    Source: rules 3.3.
    """
    grouped: dict[tuple[UUID, OrderKind], list[NewLine]] = {}
    for line in lines:
        grouped.setdefault((line.merchant_id, line.kind), []).append(line)
    return [tuple(members) for members in grouped.values()]


def points_in(shares: Sequence[Mapping[str, Any]]) -> int:
    """Return how many points a line's shares spend, one point a minor unit."""
    return sum(share["amount_minor"] for share in shares if share["stage"] == "points")


def payment_status(*, total_minor: int, is_paid: bool, refunded_minor: int) -> PaymentStatus:
    """Derive what a buyer has paid and got back."""
    if not is_paid:
        return PaymentStatus.UNPAID
    if refunded_minor <= 0:
        return PaymentStatus.PAID
    if refunded_minor < total_minor:
        return PaymentStatus.PARTIALLY_REFUNDED
    return PaymentStatus.REFUNDED


def fulfillment_status(
    lines: Sequence[LineFacts], *, is_confirmed: bool, is_delivered: bool, is_received: bool
) -> FulfillmentStatus:
    """Derive where the goods are.

    Units that were refunded before shipping are no longer wanted and hold nothing up.
    """
    if not is_confirmed:
        return FulfillmentStatus.NONE
    if is_received:
        return FulfillmentStatus.RECEIVED
    shipped = sum(line.shipped for line in lines)
    wanted_open = sum(max(0, line.quantity - line.returned - line.shipped) for line in lines)
    if shipped == 0:
        return FulfillmentStatus.TO_SHIP
    if wanted_open:
        return FulfillmentStatus.PARTIALLY_SHIPPED
    return FulfillmentStatus.DELIVERED if is_delivered else FulfillmentStatus.SHIPPED


_LABEL_OF_FULFILLMENT = {
    FulfillmentStatus.NONE: BuyerLabel.TO_SHIP,
    FulfillmentStatus.WAITING_GROUP: BuyerLabel.WAITING_GROUP,
    FulfillmentStatus.WAITING_STOCK: BuyerLabel.TO_SHIP,
    FulfillmentStatus.TO_SHIP: BuyerLabel.TO_SHIP,
    FulfillmentStatus.PARTIALLY_SHIPPED: BuyerLabel.PARTIALLY_SHIPPED,
    FulfillmentStatus.SHIPPED: BuyerLabel.TO_RECEIVE,
    FulfillmentStatus.DELIVERED: BuyerLabel.TO_RECEIVE,
    FulfillmentStatus.TO_PICK_UP: BuyerLabel.TO_PICK_UP,
    FulfillmentStatus.TO_VERIFY: BuyerLabel.TO_PICK_UP,
    FulfillmentStatus.RECEIVED: BuyerLabel.TO_REVIEW,
}


def buyer_label(
    *,
    status: OrderStatus,
    fulfillment: FulfillmentStatus,
    has_open_aftersale: bool,
    is_held: bool,
    is_reviewed: bool,
) -> BuyerLabel:
    """Derive the one word that a buyer reads. Source: rules 3.2."""
    if status == OrderStatus.CANCELED:
        return BuyerLabel.CLOSED
    if status == OrderStatus.AWAITING_PAYMENT:
        return BuyerLabel.TO_PAY
    if has_open_aftersale:
        return BuyerLabel.IN_AFTERSALE
    if is_held:
        return BuyerLabel.IN_REVIEW
    label = _LABEL_OF_FULFILLMENT[fulfillment]
    if label == BuyerLabel.TO_REVIEW and (is_reviewed or status == OrderStatus.COMPLETED):
        return BuyerLabel.COMPLETED
    return label


def receive_by(
    *, shipped_at: datetime, delivered_at: datetime | None, ship_days: int, sign_hours: int
) -> datetime:
    """Return when receipt is confirmed by itself: days after shipping or hours after signing.

    Whichever comes first. Source: rules 3.2, timeouts.
    """
    deadline = shipped_at + timedelta(days=ship_days)
    if delivered_at is None:
        return deadline
    return min(deadline, delivered_at + timedelta(hours=sign_hours))


def needs_review(rules: ReviewRules, facts: ReviewFacts) -> str:
    """Return why a paid order waits for a person, or an empty text; the first reason counts."""
    note, address = facts.note.strip().casefold(), facts.address.casefold()
    reasons = (
        ("flagged", rules.flagged_buyers and facts.is_flagged),
        ("amount", 0 < rules.from_minor <= facts.total_minor),
        ("units", 0 < rules.units_from <= facts.most_units),
        ("frequency", 0 < rules.daily_orders_from <= facts.daily_orders),
        ("address", _names_one(address, rules.address_words)),
        ("note_words", _names_one(note, rules.note_words)),
        ("note", rules.any_note and bool(note)),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _names_one(text: str, words: Sequence[str]) -> bool:
    return any(word.casefold() in text for word in words if word.strip())


def is_canceled(statuses: Sequence[OrderStatus]) -> bool:
    """Return whether a group was canceled as a whole."""
    return bool(statuses) and all(status == OrderStatus.CANCELED for status in statuses)

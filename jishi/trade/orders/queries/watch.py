"""Orders that wait for a person or stand still."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.money.payments import queries as payments_queries
from jishi.trade.orders import preferences
from jishi.trade.orders.models import Order, OrderGroup, StuckOrder
from jishi.trade.orders.types import (
    FulfillmentStatus,
    OrderKind,
    OrderStatus,
    ReviewRules,
    StuckView,
    Trouble,
)

GRACE = timedelta(seconds=30)
"""What was done this recently may still be on its way through the events."""


LOOK_BACK = timedelta(hours=2)
"""How far back the watch looks for confirmed orders; it looks every minute."""


_CHUNK = 500


def list_overdue_unpaid(before: datetime) -> list[UUID]:
    """Return groups that should have been closed by now: a net under the timers."""
    return list(
        OrderGroup.objects.filter(pay_until__lt=before, orders__status=OrderStatus.AWAITING_PAYMENT)
        .distinct()
        .values_list("id", flat=True)[:500]
    )


def review_rules(merchant_id: UUID) -> ReviewRules:
    """Return when paid orders of a shop wait for a person; no statement."""
    return ReviewRules(
        from_minor=preferences.review_from_minor.get(merchant_id),
        any_note=preferences.review_notes.get(merchant_id),
        note_words=tuple(preferences.review_note_words.get(merchant_id)),
        address_words=tuple(preferences.review_address_words.get(merchant_id)),
        units_from=preferences.review_units_from.get(merchant_id),
        daily_orders_from=preferences.review_daily_orders_from.get(merchant_id),
        flagged_buyers=preferences.review_flagged.get(merchant_id),
    )


def list_stuck(merchant_ids: frozenset[UUID] | None = None) -> list[StuckView]:
    """Return the orders people were told stand still, the longest first; one statement."""
    rows = StuckOrder.objects.filter(resolved_at=None).exclude(raised_at=None)
    if merchant_ids is not None:
        rows = rows.filter(order__merchant_id__in=merchant_ids)
    return [
        StuckView(
            row.order_id, row.order.number, row.order.merchant_id, Trouble(row.trouble), row.since
        )
        for row in rows.select_related("order").order_by("since", "id")[:_CHUNK]
    ]


def trouble_of(order_id: UUID) -> Trouble | None:
    """Return why people were told that an order stands still; None if it goes its way."""
    rows = StuckOrder.objects.filter(order_id=order_id, resolved_at=None).exclude(raised_at=None)
    found = rows.order_by("since", "id").values_list("trouble", flat=True).first()
    return Trouble(found) if found else None


def find_troubles(at: datetime) -> set[tuple[UUID, Trouble]]:
    """Return the orders that should have gone on by now, and the step they stand at.

    Looks at orders that wait for a payment, those confirmed within LOOK_BACK, and those known
    to be stuck. The number of statements grows with the orders, by one round per 500.
    """
    known = list(StuckOrder.objects.filter(resolved_at=None).values_list("order_id", flat=True))
    waiting = Order.objects.filter(
        status=OrderStatus.AWAITING_PAYMENT, created_at__lt=at - GRACE
    ).values_list("id", "group_id", "group__pay_until")
    confirmed = Order.objects.filter(
        Q(confirmed_at__gte=at - LOOK_BACK) | Q(pk__in=known),
        kind=OrderKind.PHYSICAL,
        status=OrderStatus.CONFIRMED,
        is_held=False,
        fulfillment_status=FulfillmentStatus.TO_SHIP,
        confirmed_at__lt=at - GRACE,
    ).values_list("id", flat=True)
    found: set[tuple[UUID, Trouble]] = set()
    for unpaid in _chunks(waiting):
        found |= _unpaid_troubles(unpaid, at)
    for paid in _chunks(confirmed):
        found |= _parcel_troubles(paid)
    return found


def _unpaid_troubles(
    orders: list[tuple[UUID, UUID, datetime | None]], at: datetime
) -> set[tuple[UUID, Trouble]]:
    payments = payments_queries.list_payments({group_id for _, group_id, _ in orders})
    found = set()
    for order_id, group_id, pay_until in orders:
        payment = payments.get(group_id)
        is_settled = payment is not None and (
            payment.is_agreed or payment.captured_minor - payment.refunded_minor > 0
        )
        if is_settled:
            found.add((order_id, Trouble.PAID_NOT_CONFIRMED))
        elif pay_until is not None and pay_until < at - GRACE:
            found.add((order_id, Trouble.NOT_CLOSED))
    return found


def _parcel_troubles(order_ids: list[UUID]) -> set[tuple[UUID, Trouble]]:
    parcels = shipping_queries.list_open_parcels(order_ids)
    planned = warehouse_queries.planned_of(
        {parcel_id for parcel_ids in parcels.values() for parcel_id in parcel_ids}
    )
    found = set()
    for order_id in order_ids:
        if order_id not in parcels:
            found.add((order_id, Trouble.NO_PARCEL))
        elif not parcels[order_id] <= planned:
            found.add((order_id, Trouble.NOT_IN_WAREHOUSE))
    return found


def _chunks(rows: "QuerySet[Order, Any]") -> Iterator[list[Any]]:
    found: list[Any] = []
    for row in rows.order_by("id").iterator(chunk_size=_CHUNK):
        found.append(row)
        if len(found) == _CHUNK:
            yield found
            found = []
    if found:
        yield found

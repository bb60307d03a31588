"""The rules by which paid orders go on by themselves or wait for a person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform import preferences as settings
from jishi.foundation.platform.transactions import transactional
from jishi.trade.orders import preferences, queries, rules
from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.types import Flag, ReviewFacts, ReviewRules

DAY = timedelta(hours=24)


@transactional
def set_review_rules(*, actor: Actor, merchant_id: UUID, wanted: ReviewRules) -> None:
    """Set when paid orders of a shop wait for a person; orders paid before are left alone.

    Raises: Forbidden without `preferences.edit` over the shop; BadPreference naming what is out
        of bounds.
    """
    values: tuple[tuple[Any, Any], ...] = (
        (preferences.review_from_minor, wanted.from_minor),
        (preferences.review_notes, wanted.any_note),
        (preferences.review_note_words, list(wanted.note_words)),
        (preferences.review_address_words, list(wanted.address_words)),
        (preferences.review_units_from, wanted.units_from),
        (preferences.review_daily_orders_from, wanted.daily_orders_from),
        (preferences.review_flagged, wanted.flagged_buyers),
    )
    actor.require("preferences.edit", merchant_id=merchant_id)
    for one, value in values:
        if one.get(merchant_id) != value:
            settings.set_value(actor=actor, name=one.name, value=value, merchant_id=merchant_id)


def why_held(order: Order, lines: Sequence[OrderLine]) -> str:
    """Return why a paid order waits for a person; empty if it goes on.

    Asks the database only where the shop has a rule about the buyer: one statement each.
    """
    asked = queries.review_rules(order.merchant_id)
    if asked == ReviewRules():
        return ""
    return rules.needs_review(
        asked,
        ReviewFacts(
            total_minor=order.total_minor,
            note=order.buyer_note,
            address=Address(**order.address).one_line() if order.address else "",
            most_units=max((line.quantity for line in lines), default=0),
            daily_orders=_count_daily(order) if asked.daily_orders_from else 1,
            is_flagged=asked.flagged_buyers and _is_flagged(order),
        ),
    )


def _count_daily(order: Order) -> int:
    return _of_buyer(order).filter(created_at__gte=clock.now() - DAY).count() + 1


def _is_flagged(order: Order) -> bool:
    return _of_buyer(order).filter(flag=Flag.RED).exists()


def _of_buyer(order: Order) -> "QuerySet[Order]":
    """Return the other orders of the same buyer in the same shop, by account or phone."""
    phone = (order.address or {}).get("phone", "")
    same = Q(pk=None)
    if order.user_id:
        same |= Q(user_id=order.user_id)
    if phone:
        same |= Q(phone_tail=phone[-4:], address__phone=phone)
    return Order.objects.filter(same, merchant_id=order.merchant_id).exclude(pk=order.pk)

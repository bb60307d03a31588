"""Placing: one group, its orders and lines, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, prepared, timers
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.goods.inventory import services as inventory
from jishi.trade.orders import preferences, rules
from jishi.trade.orders.events import OrderPlaced
from jishi.trade.orders.models import Order, OrderGroup, OrderLine
from jishi.trade.orders.services.moving import CLOSE_TIMER, REMIND_TIMER, lock_group
from jishi.trade.orders.types import LineSource, NewGroup, NewLine, OrderStatus, WrittenGroup

MAX_NUMBER_TRIES = 5

RESERVATION_GRACE = timedelta(days=1)
"""Reservations outlive the time to pay, so that only closing an order gives stock back."""


@transactional
def place(*, actor: Actor, group: NewGroup) -> WrittenGroup:
    """Write a group of orders that waits for its payment.

    Everything is frozen as given: nothing is computed from the catalog here.
    Raises: SlotTaken if a chosen slot of own delivery was taken meanwhile.
    Emits: OrderPlaced.
    """
    moment = clock.now()
    pay_until = moment + timedelta(minutes=preferences.pay_within_minutes.get())
    parts = rules.split_orders(group.lines)
    number, orders = _insert_numbered(group, parts, moment, pay_until)
    prepared.insert(
        [_line(order, line) for order, lines in zip(orders, parts, strict=True) for line in lines]
    )
    for order in orders:
        audit.record_move(
            actor=actor,
            machine="order",
            subject_id=order.id,
            action="place",
            from_state="",
            to_state=OrderStatus.AWAITING_PAYMENT,
        )
    shipping.hold_deliveries(actor=actor, owner_id=group.group_id, choices=group.deliveries)
    timers.set_new_timer(CLOSE_TIMER, group.group_id, pay_until)
    timers.set_new_timer(REMIND_TIMER, group.group_id, moment + (pay_until - moment) / 2)
    outbox.emit(
        OrderPlaced(
            group_id=str(group.group_id),
            user_id=str(group.user_id or ""),
            total_minor=sum(line.payable_minor for line in group.lines),
            currency=group.currency,
        ),
        actor=f"{actor.kind}:{actor.id}",
    )
    return WrittenGroup(number, pay_until, tuple(order.id for order in orders))


@transactional
def replan(*, actor: Actor, group_id: UUID, sources: Mapping[UUID, tuple[LineSource, ...]]) -> None:
    """Note from where a fresh group really leaves, when stock moved while it was placed.

    sources: variant → locations. What the buyer pays stays as agreed.
    """
    lines = list(OrderLine.objects.filter(order__group_id=group_id))
    for line in lines:
        line.sources = _sources(sources[line.variant_id])
    OrderLine.objects.bulk_update(lines, ["sources"])


@transactional
def extend_payment(*, actor: Actor, group_id: UUID, pay_until: datetime) -> None:
    """Let a group be paid later than it would have been, as bank transfers take days.

    Its stock is held as long. A group that was paid or closed meanwhile stays as it is, for
    the news that asks for this may be late.
    Locks: the group's orders, then its reservations.
    """
    if all(order.status != OrderStatus.AWAITING_PAYMENT for order in lock_group(group_id)):
        return
    OrderGroup.objects.filter(pk=group_id).update(pay_until=pay_until)
    inventory.extend_reservation(
        actor=actor, owner_id=group_id, expires_at=pay_until + RESERVATION_GRACE
    )
    timers.set_timer(CLOSE_TIMER, group_id, pay_until)


def _insert_numbered(
    group: NewGroup, parts: Sequence[Sequence[NewLine]], moment: datetime, pay_until: datetime
) -> tuple[str, list[Order]]:
    """Insert the group and its orders; a clash of their random numbers tries others.

    Returns the number of the group, and the orders.
    """
    for attempt in range(MAX_NUMBER_TRIES):
        row = _group(group, moment, pay_until)
        orders = [_order(group, lines, moment) for lines in parts]
        try:
            with transaction.atomic():
                prepared.insert([row])
                prepared.insert(orders)
        except IntegrityError:
            if attempt == MAX_NUMBER_TRIES - 1:
                raise
        else:
            return row.number, orders
    raise AssertionError("the loop returns or raises")


def _group(group: NewGroup, moment: datetime, pay_until: datetime) -> OrderGroup:
    return OrderGroup(
        id=group.group_id,
        number=ids.human_number("P", moment, _tail(group)),
        user_id=group.user_id,
        email=group.email,
        phone=group.phone,
        locale=group.locale,
        market_code=group.market_code,
        currency=group.currency,
        total_minor=sum(line.payable_minor for line in group.lines),
        channel=group.channel,
        pay_until=pay_until,
        created_at=moment,
    )


def _order(group: NewGroup, lines: Sequence[NewLine], moment: datetime) -> Order:
    first = lines[0]
    return Order(
        group_id=group.group_id,
        number=ids.human_number("M", moment, _tail(group)),
        merchant_id=first.merchant_id,
        user_id=group.user_id,
        kind=first.kind,
        currency=group.currency,
        goods_minor=sum(line.list_minor for line in lines),
        discount_minor=sum(share.amount_minor for line in lines for share in line.shares),
        freight_minor=sum(line.freight_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        total_minor=sum(line.payable_minor for line in lines),
        address=asdict(group.address) if group.address else None,
        phone_tail=(group.address.phone if group.address else group.phone)[-4:],
        buyer_note=group.notes.get(first.merchant_id, "")[:500],
        promised_at=group.promised.get(first.merchant_id),
        created_at=moment,
    )


def _line(order: Order, line: NewLine) -> OrderLine:
    return OrderLine(
        id=line.line_id,
        order_id=order.id,
        product_id=line.product_id,
        variant_id=line.variant_id,
        code=line.code,
        title=dict(line.title),
        options=dict(line.options),
        image_url=line.image_url,
        quantity=line.quantity,
        unit_list_minor=line.unit_list_minor,
        list_minor=line.list_minor,
        discount_minor=sum(share.amount_minor for share in line.shares),
        shares=[asdict(share) for share in line.shares],
        payable_goods_minor=line.payable_goods_minor,
        freight_minor=line.freight_minor,
        tax_minor=line.tax_minor,
        payable_minor=line.payable_minor,
        commission_rate_bp=line.commission_rate_bp,
        return_days=line.return_days,
        sources=_sources(line.sources),
    )


def _sources(sources: Sequence[LineSource]) -> list[dict[str, str | int]]:
    return [
        {"location_id": str(source.location_id), "quantity": source.quantity} for source in sources
    ]


def _tail(group: NewGroup) -> int:
    return group.user_id.int % 100 if group.user_id else 0

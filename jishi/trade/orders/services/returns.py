"""What comes back: returned units, refunded money, open cases."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import portion
from jishi.foundation.platform import timers
from jishi.foundation.platform.transactions import transactional
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import POINTS_UNIT, Asset, Part, PurseName
from jishi.trade.orders import preferences, rules
from jishi.trade.orders.errors import BadReturnQuantity
from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.services.cancel import cancel
from jishi.trade.orders.services.moving import (
    COMPLETE_TIMER,
    POINTS_REDEEMED,
    RECEIVE_TIMER,
    derive_fulfillment,
    derive_payment,
    lines_of,
    lock_order,
)
from jishi.trade.orders.types import CancelReason, OrderStatus, PaymentStatus


@transactional
def record_returned(
    *, actor: Actor, order_id: UUID, quantities: Mapping[UUID, int], refunds: Mapping[UUID, int]
) -> None:
    """Note units that were given back or will not be shipped, and what is paid back for them.

    The points that paid for these units go back to the member.
    quantities: line → units. refunds: line → minor units, freight included.
    Raises: BadReturnQuantity if a line has fewer units left, or is given back more than paid.
    Locks: the order, then the member's points.
    """
    order = lock_order(order_id)
    lines = {line.id: line for line in lines_of([order])[order.id]}
    if not set(quantities) | set(refunds) <= set(lines):
        raise BadReturnQuantity(field="quantity")
    points = _points_of(lines, quantities)
    for line_id, line in lines.items():
        line.returned_quantity += quantities.get(line_id, 0)
        line.refunded_minor += refunds.get(line_id, 0)
        over = line.returned_quantity > line.quantity or line.refunded_minor > line.payable_minor
        if over or quantities.get(line_id, 0) < 0 or refunds.get(line_id, 0) < 0:
            raise BadReturnQuantity(field="quantity", line=str(line_id))
    OrderLine.objects.bulk_update(list(lines.values()), ["returned_quantity", "refunded_minor"])
    order.refunded_minor += sum(refunds.values())
    derive_fulfillment(order, lines.values(), actor=actor)
    order.save(update_fields=["refunded_minor", "fulfillment_status"])
    if points and order.user_id is not None:
        units = sum(line.returned_quantity for line in lines.values())
        wallets.give_back(
            actor=actor,
            reference=order.group_id,
            key=f"return:{order.id.hex}:{units}",
            parts=[Part(PurseName(order.user_id, Asset.POINTS, POINTS_UNIT), points)],
            source=POINTS_REDEEMED,
        )


def _points_of(lines: Mapping[UUID, OrderLine], quantities: Mapping[UUID, int]) -> int:
    """Return the points that units which come back were paid with, by cumulative floor.

    Source: rules 3.5, refund policy point 3.
    """
    return sum(
        portion(
            rules.points_in(line.shares),
            line.quantity,
            line.returned_quantity,
            max(0, min(quantities[line_id], line.quantity - line.returned_quantity)),
        )
        for line_id, line in lines.items()
        if line_id in quantities
    )


@transactional
def record_refunded(*, actor: Actor, order_id: UUID) -> None:
    """Derive what the buyer got back once a refund has settled; end an order with nothing left.

    Emits: OrderCanceled if every unit was refunded.
    """
    order = lock_order(order_id)
    was_paid = order.payment_status != PaymentStatus.UNPAID
    derive_payment(order, is_paid=was_paid, actor=actor)
    order.save(update_fields=["payment_status"])
    lines = lines_of([order])[order.id]
    nothing_left = all(line.returned_quantity == line.quantity for line in lines)
    if nothing_left and order.status == OrderStatus.CONFIRMED:
        cancel(actor=actor, order_id=order.id, reason=CancelReason.REFUNDED)


@transactional
def set_aftersale(*, actor: Actor, order_id: UUID, is_open: bool) -> None:
    """Mark whether a case is open; while it is, receipt and completion wait.

    The time that was left for receipt runs on afterwards; completion gets a new term.
    """
    order = lock_order(order_id)
    if order.has_open_aftersale == is_open:
        return
    order.has_open_aftersale = is_open
    order.save(update_fields=["has_open_aftersale"])
    if is_open:
        timers.pause(RECEIVE_TIMER, order.id)
        timers.pause(COMPLETE_TIMER, order.id)
        return
    timers.resume(RECEIVE_TIMER, order.id)
    timers.resume(COMPLETE_TIMER, order.id)
    if order.received_at and timers.find_due(COMPLETE_TIMER, order.id) is None:
        term = timedelta(days=preferences.complete_after_days.get())
        if order.status == OrderStatus.CONFIRMED:
            timers.set_timer(COMPLETE_TIMER, order.id, max(order.received_at + term, clock.now()))


@transactional
def mark_reviewed(*, actor: Actor, order_id: UUID) -> None:
    """Note that the buyer has reviewed an order."""
    order = lock_order(order_id)
    actor.require_owner(order.user_id)
    Order.objects.filter(pk=order.id).update(is_reviewed=True)

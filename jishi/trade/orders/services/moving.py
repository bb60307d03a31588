"""What every service of orders does in the same way: lock, move, log, derive."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.trade.orders import rules
from jishi.trade.orders.errors import OrderNotFound
from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.types import (
    FulfillmentStatus,
    OrderAction,
    OrderStatus,
    PaymentStatus,
)

CLOSE_TIMER = "orders.close_unpaid"
REMIND_TIMER = "orders.remind_unpaid"
RECEIVE_TIMER = "orders.receive"
COMPLETE_TIMER = "orders.complete"

POINTS_REDEEMED = AccountName(AccountCode.POINTS_REDEEMED)
"""Where points that paid for goods go, and come from when goods come back."""


def lock_group(group_id: UUID) -> list[Order]:
    """Lock the orders of a group, in the order of their ids."""
    return list(for_update(Order.objects.filter(group_id=group_id)))


def lock_order(order_id: UUID) -> Order:
    """Lock one order.

    Raises: OrderNotFound.
    """
    row: Order | None = for_update(Order.objects.filter(pk=order_id)).first()
    if row is None:
        raise OrderNotFound
    return row


def lines_of(orders: Iterable[Order]) -> dict[UUID, list[OrderLine]]:
    """Return the lines of orders by order, in one statement."""
    grouped: dict[UUID, list[OrderLine]] = {order.id: [] for order in orders}
    rows: QuerySet[OrderLine] = OrderLine.objects.filter(order_id__in=grouped).order_by("id")
    for line in rows:
        grouped[line.order_id].append(line)
    return grouped


def move(order: Order, action: OrderAction, *, actor: Actor, reason: str = "") -> None:
    """Advance the status of a locked order and log the move; the caller saves.

    Raises: IllegalMove.
    """
    before = OrderStatus(order.status)
    after = rules.ORDER.advance(before, action)
    order.status = after
    log(order, "order", action, before, after, actor=actor, reason=reason)


def derive_fulfillment(order: Order, lines: Iterable[OrderLine], *, actor: Actor) -> bool:
    """Derive and log where the goods are; return whether that changed. The caller saves."""
    before = FulfillmentStatus(order.fulfillment_status)
    after = rules.fulfillment_status(
        [
            rules.LineFacts(line.quantity, line.shipped_quantity, line.returned_quantity)
            for line in lines
        ],
        is_confirmed=order.status in {OrderStatus.CONFIRMED, OrderStatus.COMPLETED},
        is_delivered=order.delivered_at is not None,
        is_received=order.received_at is not None,
    )
    if after == before:
        return False
    order.fulfillment_status = after
    log(order, "fulfillment", "derive", before, after, actor=actor)
    return True


def derive_payment(order: Order, *, is_paid: bool, actor: Actor) -> None:
    """Derive and log what was paid and given back. The caller saves."""
    before = PaymentStatus(order.payment_status)
    after = rules.payment_status(
        total_minor=order.total_minor, is_paid=is_paid, refunded_minor=order.refunded_minor
    )
    if after != before:
        order.payment_status = after
        log(order, "payment", "derive", before, after, actor=actor)


def log(
    order: Order,
    machine: str,
    action: str,
    before: str,
    after: str,
    *,
    actor: Actor,
    reason: str = "",
) -> None:
    """Log a move of one of an order's axes."""
    audit.record_move(
        actor=actor,
        machine=machine,
        subject_id=order.id,
        action=action,
        from_state=before,
        to_state=after,
        reason=reason,
    )


def user_text(order: Order) -> str:
    """Return the buyer's id as events carry it; empty for a guest."""
    return str(order.user_id or "")

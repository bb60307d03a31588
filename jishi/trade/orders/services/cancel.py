"""Ending orders before they are completed."""

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox, timers
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.goods.inventory import services as inventory
from jishi.goods.promotions import services as promotions
from jishi.money.payments import services as payments
from jishi.money.wallets import services as wallets
from jishi.trade.orders import queries
from jishi.trade.orders.errors import NotCancelable, OrderNotFound
from jishi.trade.orders.events import OrderCanceled
from jishi.trade.orders.models import Order
from jishi.trade.orders.services.moving import (
    CLOSE_TIMER,
    COMPLETE_TIMER,
    RECEIVE_TIMER,
    REMIND_TIMER,
    lock_group,
    lock_order,
    move,
    user_text,
)
from jishi.trade.orders.types import CancelReason, OrderAction, OrderKind, OrderStatus


@outbound
def cancel_unpaid_group(*, actor: Actor, group_id: UUID, reason: CancelReason) -> None:
    """Cancel a group that has not been paid: its buyer, or staff with `orders.edit`.

    The channel is closed first, so that nobody can pay for what is gone; a payment that
    was quicker confirms the group instead.

    Raises: OrderNotFound; NotCancelable if it is paid.
    """
    group = queries.get_group(group_id)
    _require_canceler(actor, group.user_id, {order.merchant_id for order in group.orders})
    if not close_unpaid(actor=actor, group_id=group_id, reason=reason):
        raise NotCancelable


@outbound
def cancel_own_group(*, group_id: UUID, reason: CancelReason) -> None:
    """Cancel an unpaid group for somebody who proved to be its buyer, with or without account.

    Raises: NotCancelable if it is paid.
    """
    if not close_unpaid(actor=Actor.system("orders"), group_id=group_id, reason=reason):
        raise NotCancelable


@outbound
def close_unpaid(*, actor: Actor, group_id: UUID, reason: CancelReason) -> bool:
    """Close the payment at its channel, then the orders; false if it turned out to be paid.

    Emits: OrderCanceled, once per order.
    """
    if not payments.close_payment(actor=actor, reference=group_id):
        return False
    return close_group(actor=actor, group_id=group_id, reason=reason)


@transactional
def close_group(*, actor: Actor, group_id: UUID, reason: CancelReason) -> bool:
    """Cancel every order of a group that still awaits payment; false if none does.

    Stock, coupons and points go back in the same transaction.
    Emits: OrderCanceled, once per order.
    Locks: the group's orders, then activities, coupons, purses and stock levels.
    """
    orders = [
        order for order in lock_group(group_id) if order.status == OrderStatus.AWAITING_PAYMENT
    ]
    if not orders:
        return False
    for order in orders:
        _end(order, actor=actor, reason=reason)
    Order.objects.bulk_update(orders, ["status", "canceled_at", "cancel_reason"])
    timers.cancel(CLOSE_TIMER, [group_id])
    timers.cancel(REMIND_TIMER, [group_id])
    promotions.unlock(actor=actor, group_id=group_id)
    shipping.release_deliveries(actor=actor, owner_id=group_id)
    wallets.release(actor=actor, reference=group_id)
    inventory.release(actor=actor, owner_ids=[group_id])
    return True


@transactional
def cancel(*, actor: Actor, order_id: UUID, reason: CancelReason) -> None:
    """End a confirmed order whose every unit was refunded.

    Emits: OrderCanceled.
    """
    order = lock_order(order_id)
    if order.status == OrderStatus.CANCELED:
        return
    _end(order, actor=actor, reason=reason)
    order.save(update_fields=["status", "canceled_at", "cancel_reason"])
    timers.cancel(RECEIVE_TIMER, [order.id])
    timers.cancel(COMPLETE_TIMER, [order.id])
    if order.kind == OrderKind.PHYSICAL:
        shipping.release_deliveries(
            actor=actor, owner_id=order.group_id, merchant_ids=[order.merchant_id]
        )


def _end(order: Order, *, actor: Actor, reason: CancelReason) -> None:
    move(order, OrderAction.CANCEL, actor=actor, reason=reason)
    order.canceled_at = clock.now()
    order.cancel_reason = reason
    outbox.emit(
        OrderCanceled(
            order_id=str(order.id),
            group_id=str(order.group_id),
            merchant_id=str(order.merchant_id),
            user_id=user_text(order),
            reason=reason,
        )
    )


def _require_canceler(actor: Actor, user_id: UUID | None, merchant_ids: set[UUID]) -> None:
    allowed = actor.owns(user_id) or all(
        actor.may("orders.edit", merchant_id=merchant_id) for merchant_id in merchant_ids
    )
    if not allowed:
        raise OrderNotFound

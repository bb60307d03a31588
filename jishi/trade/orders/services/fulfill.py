"""From the first parcel to the final sale."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox, timers
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, ShipmentState
from jishi.money.settlements import services as settlements
from jishi.trade.orders import preferences, rules
from jishi.trade.orders.errors import AftersaleOpen, NothingShipped, OrderNotFound
from jishi.trade.orders.events import (
    OrderCompleted,
    OrderDelivered,
    OrderReceived,
    OrderShipped,
)
from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.services.moving import (
    COMPLETE_TIMER,
    RECEIVE_TIMER,
    derive_fulfillment,
    lines_of,
    lock_order,
    move,
    user_text,
)
from jishi.trade.orders.types import FulfillmentStatus, OrderAction, OrderKind, OrderStatus

_GONE = {FulfillmentStatus.SHIPPED, FulfillmentStatus.DELIVERED}
_ENDED = {ShipmentState.DELIVERED, ShipmentState.CANCELED, ShipmentState.RETURNED}
_UNDER_WAY = set(ShipmentState) - _ENDED


@transactional
def record_shipped(*, actor: Actor, shipment_id: UUID) -> None:
    """Note that the units of a dispatched parcel have left; returns do not count.

    Emits: OrderShipped, once everything still wanted has left.
    Locks: the order.
    """
    shipment = shipping_queries.get_shipment(shipment_id)
    if shipment.direction != Direction.OUTBOUND:
        return
    order = lock_order(shipment.reference)
    lines = lines_of([order])[order.id]
    left = {line.order_line_id: line.quantity for line in shipment.lines}
    for line in lines:
        line.shipped_quantity += left.get(line.id, 0)
    OrderLine.objects.bulk_update([line for line in lines if line.id in left], ["shipped_quantity"])
    changed = derive_fulfillment(order, lines, actor=actor)
    if changed and order.fulfillment_status in _GONE:
        order.shipped_at = clock.now()
        outbox.emit(OrderShipped(**_ids(order)))
        _set_receive_timer(order)
    order.save(update_fields=["fulfillment_status", "shipped_at"])


@transactional
def record_delivered(*, actor: Actor, shipment_id: UUID) -> None:
    """Note that a parcel arrived; the order is delivered with its last one.

    Emits: OrderDelivered.
    """
    shipment = shipping_queries.get_shipment(shipment_id)
    order = lock_order(shipment.reference)
    parcels = shipping_queries.get_shipments_of([order.id], direction=Direction.OUTBOUND)
    waiting = any(parcel.state in _UNDER_WAY for parcel in parcels.get(order.id, ()))
    if shipment.direction != Direction.OUTBOUND or waiting or order.delivered_at is not None:
        return
    order.delivered_at = clock.now()
    derive_fulfillment(order, lines_of([order])[order.id], actor=actor)
    order.save(update_fields=["delivered_at", "fulfillment_status"])
    outbox.emit(OrderDelivered(**_ids(order)))
    if order.received_at is None and order.shipped_at is not None:
        _set_receive_timer(order)


@transactional
def receive(*, actor: Actor, order_id: UUID, is_proven: bool = False) -> None:
    """Confirm receipt: by the buyer, or by the house when the time has run out.

    is_proven: the actor holds the signed link of an order that has no account.
    Raises: OrderNotFound if it is somebody else's; NothingShipped; AftersaleOpen.
    Emits: OrderReceived.
    """
    order = lock_order(order_id)
    if not (actor.is_system or actor.owns(order.user_id) or _is_guests(order, is_proven=is_proven)):
        raise OrderNotFound
    if order.received_at is not None:
        return
    if order.fulfillment_status not in _GONE:
        raise NothingShipped
    if order.has_open_aftersale:
        raise AftersaleOpen
    order.received_at = clock.now()
    derive_fulfillment(order, lines_of([order])[order.id], actor=actor)
    order.save(update_fields=["received_at", "fulfillment_status"])
    timers.cancel(RECEIVE_TIMER, [order.id])
    final = order.received_at + timedelta(days=preferences.complete_after_days.get())
    timers.set_timer(COMPLETE_TIMER, order.id, final)
    outbox.emit(OrderReceived(**_ids(order)))


@transactional
def extend_receipt(*, actor: Actor, order_id: UUID, is_proven: bool = False) -> None:
    """Give the buyer more days before receipt confirms itself, once per order.

    is_proven: the actor holds the signed link of an order that has no account.
    Raises: OrderNotFound if it is somebody else's; NothingShipped if there is no such time
        running, or it was extended before.
    """
    order = lock_order(order_id)
    if not _is_guests(order, is_proven=is_proven):
        actor.require_owner(order.user_id)
    due = timers.find_due(RECEIVE_TIMER, order.id)
    if due is None or order.is_receipt_extended:
        raise NothingShipped
    order.is_receipt_extended = True
    order.save(update_fields=["is_receipt_extended"])
    later = due + timedelta(days=preferences.extend_receipt_days.get())
    timers.set_timer(RECEIVE_TIMER, order.id, later)


@transactional
def complete(*, actor: Actor, order_id: UUID) -> None:
    """Make a received sale final and let the merchant have its share.

    An open after-sale case holds it back: the timer is set again when the case ends.
    Emits: OrderCompleted.
    """
    order = lock_order(order_id)
    if order.status != OrderStatus.CONFIRMED or order.received_at is None:
        return
    if order.has_open_aftersale:
        return
    move(order, OrderAction.COMPLETE, actor=actor)
    order.completed_at = clock.now()
    order.save(update_fields=["status", "completed_at"])
    settlements.release(actor=actor, order_id=order.id)
    outbox.emit(OrderCompleted(**_ids(order)))


def _set_receive_timer(order: Order) -> None:
    assert order.shipped_at is not None, "receipt is timed from shipping"
    if order.kind != OrderKind.PHYSICAL:
        hours = preferences.receive_virtual_hours.get()
        due = order.shipped_at + timedelta(hours=hours)
    else:
        due = rules.receive_by(
            shipped_at=order.shipped_at,
            delivered_at=order.delivered_at,
            ship_days=preferences.receive_after_ship_days.get(order.merchant_id),
            sign_hours=preferences.receive_after_sign_hours.get(order.merchant_id),
        )
    timers.set_timer(RECEIVE_TIMER, order.id, due)


def _ids(order: Order) -> dict[str, str]:
    return {
        "order_id": str(order.id),
        "merchant_id": str(order.merchant_id),
        "user_id": user_text(order),
    }


def _is_guests(order: Order, *, is_proven: bool) -> bool:
    return is_proven and order.user_id is None

"""Orders that stand still: noting them, telling people, and giving them a push."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, timers
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.trade.orders.events import OrderStuck
from jishi.trade.orders.models import Order, StuckOrder
from jishi.trade.orders.services.confirm import confirm_settled, fulfill
from jishi.trade.orders.services.moving import CLOSE_TIMER, lines_of, lock_order
from jishi.trade.orders.types import OrderStatus, Trouble

ALERT_AFTER = timedelta(minutes=2)
"""How long an order may stand before people are told. With a look every minute and the grace
of the look itself nobody waits more than five minutes for that."""


@transactional
def note_troubles(*, actor: Actor, troubles: Collection[tuple[UUID, Trouble]]) -> int:
    """Keep which orders stand still, and tell people of those that have done so for long.

    troubles: everything found now; what is not among it has gone on. Returns how many are new
    to people.
    Emits: OrderStuck, once per order and trouble until it has gone on.
    Locks: the rows of the watch.
    """
    del actor
    moment = clock.now()
    open_rows = {
        (row.order_id, Trouble(row.trouble)): row
        for row in for_update(StuckOrder.objects.filter(resolved_at=None))
    }
    gone = [row.pk for key, row in open_rows.items() if key not in troubles]
    StuckOrder.objects.filter(pk__in=gone).update(resolved_at=moment)
    for order_id, trouble in sorted(set(troubles) - set(open_rows)):
        StuckOrder.objects.update_or_create(
            order_id=order_id,
            trouble=trouble,
            defaults={"since": moment, "raised_at": None, "resolved_at": None},
        )
    due = [
        row
        for key, row in open_rows.items()
        if key in troubles and row.raised_at is None and row.since <= moment - ALERT_AFTER
    ]
    StuckOrder.objects.filter(pk__in=[row.pk for row in due]).update(raised_at=moment)
    merchants = dict(
        Order.objects.filter(pk__in={row.order_id for row in due}).values_list("pk", "merchant_id")
    )
    for row in due:
        outbox.emit(
            OrderStuck(
                order_id=str(row.order_id),
                merchant_id=str(merchants[row.order_id]),
                trouble=row.trouble,
            )
        )
    return len(due)


@transactional
def push(*, actor: Actor, order_id: UUID) -> None:
    """Do again what an order stands still for want of; harmless if it has gone on.

    Raises: OrderNotFound; Forbidden without `orders.review` over its shop; what the step itself
        refuses.
    Emits: what the step emits.
    Locks: the order or its group, and what the step locks.
    """
    found = Order.objects.filter(pk=order_id).first() or lock_order(order_id)
    actor.require("orders.review", merchant_id=found.merchant_id)
    open_rows = StuckOrder.objects.filter(order_id=order_id, resolved_at=None)
    for trouble in open_rows.order_by("trouble").values_list("trouble", flat=True):
        _push_one(found, Trouble(trouble))
    audit.record(
        actor=actor,
        action="orders.push",
        subject_type="order",
        subject_id=order_id,
        merchant_id=found.merchant_id,
        before={},
        after={"pushed": True},
    )


def _push_one(order: Order, trouble: Trouble) -> None:
    house = Actor.system("orders")
    if trouble == Trouble.NOT_CLOSED:
        timers.set_timer(CLOSE_TIMER, order.group_id, clock.now())
    elif trouble == Trouble.PAID_NOT_CONFIRMED:
        confirm_settled(actor=house, group_id=order.group_id)
    elif trouble == Trouble.NO_PARCEL:
        locked = lock_order(order.id)
        is_bare = not shipping_queries.list_open_parcels([order.id])
        if locked.status == OrderStatus.CONFIRMED and not locked.is_held and is_bare:
            fulfill([locked], lines_of([locked]), actor=house)
    else:
        for shipment_id in sorted(shipping_queries.list_open_parcels([order.id])[order.id]):
            warehouse.plan_picking(actor=house, shipment_id=shipment_id)

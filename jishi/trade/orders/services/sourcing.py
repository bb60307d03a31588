"""Which warehouse sends a paid order, where a person knows better than the plan."""

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import Source
from jishi.trade.orders.errors import AlreadyShipped, LocationLocked
from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.services.confirm import fulfill
from jishi.trade.orders.services.moving import lines_of, lock_order
from jishi.trade.orders.types import FulfillmentStatus, OrderKind, OrderStatus


@transactional
def choose_location(
    *, actor: Actor, order_id: UUID, location_id: UUID, is_locked: bool = False
) -> None:
    """Send everything of a paid order from one location, whatever the plan chose.

    What the buyer pays stays as it is. is_locked: nobody moves it again before it is unlocked.
    Raises: OrderNotFound; Forbidden without `orders.review` over its shop; AlreadyShipped if a
        parcel left or the order needs none; LocationLocked; OutOfStock if the location has too
        little; NotFound without such a location.
    Emits: StockChanged once per variant, ShipmentCanceled, ShipmentCreated.
    Locks: the order, its parcels, its reservations, the levels.
    """
    order = lock_order(order_id)
    actor.require("orders.review", merchant_id=order.merchant_id)
    if (
        order.status != OrderStatus.CONFIRMED
        or order.kind != OrderKind.PHYSICAL
        or order.fulfillment_status != FulfillmentStatus.TO_SHIP
    ):
        raise AlreadyShipped
    if order.is_location_locked:
        raise LocationLocked
    lines = lines_of([order])[order.id]
    before = sorted({source["location_id"] for line in lines for source in line.sources})
    units = _take_back(actor, order, lines)
    inventory.relocate(
        actor=actor,
        owner_id=order.group_id,
        items=[source for sources in units.values() for source in sources],
        to_location_id=location_id,
    )
    for line in lines:
        wanted = sum(source.quantity for source in units[line.id])
        line.sources = [{"location_id": str(location_id), "quantity": wanted}] if wanted else []
    OrderLine.objects.bulk_update(lines, ["sources"])
    order.is_location_locked = is_locked
    order.save(update_fields=["is_location_locked"])
    _audit(actor, order, {"locations": before}, {"locations": [str(location_id)]})
    if not order.is_held:
        fulfill([order], {order.id: lines}, actor=actor)


@transactional
def unlock_location(*, actor: Actor, order_id: UUID) -> None:
    """Let an order be sent from elsewhere again; where it is planned to come from stays.

    Raises: OrderNotFound; Forbidden without `orders.review` over its shop.
    Locks: the order.
    """
    order = lock_order(order_id)
    actor.require("orders.review", merchant_id=order.merchant_id)
    if order.is_location_locked:
        order.is_location_locked = False
        order.save(update_fields=["is_location_locked"])
        _audit(actor, order, {"is_locked": True}, {"is_locked": False})


def _take_back(actor: Actor, order: Order, lines: Sequence[OrderLine]) -> dict[UUID, list[Source]]:
    """Cancel the parcels of an order; return by line what is still wanted and where it lies.

    A held order has no parcels: then the lines tell, less what was refunded before shipping.
    """
    found: dict[UUID, list[Source]] = {line.id: [] for line in lines}
    released = shipping.cancel_shipments(actor=actor, references=[order.id], reason="relocated")
    for part in released:
        if part.location_id is not None:
            source = Source(part.variant_id, part.location_id, part.quantity)
            found[part.order_line_id].append(source)
    if not released:
        for line in lines:
            found[line.id] = _planned(line)
    return found


def _planned(line: OrderLine) -> list[Source]:
    left = line.quantity - line.returned_quantity
    found = []
    for source in line.sources:
        quantity = min(left, int(source["quantity"]))
        if quantity > 0:
            found.append(Source(line.variant_id, UUID(str(source["location_id"])), quantity))
            left -= quantity
    return found


def _audit(actor: Actor, order: Order, before: dict[str, object], after: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        action="orders.choose_location",
        subject_type="order",
        subject_id=order.id,
        merchant_id=order.merchant_id,
        before=before,
        after=after,
    )

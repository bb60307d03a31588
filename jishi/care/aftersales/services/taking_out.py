"""Units that will not be sent: out of their parcels, and where their stock lies."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from jishi.care.aftersales.errors import AlreadyShipped
from jishi.care.aftersales.models import Case, CaseLine
from jishi.foundation.kernel.actors import Actor
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import Direction, LineQuantity, ShipmentState
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import ReservationState, Source
from jishi.trade.orders.types import OrderView

_IN_PARCELS = {ShipmentState.PENDING, ShipmentState.PICKING, ShipmentState.PACKED}


def take_out(
    case: Case, lines: Sequence[CaseLine], order: OrderView, *, actor: Actor
) -> tuple[Source, ...]:
    """Take the units of a case out of the parcels they wait in; return the stock to free.

    Orders that are held have no parcels: there the units are freed where they are allocated.
    Raises: AlreadyShipped if units have left in this very moment; shipping's AlreadyPacked
        if a part of a sealed parcel would be taken.
    Locks: the order's shipments.
    """
    packed = _units_in_parcels(order.order_id)
    inside = {line.order_line_id: min(line.quantity, packed[line.order_line_id]) for line in lines}
    taken = [LineQuantity(line_id, units) for line_id, units in inside.items() if units]
    freed: list[Source] = []
    if taken:
        located = shipping.cancel_items(
            actor=actor, reference=order.order_id, lines=taken, reason=case.number
        )
        freed += [
            Source(item.variant_id, item.location_id, item.quantity)
            for item in located
            if item.location_id
        ]
    rest = Counter[UUID]()
    for line in lines:
        rest[line.variant_id] += line.quantity - inside[line.order_line_id]
    return (*freed, *_allocated(case.group_id, +rest))


def _units_in_parcels(order_id: UUID) -> Counter[UUID]:
    found = shipping_queries.get_shipments_of([order_id], direction=Direction.OUTBOUND)
    units: Counter[UUID] = Counter()
    for shipment in found.get(order_id, ()):
        if shipment.state in _IN_PARCELS:
            for line in shipment.lines:
                units[line.order_line_id] += line.quantity
    return units


def _allocated(group_id: UUID, wanted: Counter[UUID]) -> list[Source]:
    """Return where units without a parcel are allocated.

    Raises: AlreadyShipped if they are not: their parcel was dispatched since it was looked for.
    """
    if not wanted:
        return []
    freed = []
    for held in inventory_queries.list_reservations(group_id):
        units = min(wanted[held.variant_id], held.quantity)
        if held.state == ReservationState.ALLOCATED and units:
            freed.append(Source(held.variant_id, held.location_id, units))
            wanted[held.variant_id] -= units
    if wanted.total():
        raise AlreadyShipped
    return freed

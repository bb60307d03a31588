"""Taking out of parcels what need not be sent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import events
from jishi.fulfillment.shipping.errors import AlreadyPacked, AlreadyUnderway
from jishi.fulfillment.shipping.models import Shipment, ShipmentLine
from jishi.fulfillment.shipping.rules import shipments as rules
from jishi.fulfillment.shipping.services import moves
from jishi.fulfillment.shipping.types import (
    Direction,
    LineQuantity,
    LocatedQuantity,
    ShipmentAction,
    ShipmentState,
)


@transactional
def cancel_shipments(
    *, actor: Actor, references: Iterable[UUID], reason: str = ""
) -> tuple[LocatedQuantity, ...]:
    """Cancel what has not left of some orders; return what need no longer be sent.

    Called by rooms above, which have checked who asks. Returns on the way are canceled by
    `cancel_returns`.
    Raises: AlreadyUnderway if a parcel has left.
    Emits: ShipmentCanceled, once each.
    Locks: the shipments.
    """
    rows = moves.lock_outbound(references)
    if any(row.state not in {*rules.OPEN, ShipmentState.CANCELED} for row in rows):
        raise AlreadyUnderway
    opened = [row for row in rows if row.state in rules.OPEN]
    return _cancel(actor, opened, reason)


@transactional
def cancel_items(
    *, actor: Actor, reference: UUID, lines: Sequence[LineQuantity], reason: str = ""
) -> tuple[LocatedQuantity, ...]:
    """Take units of an order out of the parcels that have not left; return where they lie.

    Parcels that become empty are canceled; those that nobody works on are emptied first.
    Called by rooms above, which have checked who asks.
    Raises: AlreadyUnderway if fewer units than these are still here; AlreadyPacked if only
        a part of a sealed parcel would be taken.
    Emits: ShipmentChanged or ShipmentCanceled per touched shipment.
    Locks: the order's shipments.
    """
    rows = [row for row in moves.lock_outbound([reference]) if row.state in rules.OPEN]
    rows.sort(key=lambda row: rules.OPEN.index(ShipmentState(row.state)))
    wanted: Counter[UUID] = Counter()
    for item in lines:
        wanted[item.order_line_id] += item.quantity
    released: list[LocatedQuantity] = []
    for row, present in _with_lines(rows):
        cut = [
            LineQuantity(line.order_line_id, min(line.quantity, wanted[line.order_line_id]))
            for line in present
            if wanted.get(line.order_line_id)
        ]
        if not cut:
            continue
        for item in cut:
            wanted[item.order_line_id] -= item.quantity
        released += _reduce(actor, row, present, cut, reason)
    if any(wanted.values()):
        raise AlreadyUnderway
    return tuple(released)


@transactional
def cancel_returns(*, actor: Actor, shipment_ids: Iterable[UUID], reason: str = "") -> None:
    """Cancel returns that were never sent; those on their way stay.

    Called by rooms above, which have checked who asks.
    Emits: ShipmentCanceled, once each.
    """
    rows = [
        row
        for row in moves.lock_many(shipment_ids)
        if row.direction == Direction.RETURN and row.state == ShipmentState.PENDING
    ]
    _cancel(actor, rows, reason)


def _reduce(
    actor: Actor,
    row: Shipment,
    present: Sequence[ShipmentLine],
    cut: Sequence[LineQuantity],
    reason: str,
) -> tuple[LocatedQuantity, ...]:
    if sum(item.quantity for item in cut) == sum(line.quantity for line in present):
        return _cancel(actor, [row], reason)
    if row.state == ShipmentState.PACKED:
        # Else it would leave with the units that were just canceled.
        raise AlreadyPacked(number=row.number)
    taken = moves.take_out(present, cut)
    outbox.emit(events.ShipmentChanged(shipment_id=str(row.pk), order_id=str(row.reference)))
    return tuple(
        LocatedQuantity(line.order_line_id, line.variant_id, row.location_id, quantity)
        for line, quantity in taken.values()
    )


def _cancel(actor: Actor, rows: Sequence[Shipment], reason: str) -> tuple[LocatedQuantity, ...]:
    released = tuple(
        LocatedQuantity(line.order_line_id, line.variant_id, row.location_id, line.quantity)
        for row, lines in _with_lines(rows)
        for line in lines
    )
    for row in rows:
        moves.advance(actor, row, ShipmentAction.CANCEL, reason=reason)
        outbox.emit(
            events.ShipmentCanceled(
                shipment_id=str(row.pk), order_id=str(row.reference), reason=reason
            )
        )
    Shipment.objects.filter(pk__in=[row.pk for row in rows]).update(state=ShipmentState.CANCELED)
    return released


def _with_lines(
    rows: Sequence[Shipment],
) -> list[tuple[Shipment, list[ShipmentLine]]]:
    found: dict[UUID, list[ShipmentLine]] = {row.pk: [] for row in rows}
    for line in ShipmentLine.objects.filter(shipment__in=rows).order_by("pk"):
        found[line.shipment_id].append(line)
    return [(row, found[row.pk]) for row in rows]

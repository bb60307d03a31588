"""Making shipments, splitting them, and taking units out of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.fulfillment.shipping import events, preferences
from jishi.fulfillment.shipping.errors import AlreadyPacked, AlreadyUnderway
from jishi.fulfillment.shipping.models import Shipment, ShipmentLine
from jishi.fulfillment.shipping.rules import shipments as rules
from jishi.fulfillment.shipping.services import moves
from jishi.fulfillment.shipping.types import (
    Direction,
    LineQuantity,
    LocatedQuantity,
    ShipmentAction,
    ShipmentRequest,
    ShipmentState,
)

PREFIXES = {Direction.OUTBOUND: "S", Direction.RETURN: "B"}


@transactional
def create_shipments(*, actor: Actor, requests: Sequence[ShipmentRequest]) -> tuple[UUID, ...]:
    """Make shipments in the order of the requests and return their ids.

    Called by rooms above, which have checked who asks. Two inserts, however many.
    Raises: BadQuantities if a request has no lines or a quantity that is not positive.
    Emits: ShipmentCreated, once each.
    """
    at = clock.now()
    rows, lines = [], []
    for request in requests:
        rules.check_quantities(
            {line.order_line_id: line.quantity for line in request.lines},
            [LineQuantity(line.order_line_id, line.quantity) for line in request.lines],
        )
        row = _row_of(request, at)
        rows.append(row)
        lines += _lines_of(request, row)
    Shipment.objects.bulk_create(rows)
    ShipmentLine.objects.bulk_create(lines)
    for row in rows:
        _announce(actor, row)
    return tuple(row.pk for row in rows)


@transactional
def split(*, actor: Actor, shipment_id: UUID, lines: Sequence[LineQuantity]) -> UUID:
    """Take units out of a parcel that is not packed into a new one; return its id.

    The order, the address and the money stay as they are.
    Raises: BadQuantities, IllegalMove, ShipmentNotFound, Forbidden.
    Emits: ShipmentChanged for the old shipment, ShipmentCreated for the new one.
    Locks: the shipment.
    """
    row = moves.lock_to_ship(actor, shipment_id)
    # Packing proves that nothing is missing; a sealed parcel is not split.
    rules.SHIPMENT.advance(ShipmentState(row.state), _splitting(row))
    present = list(row.lines.order_by("pk"))
    rules.check_split({line.order_line_id: line.quantity for line in present}, lines)
    part = _part_of(row)
    part.save(force_insert=True)
    taken = _take_out(present, lines)
    ShipmentLine.objects.bulk_create(
        _copy_of(line, part, quantity) for line, quantity in taken.values()
    )
    outbox.emit(events.ShipmentChanged(shipment_id=str(row.pk), order_id=str(row.reference)))
    _announce(actor, part)
    return part.pk


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
    rows = _locked_of(references)
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
    rows = [row for row in _locked_of([reference]) if row.state in rules.OPEN]
    rows.sort(key=lambda row: rules.OPEN.index(ShipmentState(row.state)))
    wanted = {item.order_line_id: item.quantity for item in lines}
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


def _row_of(request: ShipmentRequest, at: datetime) -> Shipment:
    promised = timedelta(hours=preferences.SHIP_WITHIN_H.get(request.merchant_id))
    return Shipment(
        number=ids.human_number(PREFIXES[request.direction], at),
        reference=request.reference,
        reference_number=request.reference_number,
        group_id=request.group_id,
        merchant_id=request.merchant_id,
        location_id=request.location_id,
        direction=request.direction,
        kind=request.kind,
        address=asdict(request.address),
        note=clean(request.note, max_length=500),
        freight_bearer=request.freight_bearer or "",
        ship_by=request.ship_by or at + promised,
        promised_at=request.promised_at,
    )


def _lines_of(request: ShipmentRequest, row: Shipment) -> list[ShipmentLine]:
    return [
        ShipmentLine(
            shipment=row,
            order_line_id=line.order_line_id,
            variant_id=line.variant_id,
            title=line.title[:300],
            code=line.code[:64],
            quantity=line.quantity,
        )
        for line in request.lines
    ]


def _part_of(row: Shipment) -> Shipment:
    return Shipment(
        number=ids.human_number(PREFIXES[Direction(row.direction)], clock.now()),
        split_from=row,
        **{
            name: getattr(row, name)
            for name in (
                "reference",
                "reference_number",
                "group_id",
                "merchant_id",
                "location_id",
                "direction",
                "kind",
                "address",
                "note",
                "freight_bearer",
                "ship_by",
                "promised_at",
            )
        },
    )


def _copy_of(line: ShipmentLine, part: Shipment, quantity: int) -> ShipmentLine:
    return ShipmentLine(
        shipment=part,
        order_line_id=line.order_line_id,
        variant_id=line.variant_id,
        title=line.title,
        code=line.code,
        quantity=quantity,
    )


def _splitting(row: Shipment) -> ShipmentAction:
    """Return the move that proves that a parcel is open and not packed."""
    is_pending = row.state == ShipmentState.PENDING
    return ShipmentAction.START_PICKING if is_pending else ShipmentAction.STOP_PICKING


def _take_out(
    present: Sequence[ShipmentLine], taken: Sequence[LineQuantity]
) -> dict[UUID, tuple[ShipmentLine, int]]:
    """Lower the lines of a shipment, deleting what becomes empty; return what was taken."""
    by_line = {line.order_line_id: line for line in present}
    removed: dict[UUID, tuple[ShipmentLine, int]] = {}
    emptied: list[ShipmentLine] = []
    lowered: list[ShipmentLine] = []
    for item in taken:
        line = by_line[item.order_line_id]
        removed[item.order_line_id] = line, item.quantity
        line.quantity -= item.quantity
        (lowered if line.quantity else emptied).append(line)
    ShipmentLine.objects.filter(pk__in=[line.pk for line in emptied]).delete()
    ShipmentLine.objects.bulk_update(lowered, ["quantity"])
    return removed


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
    taken = _take_out(present, cut)
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


def _locked_of(references: Iterable[UUID]) -> list[Shipment]:
    rows = Shipment.objects.filter(reference__in=list(references), direction=Direction.OUTBOUND)
    return list(for_update(rows))


def _announce(actor: Actor, row: Shipment) -> None:
    outbox.emit(
        events.ShipmentCreated(
            shipment_id=str(row.pk),
            order_id=str(row.reference),
            merchant_id=str(row.merchant_id),
            location_id=str(row.location_id or ""),
            direction=row.direction,
            kind=row.kind,
        ),
        actor=moves.name_of(actor),
    )

"""Making shipments, splitting them, and sending them elsewhere."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import events, preferences
from jishi.fulfillment.shipping.errors import AlreadyPacked, AlreadyUnderway
from jishi.fulfillment.shipping.models import ChosenDelivery, Shipment, ShipmentLine
from jishi.fulfillment.shipping.rules import shipments as rules
from jishi.fulfillment.shipping.services import moves, own
from jishi.fulfillment.shipping.types import (
    DeliveryMethod,
    Direction,
    LabelState,
    LineQuantity,
    ShipmentAction,
    ShipmentKind,
    ShipmentRequest,
    ShipmentState,
)

PREFIXES = {Direction.OUTBOUND: "S", Direction.RETURN: "B"}


@transactional
def create_shipments(*, actor: Actor, requests: Sequence[ShipmentRequest]) -> tuple[UUID, ...]:
    """Make shipments in the order of the requests and return their ids.

    Called by rooms above, which have checked who asks. A way of delivery that the buyer
    chose before the sale becomes the shipment's, with the promised window. One read and two
    inserts, however many.
    Raises: BadQuantities if a request has no lines or a quantity that is not positive.
    Emits: ShipmentCreated, once each.
    """
    at = clock.now()
    chosen = own.chosen_for({request.group_id for request in requests if _goes_out(request)})
    rows, lines = [], []
    for request in requests:
        rules.check_quantities(
            {line.order_line_id: line.quantity for line in request.lines},
            [LineQuantity(line.order_line_id, line.quantity) for line in request.lines],
        )
        row = _row_of(request, at)
        if _goes_out(request):
            _follow_choice(row, chosen.get(request.group_id, []))
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
    taken = moves.take_out(present, lines)
    ShipmentLine.objects.bulk_create(
        _copy_of(line, part, quantity) for line, quantity in taken.values()
    )
    outbox.emit(events.ShipmentChanged(shipment_id=str(row.pk), order_id=str(row.reference)))
    _announce(actor, part)
    return part.pk


@transactional
def change_address(*, actor: Actor, reference: UUID, address: Address) -> None:
    """Send what has not left of an order somewhere else; promise and freight stay.

    Called by rooms above, which have checked who asks.
    Raises: AlreadyUnderway if a parcel has left; AlreadyPacked if the old address is on
        a sealed parcel or a label.
    Locks: the order's shipments.
    """
    rows = [row for row in moves.lock_outbound([reference]) if row.state != ShipmentState.CANCELED]
    if any(row.state not in rules.OPEN for row in rows):
        raise AlreadyUnderway
    for row in rows:
        if rules.is_addressed(ShipmentState(row.state), LabelState(row.label_state)):
            raise AlreadyPacked(number=row.number)
    Shipment.objects.filter(pk__in=[row.pk for row in rows]).update(address=asdict(address))
    for row in rows:
        audit.record(
            actor=actor,
            action="shipping.change_address",
            subject_type="shipment",
            subject_id=row.pk,
            merchant_id=row.merchant_id,
            before={"address": row.address},
            after={"address": asdict(address)},
        )


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


def _goes_out(request: ShipmentRequest) -> bool:
    return request.direction == Direction.OUTBOUND and request.kind == ShipmentKind.PARCEL


def _follow_choice(row: Shipment, chosen: Sequence[ChosenDelivery]) -> None:
    """Let a parcel travel as its buyer chose.

    A parcel that leaves from elsewhere than planned is still brought in its slot.
    """
    own_ones = [one for one in chosen if one.merchant_id == row.merchant_id]
    found = [one for one in own_ones if one.location_id == row.location_id] or [
        one for one in own_ones if one.method == DeliveryMethod.OWN
    ]
    if found:
        choice = found[0]
        row.kind = ShipmentKind(choice.method)
        row.promised_from, row.promised_at = choice.promised_from, choice.promised_to
        if row.kind == ShipmentKind.OWN:
            row.ship_by = choice.promised_from


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
                "promised_from",
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

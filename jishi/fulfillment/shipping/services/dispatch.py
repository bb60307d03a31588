"""Preparing parcels, handing them over, and correcting what was typed wrong."""

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import events, permissions, preferences
from jishi.fulfillment.shipping.errors import (
    CarrierNotAllowed,
    CarrierRequired,
    TrackingNumberTaken,
    UnknownCarrier,
    WrongDirection,
)
from jishi.fulfillment.shipping.models import Carrier, Shipment, TrackingEntry
from jishi.fulfillment.shipping.rules import shipments as rules
from jishi.fulfillment.shipping.services import moves, traces
from jishi.fulfillment.shipping.types import (
    Direction,
    LabelState,
    ShipmentAction,
    ShipmentKind,
    ShipmentState,
    Trouble,
    WatchState,
)


@transactional
def start_picking(*, actor: Actor, shipment_id: UUID) -> None:
    """Note that somebody collects the goods.

    Raises: IllegalMove, ShipmentNotFound, Forbidden. Locks: the shipment.
    """
    _prepare(actor, shipment_id, ShipmentAction.START_PICKING)


@transactional
def stop_picking(*, actor: Actor, shipment_id: UUID) -> None:
    """Note that the goods lie in their places again.

    Raises: IllegalMove, ShipmentNotFound, Forbidden. Locks: the shipment.
    """
    _prepare(actor, shipment_id, ShipmentAction.STOP_PICKING)


@transactional
def pack(*, actor: Actor, shipment_id: UUID, weight_g: int | None = None) -> None:
    """Note that a parcel is sealed. weight_g: as weighed, None without scales.

    Raises: IllegalMove, ShipmentNotFound, Forbidden. Locks: the shipment.
    """
    row = moves.lock_to_ship(actor, shipment_id)
    moves.advance(actor, row, ShipmentAction.PACK)
    row.weight_g = weight_g
    row.save(update_fields=["state", "weight_g"])


@transactional
def unpack(*, actor: Actor, shipment_id: UUID) -> None:
    """Note that a sealed parcel was opened again.

    Raises: IllegalMove, ShipmentNotFound, Forbidden. Locks: the shipment.
    """
    _prepare(actor, shipment_id, ShipmentAction.UNPACK)


@transactional
def dispatch(
    *, actor: Actor, shipment_id: UUID, carrier_code: str = "", tracking_no: str = ""
) -> None:
    """Hand a parcel over to a carrier; whoever moves the stock does so in this transaction.

    Without a carrier and number those of its label are taken.
    Raises: CarrierRequired, UnknownCarrier, BadTrackingNumber, TrackingNumberTaken,
        CarrierNotAllowed, WrongDirection, IllegalMove, ShipmentNotFound, Forbidden.
    Emits: ShipmentDispatched. Locks: the shipment.
    """
    row = moves.lock_to_ship(actor, shipment_id)
    if row.direction != Direction.OUTBOUND:
        raise WrongDirection
    _send(actor, row, carrier_code, tracking_no)


@transactional
def dispatch_without_carrier(*, actor: Actor, shipment_id: UUID) -> None:
    """Deliver goods over the counter or as data: they have left and arrived at once.

    Raises: CarrierRequired if the goods travel, IllegalMove, ShipmentNotFound, Forbidden.
    Emits: ShipmentDispatched, ShipmentDelivered. Locks: the shipment.
    """
    at = clock.now()
    row = moves.lock_to_ship(actor, shipment_id)
    if row.kind not in rules.WITHOUT_CARRIER:
        raise CarrierRequired(field="carrier")
    moves.advance(actor, row, ShipmentAction.DISPATCH)
    row.shipped_at = at
    _announce_dispatch(actor, row, "")
    traces.deliver(actor, row, at=at)
    row.save()


@transactional
def record_return_sent(
    *, actor: Actor, shipment_id: UUID, carrier_code: str, tracking_no: str
) -> None:
    """Note the carrier and number with which a shopper sends goods back.

    Called by rooms above, which have checked whose return it is. A number given before
    the parcel arrived may be given anew.
    Raises: WrongDirection, UnknownCarrier, BadTrackingNumber, TrackingNumberTaken,
        IllegalMove, ShipmentNotFound.
    Emits: ShipmentDispatched the first time. Locks: the shipment.
    """
    row = moves.lock_one(shipment_id)
    if row.direction != Direction.RETURN:
        raise WrongDirection
    if row.state == ShipmentState.PENDING:
        _send(actor, row, carrier_code, tracking_no)
    else:
        _renumber(actor, row, carrier_code, tracking_no)


@transactional
def fix_tracking_number(
    *, actor: Actor, shipment_id: UUID, carrier_code: str, tracking_no: str
) -> None:
    """Correct a tracking number soon after dispatch; the wrong parcel's trace is dropped.

    Raises: TrackingNumberFinal, TooManyFixes, UnknownCarrier, BadTrackingNumber,
        TrackingNumberTaken, IllegalMove, ShipmentNotFound, Forbidden.
    Emits: TrackingNumberFixed. Locks: the shipment.
    """
    row = moves.lock_to_ship(actor, shipment_id)
    rules.SHIPMENT.advance(ShipmentState(row.state), ShipmentAction.RELABEL)
    rules.check_fix(
        shipped_at=row.shipped_at or clock.now(),
        fixes=row.tracking_fixes,
        at=clock.now(),
        within_h=preferences.TRACKING_FIX_H.get(),
        max_fixes=preferences.TRACKING_FIXES_MAX.get(),
    )
    row.tracking_fixes += 1
    _renumber(actor, row, carrier_code, tracking_no)


@transactional
def receive(*, actor: Actor, shipment_id: UUID) -> None:
    """Note that goods came back to the location: a return, or a parcel nobody accepted.

    Raises: IllegalMove for a parcel that never left or was delivered, and for a return that
        was canceled; ShipmentNotFound, Forbidden.
    Emits: ShipmentDelivered for a return that no carrier had reported as delivered,
        ShipmentReturned for an outbound parcel likewise.
    Locks: the shipment.
    """
    at = clock.now()
    row = moves.lock_to_ship(actor, shipment_id)
    if row.direction == Direction.RETURN and row.state != ShipmentState.DELIVERED:
        traces.deliver(actor, row, at=at, machine=rules.RECEIVING, action=ShipmentAction.RECEIVE)
    elif row.direction == Direction.OUTBOUND and row.state != ShipmentState.RETURNED:
        traces.turn_back(actor, row, machine=rules.TURNING_BACK, action=ShipmentAction.RECEIVE)
    row.save()


def _prepare(actor: Actor, shipment_id: UUID, action: ShipmentAction) -> None:
    row = moves.lock_to_ship(actor, shipment_id)
    moves.advance(actor, row, action)
    row.save(update_fields=["state"])


def _send(actor: Actor, row: Shipment, carrier_code: str, tracking_no: str) -> None:
    at = clock.now()
    if row.kind != ShipmentKind.PARCEL:
        raise CarrierNotAllowed(field="carrier", kind=row.kind)
    moves.advance(actor, row, ShipmentAction.DISPATCH)
    carrier = _carrier_for(row, carrier_code)
    row.tracking_no = _number_for(row, carrier, tracking_no)
    row.carrier = carrier
    row.shipped_at = at
    _watch(row, carrier, at)
    _announce_dispatch(actor, row, carrier.code)
    # The carrier may have scanned the parcel before anybody noted that it left.
    traces.follow(actor, row)
    row.save()


def _renumber(actor: Actor, row: Shipment, carrier_code: str, tracking_no: str) -> None:
    before = {"tracking_no": row.tracking_no}
    moves.advance(actor, row, ShipmentAction.RELABEL)
    carrier = _carrier_for(row, carrier_code)
    row.tracking_no = _number_for(row, carrier, tracking_no)
    row.carrier = carrier
    row.tracking_state, row.news_at, row.trouble = "", None, Trouble.NONE
    TrackingEntry.objects.filter(shipment=row).delete()
    _watch(row, carrier, clock.now())
    row.save()
    audit.record(
        actor=actor,
        action=permissions.SHIP,
        subject_type="shipment",
        subject_id=row.pk,
        merchant_id=row.merchant_id,
        before=before,
        after={"tracking_no": row.tracking_no, "carrier": carrier.code},
    )
    outbox.emit(
        events.TrackingNumberFixed(
            shipment_id=str(row.pk),
            order_id=str(row.reference),
            carrier=carrier.code,
            tracking_no=row.tracking_no,
        )
    )


def _carrier_for(row: Shipment, carrier_code: str) -> Carrier:
    if carrier_code:
        found = Carrier.objects.filter(code=carrier_code, is_active=True).first()
        if found is None:
            raise UnknownCarrier(field="carrier", carrier=carrier_code)
        return found
    if row.carrier is None:
        raise CarrierRequired(field="carrier")
    return row.carrier


def _number_for(row: Shipment, carrier: Carrier, tracking_no: str) -> str:
    """Return the cleaned number, else the label's; refuse one that went to somebody else."""
    if not tracking_no and not (row.tracking_no and row.label_state == LabelState.BOUGHT):
        raise CarrierRequired(field="tracking_no")
    number = rules.clean_tracking_number(tracking_no or row.tracking_no)
    others = Shipment.objects.filter(carrier=carrier, tracking_no=number).exclude(pk=row.pk)
    for address in others.exclude(state=ShipmentState.CANCELED).values_list("address", flat=True):
        if not rules.is_same_recipient(address, row.address):
            raise TrackingNumberTaken(field="tracking_no", tracking_no=number)
    return number


def _watch(row: Shipment, carrier: Carrier, at: datetime) -> None:
    row.watch_state = WatchState.WANTED if carrier.adapter else WatchState.NONE
    row.polls, row.aborts, row.next_poll_at = 0, 0, at


def _announce_dispatch(actor: Actor, row: Shipment, carrier_code: str) -> None:
    outbox.emit(
        events.ShipmentDispatched(
            shipment_id=str(row.pk),
            order_id=str(row.reference),
            direction=row.direction,
            carrier=carrier_code,
            tracking_no=row.tracking_no,
        ),
        actor=moves.name_of(actor),
    )

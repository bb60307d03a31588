"""Learning where parcels are: by push, by question, and from silence."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform.transactions import for_update, outbound, transactional
from jishi.fulfillment.shipping.errors import (
    CarrierNotSupported,
    CarrierRefused,
    CarrierUnavailable,
)
from jishi.fulfillment.shipping.models import Shipment, TrackingEntry
from jishi.fulfillment.shipping.ports import CarrierGateway
from jishi.fulfillment.shipping.rules import tracking as rules
from jishi.fulfillment.shipping.rules.shipments import UNDERWAY
from jishi.fulfillment.shipping.services import gateways, moves, traces
from jishi.fulfillment.shipping.types import (
    ShipmentState,
    TrackingEvent,
    TrackingState,
    Trouble,
    WatchState,
)

log = logging.getLogger(__name__)

SUBSCRIBE_AGAIN_AFTER = timedelta(minutes=10)
PUSHED_POLL_AFTER = timedelta(hours=12)
MAX_ABORTS = 2
"""After the second abort the carrier is believed, and a person looks."""


@transactional
def record_tracking(
    *,
    actor: Actor,
    carrier_code: str,
    tracking_no: str,
    events: Sequence[TrackingEvent],
    is_aborted: bool = False,
) -> int:
    """Merge a carrier's report into every shipment under a number; return how many have it.

    Reports may repeat and come in any order: what is known is dropped, and what has been
    signed stays so unless it is returned.
    is_aborted: the gateway stopped watching. It is asked once more, then a person is.
    Emits: ShipmentDelivered once, ShipmentReturned, ShipmentException.
    Locks: the shipments.
    """
    rows = list(
        for_update(
            Shipment.objects.filter(carrier__code=carrier_code, tracking_no=tracking_no).exclude(
                state=ShipmentState.CANCELED
            )
        )
    )
    for row in rows:
        _merge(actor, row, events)
        if is_aborted:
            _take_abort(actor, row)
        row.save()
    return len(rows)


@transactional
def record_carrier_push(
    *, actor: Actor, gateway: str, headers: Mapping[str, str], body: bytes
) -> bytes:
    """Take in what a gateway pushes and return the answer that it expects.

    The signature is the permission. Pushes repeat, and their effect happens once; a
    number that belongs to no shipment is acknowledged, so that it is not sent again.
    Raises: NotFound if the gateway is not set up, PushSignatureInvalid, PushMalformed,
        CarrierNotSupported.
    Emits: as `record_tracking`.
    """
    port = gateways.get_gateway(gateway)
    trace = port.parse_push(headers=headers, body=body)
    matched = record_tracking(
        actor=actor,
        carrier_code=trace.carrier,
        tracking_no=trace.number,
        events=trace.events,
        is_aborted=trace.state == TrackingState.ABORTED,
    )
    if not matched:
        log.info("shipping.push_unmatched", extra={"gateway": gateway, "carrier": trace.carrier})
    return port.acknowledge()


@outbound
def subscribe(*, actor: Actor, shipment_id: UUID) -> None:
    """Ask the carrier's gateway to report a parcel; what it cannot report is polled."""
    row = Shipment.objects.select_related("carrier").filter(pk=shipment_id).first()
    if row is None or row.watch_state != WatchState.WANTED or row.carrier is None:
        return
    outcome = _subscribe(row)
    _record_watch(actor=actor, shipment_id=shipment_id, number=row.tracking_no, outcome=outcome)


@outbound
def poll(*, actor: Actor, shipment_id: UUID) -> None:
    """Ask the carrier's gateway where a parcel is, and set the next time to ask.

    Raises: CarrierUnavailable if it does not answer; the next time is set all the same.
    """
    row = _postpone_poll(shipment_id=shipment_id)
    gateway = gateways.find_gateway(row.carrier.adapter) if row and row.carrier else None
    if row is None or row.carrier is None or gateway is None:
        return
    try:
        trace = gateway.track(
            carrier=row.carrier.code, number=row.tracking_no, phone=_phone_of(row)
        )
    except (CarrierRefused, CarrierNotSupported) as error:
        log.info("shipping.poll_refused", extra={"shipment": row.number, "error": error.code})
        return
    if trace is not None:
        record_tracking(
            actor=actor,
            carrier_code=row.carrier.code,
            tracking_no=row.tracking_no,
            events=trace.events,
            is_aborted=trace.state == TrackingState.ABORTED,
        )


@transactional
def flag_silence(*, actor: Actor, shipment_ids: Sequence[UUID]) -> int:
    """Note parcels that were not collected or have stalled; return how many are new.

    Emits: ShipmentException, once per parcel and trouble. Locks: the shipments.
    """
    at = clock.now()
    flagged = 0
    for row in moves.lock_many(shipment_ids):
        if row.state not in UNDERWAY or row.shipped_at is None or row.trouble:
            continue
        trouble = rules.stall(shipped_at=row.shipped_at, news_at=row.news_at, at=at)
        if trouble:
            traces.note_trouble(actor, row, trouble)
            row.save(update_fields=["trouble"])
            flagged += 1
    return flagged


def _merge(actor: Actor, row: Shipment, reported: Sequence[TrackingEvent]) -> None:
    known = [
        TrackingEvent(entry.at, TrackingState(entry.state), entry.text, entry.place)
        for entry in TrackingEntry.objects.filter(shipment=row)
    ]
    merged = rules.merge(known=known, reported=[_fitted(event) for event in reported])
    TrackingEntry.objects.bulk_create(
        TrackingEntry(
            shipment=row,
            at=event.at,
            state=event.state,
            text=event.text,
            place=event.place,
            digest=rules.digest(event),
        )
        for event in merged.fresh
    )
    if merged.fresh and merged.latest is not None:
        row.tracking_state = merged.latest.state
        row.news_at = merged.latest.at
        traces.follow(actor, row)


def _fitted(event: TrackingEvent) -> TrackingEvent:
    return TrackingEvent(event.at, event.state, event.text[:500], event.place[:100])


def _take_abort(actor: Actor, row: Shipment) -> None:
    if row.state not in UNDERWAY:
        return
    row.aborts += 1
    if row.aborts < MAX_ABORTS:
        row.watch_state, row.next_poll_at = WatchState.WANTED, clock.now()
        return
    row.watch_state = WatchState.LOST
    traces.note_trouble(actor, row, Trouble.TRACKING_LOST)


def _subscribe(row: Shipment) -> WatchState:
    """Return what became of a subscription."""
    carrier = row.carrier
    gateway: CarrierGateway | None = gateways.find_gateway(carrier.adapter) if carrier else None
    if gateway is None or carrier is None:
        return WatchState.NONE
    try:
        gateway.subscribe(carrier=carrier.code, number=row.tracking_no, phone=_phone_of(row))
    except CarrierUnavailable:
        return WatchState.WANTED
    except CarrierRefused:
        return WatchState.POLLED
    except CarrierNotSupported:
        return WatchState.NONE
    return WatchState.PUSHED


@transactional
def _record_watch(*, actor: Actor, shipment_id: UUID, number: str, outcome: WatchState) -> None:
    del actor  # A subscription changes nothing that anybody is answerable for.
    row = moves.lock_one(shipment_id)
    # The number may have been corrected or the parcel delivered while the gateway was asked.
    if row.watch_state == WatchState.WANTED and row.tracking_no == number:
        row.watch_state = outcome
        row.next_poll_at = _first_poll(outcome, clock.now())
        row.save(update_fields=["watch_state", "next_poll_at"])


def _first_poll(outcome: WatchState, at: datetime) -> datetime:
    if outcome == WatchState.WANTED:
        return at + SUBSCRIBE_AGAIN_AFTER
    return at + PUSHED_POLL_AFTER if outcome == WatchState.PUSHED else rules.next_poll(0, at)


@transactional
def _postpone_poll(*, shipment_id: UUID) -> Shipment | None:
    """Set the next time before asking, so that a gateway that hangs is not asked at once."""
    row = moves.lock_one(shipment_id)
    if row.state not in UNDERWAY or row.watch_state not in {WatchState.PUSHED, WatchState.POLLED}:
        return None
    is_pushed = row.watch_state == WatchState.PUSHED
    at = clock.now()
    row.next_poll_at = at + PUSHED_POLL_AFTER if is_pushed else rules.next_poll(row.polls, at)
    row.polls += 1
    row.save(update_fields=["next_poll_at", "polls"])
    return Shipment.objects.select_related("carrier").get(pk=shipment_id)


def _phone_of(row: Shipment) -> str:
    return Address(**row.address).phone

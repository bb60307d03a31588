"""What a trace of events says about a parcel.

Source: rules 3.17.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from jishi.fulfillment.shipping.types.shipments import ShipmentAction, Trouble
from jishi.fulfillment.shipping.types.tracking import TrackingEvent, TrackingState

_T = TrackingState

TOLERANCE = timedelta(minutes=5)
"""Carriers' clocks differ: among events this close the further state is the present one."""

RANKS = MappingProxyType({state: rank for rank, state in enumerate(TrackingState)})

ACTIONS = MappingProxyType(
    {
        _T.PICKED: ShipmentAction.MOVE,
        _T.TRANSIT: ShipmentAction.MOVE,
        _T.CUSTOMS_PENDING: ShipmentAction.MOVE,
        _T.CUSTOMS: ShipmentAction.MOVE,
        _T.CLEARED: ShipmentAction.MOVE,
        _T.DELIVERING: ShipmentAction.MOVE,
        _T.AT_POINT: ShipmentAction.MOVE,
        _T.FORWARDED: ShipmentAction.MOVE,
        _T.SIGNED: ShipmentAction.DELIVER,
        _T.CUSTOMS_EXCEPTION: ShipmentAction.FAIL,
        _T.EXCEPTION: ShipmentAction.FAIL,
        _T.REFUSED: ShipmentAction.FAIL,
        _T.RETURNING: ShipmentAction.FAIL,
        _T.RETURNED: ShipmentAction.TURN_BACK,
    }
)
"""What the house does at a tracking state; at the others it only takes note."""

TROUBLES = MappingProxyType(
    {
        _T.CUSTOMS_EXCEPTION: Trouble.CUSTOMS,
        _T.EXCEPTION: Trouble.CARRIER_PROBLEM,
        _T.REFUSED: Trouble.REFUSED,
        _T.RETURNING: Trouble.RETURNING,
        _T.ABORTED: Trouble.TRACKING_LOST,
    }
)

POLL_PAUSES = (timedelta(hours=4), timedelta(hours=6), timedelta(hours=8), timedelta(hours=12))
"""How long to wait before the carrier is asked again, growing."""

COLLECT_WITHIN = timedelta(hours=24)
"""A parcel said to be shipped that no carrier has scanned by then was perhaps not."""

STALLED_AFTER = timedelta(hours=48)
"""A parcel without news for so long is looked for."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a report adds. fresh: new events, oldest first. latest: what holds now."""

    fresh: tuple[TrackingEvent, ...]
    latest: TrackingEvent | None


def merge(
    *,
    known: Sequence[TrackingEvent],
    reported: Sequence[TrackingEvent],
) -> Merged:
    """Add a carrier's report to what is known of a parcel.

    Duplicates are dropped; order of arrival does not matter; a signed parcel stays
    signed unless it is returned.
    """
    seen = {digest(event) for event in known}
    fresh: list[TrackingEvent] = []
    for event in sorted(reported, key=lambda item: item.at):
        mark = digest(event)
        if mark not in seen:
            seen.add(mark)
            fresh.append(event)
    return Merged(tuple(fresh), latest([*known, *fresh]))


def latest(events: Collection[TrackingEvent]) -> TrackingEvent | None:
    """Return the event that tells where the parcel is now."""
    final = [event for event in events if event.state in {_T.RETURNED, _T.SIGNED}]
    if final:
        return max(final, key=lambda event: (event.state == _T.RETURNED, event.at))
    if not events:
        return None
    newest = max(event.at for event in events)
    near = [event for event in events if newest - event.at <= TOLERANCE]
    return max(near, key=lambda event: (RANKS[event.state], event.at))


def digest(event: TrackingEvent) -> str:
    """Return what makes two reports of an event the same: its second and its words."""
    moment = event.at.astimezone(UTC).replace(microsecond=0).isoformat()
    text = " ".join(event.text.split())
    return hashlib.sha256(f"{moment}|{text}".encode()).hexdigest()


def next_poll(polls: int, at: datetime) -> datetime:
    """Return when to ask the carrier again. polls: how often it was asked already."""
    return at + POLL_PAUSES[min(polls, len(POLL_PAUSES) - 1)]


def stall(*, shipped_at: datetime, news_at: datetime | None, at: datetime) -> Trouble:
    """Return what silence means: not collected, stalled, or nothing yet.

    news_at: the time of the last event, None if the carrier has reported none.
    """
    if news_at is None:
        return Trouble.NOT_COLLECTED if at - shipped_at >= COLLECT_WITHIN else Trouble.NONE
    return Trouble.STALLED if at - news_at >= STALLED_AFTER else Trouble.NONE

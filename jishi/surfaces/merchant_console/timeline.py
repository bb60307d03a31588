"""What happened to a record, from the moves of its states and the traces of its parcels."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from jishi.foundation.platform.audit import Move
from jishi.fulfillment.shipping.types import Shipment, ShipmentKind
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design import statuses
from jishi.surfaces.design.types import TimelineEntry
from jishi.surfaces.merchant_console.words import MACHINES


def of_moves(moves: Iterable[Move]) -> list[TimelineEntry]:
    """Return moves in words, latest first, with the names of those who made them."""
    known = [move for move in moves if move.machine in MACHINES]
    names = accounts_queries.names_of(_user_ids(known))
    return [_entry(move, names) for move in reversed(known)]


def of_parcels(parcels: Sequence[Shipment]) -> list[TimelineEntry]:
    """Return the traces of parcels, latest first; own delivery has steps of its own."""
    entries = [
        TimelineEntry(text=line.text, at=line.at, who=parcel.number, where=line.place)
        for parcel in parcels
        for line in parcel.tracking
    ]
    for parcel in parcels:
        if parcel.kind == ShipmentKind.OWN:
            entries += _of_own(parcel)
    return latest_first(entries)


def latest_first(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Return entries by time, latest first."""
    dated = [entry for entry in entries if entry.at is not None]
    return sorted(dated, key=lambda entry: entry.at.timestamp() if entry.at else 0, reverse=True)


def _of_own(parcel: Shipment) -> list[TimelineEntry]:
    bearer = {"name": parcel.courier_name, "phone": parcel.courier_phone}
    out = _("Out for delivery with {name}, {phone}").format(**bearer)
    entries = [TimelineEntry(text=out, at=parcel.shipped_at, who=parcel.number)]
    if parcel.delivered_at:
        text = _("Delivered by the shop’s courier")
        entries.append(
            TimelineEntry(text=text, at=parcel.delivered_at, who=parcel.number, tone="good")
        )
    return entries


def _entry(move: Move, names: dict[UUID, str]) -> TimelineEntry:
    label, axis = MACHINES[move.machine]
    status = statuses.status_of(axis, move.to_state)
    return TimelineEntry(
        text=f"{label} · {status.label}",
        at=move.at,
        who=_who(move.actor, names),
        detail=move.reason if " " in move.reason or not move.reason.isascii() else "",
        tone={"good": "good", "bad": "bad"}.get(status.tone, ""),
    )


def _who(actor: str, names: dict[UUID, str]) -> str:
    kind, _sep, key = actor.partition(":")
    if kind == "system":
        return _("System")
    if kind == "app":
        return _("API")
    if kind == "guest":
        return _("Guest")
    return names.get(_uuid(key) or UUID(int=0), "")


def _user_ids(moves: Sequence[Move]) -> list[UUID]:
    found = (_uuid(move.actor.partition(":")[2]) for move in moves)
    return [user_id for user_id in found if user_id]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

"""What happened to an order or a case: its moves, its parcels' traces, its refunds, by time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jishi.care.aftersales.types import CaseView
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform.audit import Move
from jishi.fulfillment.shipping.types import Shipment, ShipmentKind
from jishi.money.payments.types import RefundState, RefundView
from jishi.surfaces.design import formats
from jishi.surfaces.design.types import TimelineEntry
from jishi.surfaces.storefront import context
from jishi.surfaces.storefront.words_account import CANCEL_REASONS, CASE_KINDS, MOVES, word
from jishi.trade.orders.types import OrderStatus, OrderView

GOOD = {"completed", "delivered", "received", "refunded", "paid"}
BAD = {"canceled", "rejected"}


@dataclass(frozen=True, slots=True)
class ShownParcel:
    """What travels together. lines: (title, units). trace: latest first.

    kind: how it travels. promised_from, promised_to: the chosen slot, for own delivery.
    """

    number: str
    state: str
    carrier: str
    tracking_no: str
    is_virtual: bool
    lines: tuple[tuple[str, int], ...]
    trace: tuple[TimelineEntry, ...]
    kind: str
    promised_from: datetime | None
    promised_to: datetime | None


def of_order(
    order: OrderView,
    moves: Iterable[Move],
    parcels: Iterable[Shipment],
    refunds: Iterable[RefundView],
    cases: Iterable[CaseView],
) -> list[TimelineEntry]:
    """Return everything that happened to an order, latest first."""
    entries = [TimelineEntry(_("You placed the order"), order.placed_at)]
    entries += of_moves(moves, _cancel_text(order))
    for parcel in parcels:
        entries += _trace(parcel)
    entries += [_refund(refund) for refund in refunds]
    entries += [
        TimelineEntry(
            _("You asked for: %(kind)s") % {"kind": word(CASE_KINDS, case.kind)},
            case.applied_at,
            detail=case.number,
        )
        for case in cases
    ]
    return latest_first(entries)


def of_moves(moves: Iterable[Move], detail: str = "") -> list[TimelineEntry]:
    """Return the moves that matter to a buyer. detail: said where something ended."""
    return [
        TimelineEntry(
            str(MOVES[move.machine, move.to_state]),
            move.at,
            detail=detail if (move.machine, move.to_state) == ("order", "canceled") else "",
            tone="good" if move.to_state in GOOD else "bad" if move.to_state in BAD else "",
        )
        for move in moves
        if (move.machine, move.to_state) in MOVES
    ]


def parcels_of(order: OrderView, parcels: Iterable[Shipment]) -> list[ShownParcel]:
    """Return the parcels of an order with their traces."""
    locale = context.locale()
    titles: dict[UUID, str] = {line.line_id: localized(line.title, locale) for line in order.lines}
    return [
        ShownParcel(
            number=parcel.number,
            state=parcel.state,
            carrier=localized(parcel.carrier_name, locale),
            tracking_no=parcel.tracking_no,
            is_virtual=parcel.kind == "virtual",
            lines=tuple(
                (titles.get(line.order_line_id, line.title), line.quantity) for line in parcel.lines
            ),
            trace=tuple(latest_first(_trace(parcel))),
            kind=parcel.kind,
            promised_from=parcel.promised_from,
            promised_to=parcel.promised_at,
        )
        for parcel in parcels
    ]


def latest_first(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """Return entries by time, the latest first and marked as current."""
    dated = [entry for entry in entries if entry.at is not None]
    found = sorted(dated, key=lambda entry: entry.at.timestamp() if entry.at else 0, reverse=True)
    return [replace(entry, current=not place) for place, entry in enumerate(found)]


def _trace(parcel: Shipment) -> list[TimelineEntry]:
    found = [TimelineEntry(line.text, line.at, where=line.place) for line in parcel.tracking]
    if parcel.kind == ShipmentKind.OWN and parcel.shipped_at:
        bearer = {"name": parcel.courier_name, "phone": parcel.courier_phone}
        text = _("Out for delivery with %(name)s, %(phone)s") % bearer
        found.append(TimelineEntry(text, parcel.shipped_at))
        if parcel.delivered_at:
            text = _("Delivered by the shop’s courier")
            found.append(TimelineEntry(text, parcel.delivered_at, tone="good"))
    return found


def _refund(refund: RefundView) -> TimelineEntry:
    amount = formats.money(refund.amount.minor, refund.amount.currency)
    if refund.state == RefundState.SUCCEEDED:
        text = _("%(amount)s was given back") % {"amount": amount}
        return TimelineEntry(text, refund.settled_at or refund.created_at, tone="good")
    text = _("%(amount)s is being given back") % {"amount": amount}
    return TimelineEntry(text, refund.created_at)


def _cancel_text(order: OrderView) -> str:
    if order.status != OrderStatus.CANCELED:
        return ""
    return word(CANCEL_REASONS, order.cancel_reason)

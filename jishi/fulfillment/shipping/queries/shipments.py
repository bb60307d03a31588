"""Shipments: one, those of some orders, and lists."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.fulfillment.shipping.errors import ShipmentNotFound
from jishi.fulfillment.shipping.models import Shipment, ShipmentLine, TrackingEntry
from jishi.fulfillment.shipping.rules.shipments import OPEN
from jishi.fulfillment.shipping.types import (
    Direction,
    FreightBearer,
    LabelState,
    ShipmentFilter,
    ShipmentKind,
    ShipmentState,
    TrackingLine,
    TrackingState,
    Trouble,
    Waybill,
)
from jishi.fulfillment.shipping.types import Shipment as ShipmentInfo
from jishi.fulfillment.shipping.types import ShipmentLine as LineInfo


def get_shipment(shipment_id: UUID) -> ShipmentInfo:
    """Return a shipment with its lines and its trace.

    Raises: ShipmentNotFound.
    """
    found = get_shipments([shipment_id], with_tracking=True)
    if shipment_id not in found:
        raise ShipmentNotFound
    return found[shipment_id]


def get_shipments(
    shipment_ids: Iterable[UUID], *, with_tracking: bool = False
) -> dict[UUID, ShipmentInfo]:
    """Return shipments by id; unknown ids are left out. Two statements, three with traces."""
    rows = _loaded(Shipment.objects.filter(pk__in=list(shipment_ids)), with_tracking=with_tracking)
    return {row.pk: shipment_of(row, with_tracking=with_tracking) for row in rows}


def get_shipments_of(
    order_ids: Iterable[UUID], *, direction: Direction | None = None
) -> dict[UUID, tuple[ShipmentInfo, ...]]:
    """Return the shipments of orders with their traces, oldest first, by order.

    Three statements, however many orders.
    """
    rows = Shipment.objects.filter(reference__in=list(order_ids))
    if direction is not None:
        rows = rows.filter(direction=direction)
    found: dict[UUID, list[ShipmentInfo]] = defaultdict(list)
    for row in _loaded(rows.order_by("created_at", "pk"), with_tracking=True):
        found[row.reference].append(shipment_of(row, with_tracking=True))
    return {reference: tuple(items) for reference, items in found.items()}


def list_open_parcels(order_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return what is on its way to buyers, by order; canceled ones do not count. One statement."""
    rows = Shipment.objects.filter(reference__in=order_ids, direction=Direction.OUTBOUND)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for order_id, pk in rows.exclude(state=ShipmentState.CANCELED).values_list("reference", "pk"):
        found[order_id].add(pk)
    return dict(found)


def find_open_shipments(
    *, texts: Sequence[str], merchant_id: UUID
) -> dict[str, tuple[ShipmentInfo, ...]]:
    """Return a merchant's parcels that may still leave, by shipment or order number."""
    rows = Shipment.objects.filter(
        Q(number__in=texts) | Q(reference_number__in=texts),
        merchant_id=merchant_id,
        direction=Direction.OUTBOUND,
        state__in=OPEN,
    )
    found: dict[str, list[ShipmentInfo]] = defaultdict(list)
    for row in _loaded(rows.order_by("created_at", "pk"), with_tracking=False):
        shipment = shipment_of(row)
        for name in {row.number, row.reference_number}:
            found[name].append(shipment)
    return {text: tuple(found[text]) for text in texts if found.get(text)}


def list_shipments(wanted: ShipmentFilter) -> Page[ShipmentInfo]:
    """Return a page of shipments, newest first. Two statements.

    Raises: BadCursor.
    """
    rows = _filtered(wanted)
    limit = clamp_limit(wanted.limit)
    if wanted.cursor:
        at, pk = _position(wanted.cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    found = list(_loaded(rows.order_by("-created_at", "-pk"), with_tracking=False)[: limit + 1])
    items = tuple(shipment_of(row) for row in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    cursor = encode_cursor(last.created_at.isoformat(), str(last.pk)) if last else None
    return Page(items, cursor)


def shipment_of(row: Shipment, *, with_tracking: bool = False) -> ShipmentInfo:
    """Return a shipment as others see it; its lines must be at hand."""
    carrier = row.carrier
    return ShipmentInfo(
        shipment_id=row.pk,
        number=row.number,
        reference=row.reference,
        reference_number=row.reference_number,
        group_id=row.group_id,
        merchant_id=row.merchant_id,
        location_id=row.location_id,
        direction=Direction(row.direction),
        kind=ShipmentKind(row.kind),
        state=ShipmentState(row.state),
        address=Address(**row.address),
        carrier_code=carrier.code if carrier else "",
        carrier_name=carrier.name if carrier else {},
        tracking_no=row.tracking_no,
        tracking_state=TrackingState(row.tracking_state) if row.tracking_state else None,
        trouble=Trouble(row.trouble),
        waybill=Waybill(LabelState(row.label_state), row.label_url, row.label_error),
        freight_bearer=FreightBearer(row.freight_bearer) if row.freight_bearer else None,
        note=row.note,
        weight_g=row.weight_g,
        created_at=row.created_at,
        ship_by=row.ship_by,
        promised_at=row.promised_at,
        promised_from=row.promised_from,
        courier_name=row.courier_name,
        courier_phone=row.courier_phone,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        lines=tuple(_line_of(line) for line in row.lines.all()),
        tracking=tuple(_entry_of(entry) for entry in row.tracking.all()) if with_tracking else (),
    )


def _line_of(line: ShipmentLine) -> LineInfo:
    return LineInfo(line.order_line_id, line.variant_id, line.title, line.code, line.quantity)


def _entry_of(entry: TrackingEntry) -> TrackingLine:
    return TrackingLine(entry.at, TrackingState(entry.state), entry.text, entry.place)


def _loaded(rows: QuerySet[Shipment], *, with_tracking: bool) -> QuerySet[Shipment]:
    found = rows.select_related("carrier").prefetch_related(
        Prefetch("lines", ShipmentLine.objects.order_by("pk"))
    )
    if with_tracking:
        newest = TrackingEntry.objects.order_by("-at", "-pk")
        found = found.prefetch_related(Prefetch("tracking", newest))
    return found


def _filtered(wanted: ShipmentFilter) -> QuerySet[Shipment]:
    rows = Shipment.objects.filter(_reach(wanted))
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.direction is not None:
        rows = rows.filter(direction=wanted.direction)
    if wanted.carrier_code:
        rows = rows.filter(carrier__code=wanted.carrier_code)
    # Numbers are in upper case, and only a prefix finds its way through an index.
    if text := wanted.text.strip().upper():
        rows = rows.filter(
            Q(number__startswith=text)
            | Q(reference_number__startswith=text)
            | Q(tracking_no__startswith=text)
        )
    if wanted.created_from is not None:
        rows = rows.filter(created_at__gte=wanted.created_from)
    if wanted.created_to is not None:
        rows = rows.filter(created_at__lt=wanted.created_to)
    if wanted.is_late:
        rows = rows.filter(state__in=OPEN, ship_by__lte=clock.now())
    if wanted.has_trouble:
        rows = rows.exclude(trouble=Trouble.NONE)
    return rows


def _reach(wanted: ShipmentFilter) -> Q:
    if wanted.merchant_ids is None and wanted.location_ids is None:
        return Q()
    return Q(merchant_id__in=wanted.merchant_ids or ()) | Q(
        location_id__in=wanted.location_ids or ()
    )


def _position(cursor: str) -> tuple[datetime, UUID]:
    at, pk = decode_cursor(cursor, 2)
    try:
        return datetime.fromisoformat(str(at)), UUID(str(pk))
    except ValueError as error:
        raise BadCursor(field="cursor") from error

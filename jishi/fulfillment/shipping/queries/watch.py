"""Which shipments the jobs have to look after; ids only, the most urgent first."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.fulfillment.shipping.models import Shipment
from jishi.fulfillment.shipping.rules.shipments import UNDERWAY
from jishi.fulfillment.shipping.rules.tracking import COLLECT_WITHIN, STALLED_AFTER
from jishi.fulfillment.shipping.types import LabelState, ShipmentState, Trouble, WatchState

BATCH = 200


def list_labels_to_buy() -> tuple[UUID, ...]:
    """Return shipments whose label was asked for."""
    return _ids(Shipment.objects.filter(label_state=LabelState.REQUESTED).order_by("pk"))


def list_labels_to_void() -> tuple[UUID, ...]:
    """Return canceled shipments that still hold a waybill number."""
    rows = Shipment.objects.filter(state=ShipmentState.CANCELED, label_state=LabelState.BOUGHT)
    return _ids(rows.order_by("pk"))


def list_to_subscribe(at: datetime) -> tuple[UUID, ...]:
    """Return parcels whose carrier is to be asked for reports."""
    rows = Shipment.objects.filter(watch_state=WatchState.WANTED, next_poll_at__lte=at)
    return _ids(rows.order_by("next_poll_at"))


def list_to_poll(at: datetime) -> tuple[UUID, ...]:
    """Return parcels under way whose carrier is to be asked for news."""
    rows = Shipment.objects.filter(
        watch_state__in=[WatchState.PUSHED, WatchState.POLLED], next_poll_at__lte=at
    )
    return _ids(rows.order_by("next_poll_at"))


def list_silent(at: datetime) -> tuple[UUID, ...]:
    """Return parcels that were not collected in time or are without news for too long.

    Only those that are watched: without reports, silence says nothing.
    """
    rows = Shipment.objects.filter(
        Q(news_at=None, shipped_at__lte=at - COLLECT_WITHIN) | Q(news_at__lte=at - STALLED_AFTER),
        state__in=UNDERWAY,
        trouble=Trouble.NONE,
        watch_state__in=[WatchState.PUSHED, WatchState.POLLED],
    )
    return _ids(rows.order_by("shipped_at"))


def _ids(rows: QuerySet[Shipment]) -> tuple[UUID, ...]:
    return tuple(rows.values_list("pk", flat=True)[:BATCH])

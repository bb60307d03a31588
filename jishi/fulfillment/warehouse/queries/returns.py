"""What came back."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from jishi.foundation.kernel.errors import NotFound
from jishi.fulfillment.warehouse.models import ReturnReceipt, ReturnReceiptLine
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.fulfillment.warehouse.types import ReturnReceipt as ReceiptInfo


def get_return_receipt(shipment_id: UUID) -> ReceiptInfo:
    """Return what came back with a shipment. Two statements.

    Raises: NotFound if it was not received.
    """
    row = _loaded(ReturnReceipt.objects.filter(shipment_id=shipment_id)).first()
    if row is None:
        raise NotFound
    return _receipt_of(row)


def list_return_receipts(order_ids: Iterable[UUID]) -> tuple[ReceiptInfo, ...]:
    """Return everything that came back of some orders, oldest first. Two statements."""
    rows = ReturnReceipt.objects.filter(reference__in=list(order_ids))
    return tuple(_receipt_of(row) for row in _loaded(rows.order_by("created_at", "pk")))


def _loaded(rows: QuerySet[ReturnReceipt]) -> QuerySet[ReturnReceipt]:
    return rows.prefetch_related(Prefetch("lines", ReturnReceiptLine.objects.order_by("pk")))


def _receipt_of(row: ReturnReceipt) -> ReceiptInfo:
    return ReceiptInfo(
        receipt_id=row.pk,
        shipment_id=row.shipment_id,
        reference=row.reference,
        location_id=row.location_id,
        received_at=row.created_at,
        note=row.note,
        lines=tuple(
            ReturnedLine(line.order_line_id, Grade(line.grade), line.quantity)
            for line in row.lines.all()
        ),
    )

"""Every movement of money that buyers and merchants may look up."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.money.payments.models import PaymentAttempt, Refund
from jishi.money.payments.types import Movement, MovementKind, RefundKind, RefundState

Row = TypeVar("Row", bound=Model)


def list_movements(
    *, references: Collection[UUID], cursor: str | None = None, limit: int | None = None
) -> Page[Movement]:
    """Return what was paid and what went back under some references, newest first.

    Two statements. Raises: BadCursor.
    """
    size = clamp_limit(limit)
    captures = PaymentAttempt.objects.filter(
        payment__reference__in=references, captured_minor__gt=0
    ).select_related("payment")
    refunds = Refund.objects.filter(
        payment__reference__in=references, state=RefundState.SUCCEEDED
    ).select_related("payment", "attempt")
    found = [_capture(row) for row in _newest(captures, "paid_at", cursor, size)]
    found += [_refund(row) for row in _newest(refunds, "settled_at", cursor, size)]
    found.sort(key=lambda movement: (movement.at, movement.movement_id), reverse=True)
    last = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(found[:size]),
        next_cursor=encode_cursor(last.at.isoformat(), last.movement_id.hex) if last else None,
    )


def _newest(rows: QuerySet[Row], field: str, cursor: str | None, size: int) -> QuerySet[Row]:
    """Return one row more than a page, behind the cursor."""
    if cursor:
        stamp, last_id = decode_cursor(cursor, 2)
        at = datetime.fromisoformat(str(stamp))
        same = Q(**{field: at}, id__lt=UUID(str(last_id)))
        rows = rows.filter(Q(**{f"{field}__lt": at}) | same)
    return rows.order_by(f"-{field}", "-id")[: size + 1]


def _capture(row: PaymentAttempt) -> Movement:
    assert row.paid_at is not None, "what was captured was paid at some time"
    return Movement(
        movement_id=row.id,
        kind=MovementKind.PAID,
        at=row.paid_at,
        payment_reference=row.payment.reference,
        reference=row.payment.reference,
        amount=Money(row.captured_minor, row.payment.currency),
        provider=row.provider,
        counterparty=row.buyer,
        refund_kind=None,
        reason="",
        number=row.out_trade_no,
        provider_no=row.provider_no,
    )


def _refund(row: Refund) -> Movement:
    assert row.settled_at is not None, "what was refunded was settled at some time"
    return Movement(
        movement_id=row.id,
        kind=MovementKind.REFUNDED,
        at=row.settled_at,
        payment_reference=row.payment.reference,
        reference=row.reference,
        amount=Money(-row.amount_minor, row.payment.currency),
        provider=row.attempt.provider,
        counterparty=row.attempt.buyer,
        refund_kind=RefundKind(row.kind),
        reason=row.reason,
        number=row.refund_no,
        provider_no=row.provider_no,
    )

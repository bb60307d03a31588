"""Every movement of money that buyers, merchants and staff may look up."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.money.payments import permissions, rules
from jishi.money.payments.models import PaymentAttempt, Refund
from jishi.money.payments.types import Movement, MovementKind, RefundKind, RefundState

Row = TypeVar("Row", bound=Model)

CAPTURES = Q(captured_minor__gt=0)
GIVEN_BACK = Q(state=RefundState.SUCCEEDED)


def list_movements(
    *, references: Collection[UUID], cursor: str | None = None, limit: int | None = None
) -> Page[Movement]:
    """Return what was paid and what went back under some references, newest first.

    Four statements. Raises: BadCursor.
    """
    return _page(Q(payment__reference__in=references), cursor, limit)


def list_all_movements(
    *, actor: Actor, text: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[Movement]:
    """Return what was paid and what went back in the whole house, newest first.

    text: a number of ours or of a provider; empty for all. Four statements.
    Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW)
    if not text:
        return _page(Q(), cursor, limit)
    by_provider = Q(provider_no=text)
    return _page(
        by_provider | Q(out_trade_no=text), cursor, limit, refunded=by_provider | Q(refund_no=text)
    )


def _page(
    paid: Q, cursor: str | None, limit: int | None, *, refunded: Q | None = None
) -> Page[Movement]:
    """Return a page of both kinds. refunded: which refunds, if another question suits them."""
    size = clamp_limit(limit)
    captures = PaymentAttempt.objects.filter(CAPTURES, paid)
    refunds = Refund.objects.filter(GIVEN_BACK, paid if refunded is None else refunded)
    rows: list[PaymentAttempt | Refund] = [
        *_newest(captures.select_related("payment"), "paid_at", cursor, size),
        *_newest(refunds.select_related("payment", "attempt"), "settled_at", cursor, size),
    ]
    rows.sort(key=lambda row: (_at(row), row.id), reverse=True)
    last = rows[size - 1] if len(rows) > size else None
    balances = _balances({row.payment_id for row in rows[:size]})
    return Page(
        items=tuple(_movement(row, balances[row.id]) for row in rows[:size]),
        next_cursor=encode_cursor(_at(last).isoformat(), last.id.hex) if last else None,
    )


def _newest(rows: QuerySet[Row], field: str, cursor: str | None, size: int) -> QuerySet[Row]:
    """Return one row more than a page, behind the cursor."""
    if cursor:
        stamp, last_id = decode_cursor(cursor, 2)
        at = datetime.fromisoformat(str(stamp))
        same = Q(**{field: at}, id__lt=UUID(str(last_id)))
        rows = rows.filter(Q(**{f"{field}__lt": at}) | same)
    return rows.order_by(f"-{field}", "-id")[: size + 1]


def _balances(payment_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return what was left of their payments after movements, by movement. Two statements."""
    captures = PaymentAttempt.objects.filter(CAPTURES, payment__in=payment_ids)
    refunds = Refund.objects.filter(GIVEN_BACK, payment__in=payment_ids)
    rows: list[PaymentAttempt | Refund] = [*captures, *refunds]
    return rules.running_balances((row.payment_id, _at(row), row.id, _signed(row)) for row in rows)


def _signed(row: PaymentAttempt | Refund) -> int:
    return row.captured_minor if isinstance(row, PaymentAttempt) else -row.amount_minor


def _at(row: PaymentAttempt | Refund) -> datetime:
    at = row.paid_at if isinstance(row, PaymentAttempt) else row.settled_at
    assert at is not None, "what moved did so at some time"
    return at


def _movement(row: PaymentAttempt | Refund, balance_minor: int) -> Movement:
    balance = Money(balance_minor, row.payment.currency)
    return _capture(row, balance) if isinstance(row, PaymentAttempt) else _refund(row, balance)


def _capture(row: PaymentAttempt, balance: Money) -> Movement:
    return Movement(
        movement_id=row.id,
        kind=MovementKind.PAID,
        at=_at(row),
        payment_reference=row.payment.reference,
        reference=row.payment.reference,
        amount=Money(row.captured_minor, row.payment.currency),
        provider=row.provider,
        counterparty=row.buyer,
        refund_kind=None,
        reason="",
        number=row.out_trade_no,
        provider_no=row.provider_no,
        balance=balance,
    )


def _refund(row: Refund, balance: Money) -> Movement:
    return Movement(
        movement_id=row.id,
        kind=MovementKind.REFUNDED,
        at=_at(row),
        payment_reference=row.payment.reference,
        reference=row.reference,
        amount=Money(-row.amount_minor, row.payment.currency),
        provider=row.attempt.provider,
        counterparty=row.attempt.buyer,
        refund_kind=RefundKind(row.kind),
        reason=row.reason,
        number=row.refund_no,
        provider_no=row.provider_no,
        balance=balance,
    )

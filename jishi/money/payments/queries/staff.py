"""What waits for a decision of the staff."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.foundation.platform.models import TimedRecord
from jishi.money.payments import permissions, rules
from jishi.money.payments.adapters import bank_transfer
from jishi.money.payments.errors import PaymentNotFound
from jishi.money.payments.models import PaymentAttempt, Refund, TransferProof
from jishi.money.payments.queries.rows import proof_view, refund_view
from jishi.money.payments.types import (
    AttemptState,
    MismatchView,
    PaymentState,
    ProofState,
    RefundState,
    RefundView,
    TransferView,
)

Row = TypeVar("Row", bound=TimedRecord)
View = TypeVar("View")

PROOFS = TransferProof.objects.filter(state=ProofState.SUBMITTED)
"""Proofs that nobody decided about yet."""


def list_transfers_to_confirm(
    *, actor: Actor, cursor: str | None = None, limit: int | None = None
) -> Page[TransferView]:
    """Return bank transfers that somebody must confirm, oldest first, with their newest proof.

    Those of a closed payment are listed once there is a proof: the money goes back then.
    Two statements. Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW)
    return _page(_transfers(), cursor, limit, _with_proofs)


def get_transfer(*, actor: Actor, reference: UUID) -> TransferView:
    """Return the bank transfer that must be confirmed for a payment, with its newest proof.

    Two statements. Raises: PaymentNotFound, Forbidden, NotFound.
    """
    actor.require(permissions.VIEW)
    row = _transfers().filter(payment__reference=reference).order_by("-id").first()
    if row is None:
        raise PaymentNotFound
    return _with_proofs([row])[0]


def list_mismatches(
    *, actor: Actor, cursor: str | None = None, limit: int | None = None
) -> Page[MismatchView]:
    """Return attempts for which a wrong amount arrived, oldest first. One statement.

    Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW)
    rows = PaymentAttempt.objects.filter(state=AttemptState.MISMATCHED).select_related("payment")
    return _page(rows, cursor, limit, lambda found: tuple(_mismatch(row) for row in found))


def list_refunds_to_settle(
    *, actor: Actor, cursor: str | None = None, limit: int | None = None
) -> Page[RefundView]:
    """Return refunds that failed or that a person gives back, oldest first. One statement.

    Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW)
    rows = Refund.objects.filter(state__in=[RefundState.FAILED, RefundState.MANUAL])
    return _page(
        rows.select_related("payment", "attempt"),
        cursor,
        limit,
        lambda found: tuple(refund_view(row) for row in found),
    )


def _transfers() -> QuerySet[PaymentAttempt]:
    """Return what somebody must confirm: awaited, or proven although it was closed."""
    proven = Exists(PROOFS.filter(payment=OuterRef("payment")))
    awaited = Q(state=AttemptState.CREATED, payment__state=PaymentState.OPEN)
    return PaymentAttempt.objects.filter(
        awaited | proven, provider=bank_transfer.CODE, state__in=rules.CONFIRMABLE
    ).select_related("payment")


def _with_proofs(found: Sequence[PaymentAttempt]) -> tuple[TransferView, ...]:
    wanted = PROOFS.filter(payment__in=[row.payment_id for row in found]).order_by("id")
    newest = {proof.payment_id: proof for proof in wanted}
    return tuple(_transfer(row, newest.get(row.payment_id)) for row in found)


def _page(
    rows: QuerySet[Row],
    cursor: str | None,
    limit: int | None,
    show: Callable[[Sequence[Row]], tuple[View, ...]],
) -> Page[View]:
    """Return a page of rows in the order of their ids, which is that of their making."""
    if cursor:
        (last_id,) = decode_cursor(cursor, 1)
        rows = rows.filter(id__gt=UUID(str(last_id)))
    size = clamp_limit(limit)
    found = list(rows.order_by("id")[: size + 1])
    more = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=show(found[:size]), next_cursor=more)


def _transfer(row: PaymentAttempt, proof: TransferProof | None) -> TransferView:
    return TransferView(
        payment_reference=row.payment.reference,
        number=row.out_trade_no,
        amount=Money(row.amount_minor, row.payment.currency),
        payment_state=PaymentState(row.payment.state),
        expires_at=row.payment.expires_at,
        proof=proof_view(proof) if proof else None,
    )


def _mismatch(row: PaymentAttempt) -> MismatchView:
    return MismatchView(
        attempt_id=row.id,
        payment_reference=row.payment.reference,
        number=row.out_trade_no,
        provider=row.provider,
        provider_no=row.provider_no,
        expected=Money(row.amount_minor, row.payment.currency),
        received=Money(row.received_minor or 0, row.received_currency),
        at=row.paid_at or row.created_at,
    )

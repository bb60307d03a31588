"""What is asked for, how it was tried, and what went back."""

from collections.abc import Collection
from uuid import UUID

from jishi.money.payments.errors import PaymentNotFound
from jishi.money.payments.models import Payment, PaymentAttempt, Refund
from jishi.money.payments.queries.rows import attempt_view, payment_view, refund_view
from jishi.money.payments.types import AttemptView, PaymentView, RefundView


def get_payment(reference: UUID) -> PaymentView:
    """Return what is asked for under a reference. One statement.

    Raises: PaymentNotFound.
    """
    row = Payment.objects.filter(reference=reference).first()
    if row is None:
        raise PaymentNotFound
    return payment_view(row)


def list_payments(references: Collection[UUID]) -> dict[UUID, PaymentView]:
    """Return payments by reference; what does not exist is left out. One statement."""
    rows = Payment.objects.filter(reference__in=references)
    return {row.reference: payment_view(row) for row in rows}


def list_attempts(reference: UUID) -> tuple[AttemptView, ...]:
    """Return every try to pay, newest first. One statement."""
    rows = PaymentAttempt.objects.filter(payment__reference=reference)
    return tuple(attempt_view(row) for row in rows.select_related("payment").order_by("-id"))


def list_refunds(
    *, cause: UUID | None = None, payment_reference: UUID | None = None
) -> tuple[RefundView, ...]:
    """Return refunds, oldest first: those of a cause, those of a payment, or both at once.

    One statement. Raises: ValueError if neither is given.
    """
    if cause is None and payment_reference is None:
        raise ValueError("say which refunds")
    rows = Refund.objects.select_related("payment", "attempt").order_by("id")
    if cause is not None:
        rows = rows.filter(reference=cause)
    if payment_reference is not None:
        rows = rows.filter(payment__reference=payment_reference)
    return tuple(refund_view(row) for row in rows)

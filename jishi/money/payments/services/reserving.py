"""Setting amounts of an attempt aside for refunds: never more than was captured."""

from uuid import UUID

from django.db.models import F

from jishi.money.payments.errors import RefundExceedsPayment
from jishi.money.payments.models import PaymentAttempt


def reserve(attempt_id: UUID, amount_minor: int) -> None:
    """Set an amount aside, by one conditional update; the table's check stands behind.

    Raises: RefundExceedsPayment.
    """
    enough = PaymentAttempt.objects.filter(
        pk=attempt_id, captured_minor__gte=F("refunded_minor") + amount_minor
    )
    if not enough.update(refunded_minor=F("refunded_minor") + amount_minor):
        row = PaymentAttempt.objects.get(pk=attempt_id)
        raise RefundExceedsPayment(left_minor=row.captured_minor - row.refunded_minor)


def free(attempt_id: UUID, amount_minor: int) -> None:
    """Give an amount free that will not go back this way."""
    PaymentAttempt.objects.filter(pk=attempt_id).update(
        refunded_minor=F("refunded_minor") - amount_minor
    )

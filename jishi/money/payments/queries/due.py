"""What the clock brings up."""

from datetime import datetime
from uuid import UUID

from jishi.money.payments import rules
from jishi.money.payments.models import PaymentAttempt, Refund

BATCH = 200
"""Calls to providers in one run; the next run is half a minute away."""


def list_due_attempts(at: datetime) -> tuple[UUID, ...]:
    """Return attempts whose provider should be asked now, longest waiting first."""
    rows = PaymentAttempt.objects.filter(next_check_at__lte=at, state__in=rules.UNSETTLED)
    return tuple(rows.order_by("next_check_at", "id").values_list("id", flat=True)[:BATCH])


def list_due_refunds(at: datetime) -> tuple[UUID, ...]:
    """Return refunds that should be sent or asked about now, longest waiting first."""
    rows = Refund.objects.filter(next_try_at__lte=at, state__in=rules.SENDABLE)
    return tuple(rows.order_by("next_try_at").values_list("id", flat=True)[:BATCH])

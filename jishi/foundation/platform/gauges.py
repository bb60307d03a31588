"""Figures about the plumbing that an operator watches."""

from django.db.models import Min

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import AuditEntry, Job, OutboxDelivery, OutboxEvent, Timer


def read() -> dict[str, tuple[str, float]]:
    """Return name → (help, value) of every gauge, in a fixed number of statements."""
    moment = clock.now()
    pending = OutboxEvent.objects.filter(is_pending=True)
    oldest = pending.aggregate(at=Min("occurred_at"))["at"]
    return {
        "outbox_pending": ("Events waiting to be delivered.", pending.count()),
        "outbox_oldest_seconds": (
            "Age of the oldest waiting event.",
            (moment - oldest).total_seconds() if oldest else 0,
        ),
        "outbox_parked": (
            "Deliveries that gave up.",
            OutboxDelivery.objects.filter(state="parked").count(),
        ),
        "jobs_ready": ("Jobs waiting.", Job.objects.filter(state="ready").count()),
        "jobs_parked": ("Jobs that gave up.", Job.objects.filter(state="parked").count()),
        "timers_overdue": (
            "Timers due and not fired.",
            Timer.objects.filter(state="armed", due_at__lt=moment).count(),
        ),
        "timers_parked": ("Timers that gave up.", Timer.objects.filter(state="parked").count()),
        "audit_unsealed": (
            "Audit entries not chained yet.",
            AuditEntry.objects.filter(position=None).count(),
        ),
    }

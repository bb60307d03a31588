"""What the plumbing does by itself: sealing the audit trail, forgetting what is long done."""

from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.platform import audit, jobs
from jishi.foundation.platform.models import IdempotencyRecord, OutboxEvent, Timer

KEEP_JOBS = timedelta(days=2)
KEEP_KEYS = timedelta(days=7)
KEEP_EVENTS = timedelta(days=90)
KEEP_TIMERS = timedelta(days=30)


@jobs.repeat(timedelta(minutes=1))
@jobs.job(max_attempts=1)
def seal_audit() -> None:
    """Chain the audit entries of the last minute."""
    while audit.seal(holder="tasks") == audit.SEAL_BATCH:
        pass


@jobs.repeat(timedelta(hours=1))
@jobs.job(max_attempts=1)
def purge() -> None:
    """Delete done jobs, old keys, delivered events and fired timers."""
    moment = clock.now()
    jobs.purge(KEEP_JOBS)
    IdempotencyRecord.objects.filter(created_at__lt=moment - KEEP_KEYS).delete()
    OutboxEvent.objects.filter(is_pending=False, occurred_at__lt=moment - KEEP_EVENTS).delete()
    Timer.objects.filter(state__in=["fired", "canceled"], due_at__lt=moment - KEEP_TIMERS).delete()

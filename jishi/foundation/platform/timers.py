"""Durable timers: each fires exactly once, also with several schedulers and after a restart."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.registry import Registry
from jishi.foundation.platform import leases, transactions
from jishi.foundation.platform.models import Timer

log = logging.getLogger(__name__)

BATCH = 500
MAX_ATTEMPTS = 8
BACKOFF_S = (5, 30, 120, 600, 1800, 3600, 7200)

TimerHandler = Callable[[UUID], None]
TIMERS: Registry[TimerHandler] = Registry("timer")


def timer(kind: str) -> Callable[[TimerHandler], TimerHandler]:
    """Register what happens when a timer of a kind is due.

    The handler runs in the transaction that marks the timer as fired, so its effect
    happens exactly once; what must call out enqueues a job.
    """

    def register(handler: TimerHandler) -> TimerHandler:
        return TIMERS.add(kind, handler)

    return register


@transactions.transactional
def set_timer(kind: str, subject_id: UUID, due_at: datetime) -> None:
    """Arm a timer, or move it if the subject has one of that kind."""
    Timer.objects.update_or_create(
        kind=kind,
        subject_id=subject_id,
        defaults={
            "due_at": due_at,
            "state": "armed",
            "remaining_s": None,
            "attempts": 0,
            "fired_at": None,
        },
    )


def set_new_timer(kind: str, subject_id: UUID, due_at: datetime) -> None:
    """Arm the first timer of a subject that was made in this very use case."""
    transactions.insert_at_end(Timer(kind=kind, subject_id=subject_id, due_at=due_at))


@transactions.transactional
def cancel(kind: str, subject_ids: list[UUID]) -> None:
    """Disarm timers; what has fired stays fired."""
    Timer.objects.filter(
        kind=kind, subject_id__in=subject_ids, state__in=["armed", "paused"]
    ).update(state="canceled")


@transactions.transactional
def pause(kind: str, subject_id: UUID) -> None:
    """Stop the clock of an armed timer and keep the time that is left."""
    moment = clock.now()
    for row in transactions.for_update(
        Timer.objects.filter(kind=kind, subject_id=subject_id, state="armed")
    ):
        row.remaining_s = max(0, int((row.due_at - moment).total_seconds()))
        row.state = "paused"
        row.save(update_fields=["remaining_s", "state"])


@transactions.transactional
def resume(kind: str, subject_id: UUID) -> None:
    """Let a paused timer run on with the time that was left."""
    moment = clock.now()
    for row in transactions.for_update(
        Timer.objects.filter(kind=kind, subject_id=subject_id, state="paused")
    ):
        row.due_at = moment + timedelta(seconds=row.remaining_s or 0)
        row.state, row.remaining_s = "armed", None
        row.save(update_fields=["due_at", "state", "remaining_s"])


@transactions.transactional
def retry(timer_id: UUID) -> None:
    """Let a timer that gave up fire now; one that did not stays as it is."""
    Timer.objects.filter(pk=timer_id, state="parked").update(
        state="armed", attempts=0, due_at=clock.now()
    )


def find_due(kind: str, subject_id: UUID) -> datetime | None:
    """Return when an armed timer is due, or None."""
    return (
        Timer.objects.filter(kind=kind, subject_id=subject_id, state="armed")
        .values_list("due_at", flat=True)
        .first()
    )


def fire_due(*, holder: str, limit: int = BATCH) -> int:
    """Fire a batch of due timers; return how many left the queue."""
    moment = clock.now()
    rows = list(Timer.objects.filter(state="armed", due_at__lte=moment).order_by("due_at")[:limit])
    if not rows or not leases.acquire("timers", holder=holder):
        return 0
    try:
        return _fire_together(rows, moment)
    except Exception:  # noqa: BLE001  one bad timer must not stop the others
        log.info("timers.batch_split", extra={"timers": len(rows)})
    return sum(_fire_alone(row, moment) for row in rows)


def _fire_together(rows: list[Timer], moment: datetime) -> int:
    with transactions.unit():
        if not _take(rows, moment):
            return 0
        for row in rows:
            TIMERS.get(row.kind)(row.subject_id)
    return len(rows)


def _take(rows: list[Timer], moment: datetime) -> bool:
    taken = Timer.objects.filter(
        pk__in=[row.pk for row in rows], state="armed", due_at__lte=moment
    ).update(state="fired", fired_at=moment, attempts=F("attempts") + 1)
    if taken != len(rows):
        transaction.set_rollback(True)
    return taken == len(rows)


def _fire_alone(row: Timer, moment: datetime) -> int:
    try:
        return _fire_together([row], moment)
    except Exception:  # noqa: BLE001  one bad timer must not stop the others
        attempts = row.attempts + 1
        spent = attempts >= MAX_ATTEMPTS
        delay = BACKOFF_S[min(attempts, len(BACKOFF_S)) - 1]
        Timer.objects.filter(pk=row.pk, state="armed").update(
            attempts=attempts,
            error=traceback.format_exc()[-4000:],
            state="parked" if spent else "armed",
            due_at=row.due_at if spent else clock.now() + timedelta(seconds=delay),
        )
        log.warning("timers.failed", extra={"kind": row.kind, "attempts": attempts})
        return 0

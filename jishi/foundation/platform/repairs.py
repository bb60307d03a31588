"""What operators do about the plumbing: put back what gave up. Each is audited."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit, jobs, outbox, timers
from jishi.foundation.platform.models import Job, OutboxDelivery, Timer
from jishi.foundation.platform.operations import PARKED
from jishi.foundation.platform.permissions import OPERATE
from jishi.foundation.platform.transactions import for_update, transactional


@transactional
def replay_delivery(*, actor: Actor, delivery_id: int) -> None:
    """Let a handler that gave up have its event again; one that did not is left alone.

    Raises: Forbidden unless the actor operates the platform; NotFound.
    Locks: the delivery.
    """
    row = _take(actor, OutboxDelivery.objects.all(), delivery_id)
    if row.state == PARKED:
        outbox.replay(row.pk)
        _record(actor, row, "outbox_delivery", after="retrying")


@transactional
def retry_job(*, actor: Actor, job_id: UUID) -> None:
    """Put a job that gave up back into its queue; one that did not is left alone.

    Raises: Forbidden unless the actor operates the platform; NotFound.
    Locks: the job.
    """
    row = _take(actor, Job.objects.all(), job_id)
    if row.state == PARKED:
        jobs.retry(row.pk)
        _record(actor, row, "job", after="ready")


@transactional
def retry_timer(*, actor: Actor, timer_id: UUID) -> None:
    """Arm a timer that gave up; one that did not is left alone.

    Raises: Forbidden unless the actor operates the platform; NotFound.
    Locks: the timer.
    """
    row = _take(actor, Timer.objects.all(), timer_id)
    if row.state == PARKED:
        timers.retry(row.pk)
        _record(actor, row, "timer", after="armed")


def _take(actor: Actor, rows: QuerySet[Any], key: object) -> Any:
    actor.require(OPERATE)
    row = for_update(rows.filter(pk=key)).first()
    if row is None:
        raise NotFound
    return row


def _record(actor: Actor, row: Any, subject_type: str, *, after: str) -> None:
    audit.record(
        actor=actor,
        action=OPERATE,
        subject_type=subject_type,
        subject_id=str(row.pk),
        before={"state": row.state, "attempts": row.attempts},
        after={"state": after, "attempts": 0},
    )

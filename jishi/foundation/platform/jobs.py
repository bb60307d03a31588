"""Background jobs through `django.tasks`, kept in the database, at least once, with retries.

A job is enqueued in the caller's transaction, so a rolled-back change leaves none.
A worker that dies loses its lock after a while and another takes the job.
"""

import json
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django_tasks import task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.registry import Registry
from jishi.foundation.platform import leases, transactions, wakeup
from jishi.foundation.platform.models import Job, Schedule

log = logging.getLogger(__name__)

LOCK_S = 600
BACKOFF_S = (5, 30, 120, 600, 1800, 3600)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a job is retried. max_attempts: tries in all before it is parked."""

    max_attempts: int = 6


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a job without arguments is enqueued by the scheduler."""

    task: Task[[], None]
    every: timedelta


_tasks: Registry[Task[..., Any]] = Registry("job")
_policies: dict[str, Policy] = {}
REPEATS: Registry[Repeat] = Registry("schedule")


def job(
    *, max_attempts: int = 6, queue: str = "default", priority: int = 0
) -> Callable[[Callable[..., None]], Task[..., None]]:
    """Declare a function as a job; its arguments are ids and plain values.

    max_attempts: tries before the job is parked and shown to operators.
    """

    def declare(function: Callable[..., None]) -> Task[..., None]:
        declared = task(queue_name=queue, priority=priority)(function)
        name = declared.module_path.removeprefix("jishi.")
        _policies[name] = Policy(max_attempts=max_attempts)
        return _tasks.add(name, declared)

    return declare


def repeat(every: timedelta) -> Callable[[Task[[], None]], Task[[], None]]:
    """Enqueue a job again and again; one scheduler does it, whichever holds the lease."""

    def declare(declared: Task[[], None]) -> Task[[], None]:
        REPEATS.add(declared.module_path.removeprefix("jishi."), Repeat(declared, every))
        return declared

    return declare


class DatabaseBackend(BaseTaskBackend):
    """A backend of `django.tasks` over the table of jobs."""

    supports_defer = True
    supports_get_result = False
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.queues = set()

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Insert a job in the transaction of the caller."""
        moment = clock.now()
        row = Job(
            name=task.module_path.removeprefix("jishi."),
            arguments=json.dumps(normalize_json([list(args), dict(kwargs)])),
            queue=task.queue_name,
            priority=task.priority,
            run_at=task.run_after or moment,
            created_at=moment,
        )
        if transactions.is_open():
            transactions.insert_at_end(row)
        else:
            row.save(force_insert=True)
        transactions.after_commit(wakeup.ring)
        return TaskResult(
            task=task,
            id=str(row.id),
            status=TaskResultStatus.READY,
            enqueued_at=moment,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def enqueue_once(name: str) -> None:
    """Enqueue a job without arguments unless one of that name waits already."""
    # What a use case enqueues is inserted at its end, where the table does not tell it yet.
    if not transactions.is_first(f"jobs.enqueue_once:{name}"):
        return
    if not Job.objects.filter(name=name, state="ready").exists():
        _tasks.get(name).enqueue()


def run_due(*, worker: str, limit: int = 50) -> int:
    """Run jobs that are due, most urgent first; return how many were run."""
    moment = clock.now()
    candidates = Job.objects.filter(state="ready", run_at__lte=moment).order_by(
        "-priority", "run_at"
    )
    done = 0
    for pk in list(candidates.values_list("pk", flat=True)[:limit]):
        if row := _claim(pk, worker):
            _run(row)
            done += 1
    return done


def run_all(*, worker: str = "inline") -> int:
    """Run until nothing is due: for tests, commands and the demo."""
    total = 0
    while done := run_due(worker=worker):
        total += done
    return total


def recover_lost(*, all_dead: bool = False) -> int:
    """Give back jobs whose worker died: their lock has lapsed.

    all_dead: nobody works any more, so that no lock counts.
    """
    lost = Job.objects.filter(state="running")
    if not all_dead:
        lost = lost.filter(locked_until__lt=clock.now())
    return lost.update(state="ready", worker="", locked_until=None)


def enqueue_repeats(*, holder: str) -> int:
    """Enqueue the repeating jobs that are due; a missed run is caught up once."""
    if not leases.acquire("schedules", holder=holder):
        return 0
    moment = clock.now()
    known = dict(Schedule.objects.values_list("name", "next_at"))
    return sum(
        _enqueue_repeat(name, known.get(name), moment)
        for name in REPEATS
        if name not in known or known[name] <= moment
    )


def purge(older_than: timedelta) -> int:
    """Delete jobs that were done long ago; return how many."""
    limit = clock.now() - older_than
    return Job.objects.filter(state="done", finished_at__lt=limit).delete()[0]


@transactions.transactional
def retry(job_id: UUID) -> None:
    """Put a parked job back into the queue."""
    Job.objects.filter(pk=job_id, state="parked").update(
        state="ready", attempts=0, run_at=clock.now(), finished_at=None
    )


@transactions.transactional
def _enqueue_repeat(name: str, expected: datetime | None, moment: datetime) -> int:
    part = REPEATS.get(name)
    following = moment + part.every
    if expected is None:
        Schedule.objects.update_or_create(name=name, defaults={"next_at": following})
    elif not Schedule.objects.filter(name=name, next_at=expected).update(next_at=following):
        return 0
    part.task.enqueue()
    return 1


def _claim(pk: UUID, worker: str) -> Job | None:
    claimed = Job.objects.filter(pk=pk, state="ready").update(
        state="running",
        worker=worker,
        locked_until=clock.now() + timedelta(seconds=LOCK_S),
        attempts=models.F("attempts") + 1,
    )
    return Job.objects.get(pk=pk) if claimed else None


def _run(row: Job) -> None:
    args, kwargs = json.loads(row.arguments)
    try:
        _tasks.get(row.name).func(*args, **kwargs)
    except Exception:  # noqa: BLE001  kept, shown to operators, tried again
        _keep_failure(row, traceback.format_exc())
        return
    Job.objects.filter(pk=row.pk).update(
        state="done", error="", finished_at=clock.now(), locked_until=None
    )


def _keep_failure(row: Job, error: str) -> None:
    policy = _policies.get(row.name, Policy())
    spent = row.attempts >= policy.max_attempts
    delay = BACKOFF_S[min(row.attempts, len(BACKOFF_S)) - 1]
    log.warning("jobs.failed", extra={"job": row.name, "attempts": row.attempts, "parked": spent})
    Job.objects.filter(pk=row.pk).update(
        state="parked" if spent else "ready",
        run_at=clock.now() + timedelta(seconds=delay),
        error=error[-4000:],
        locked_until=None,
        finished_at=clock.now() if spent else None,
    )

"""What workers do for jobs: a slice at a time, so that other work is not held up.

A slice writes its products, their rows and where the next one begins in one transaction,
under a lock on the job. So a worker may die at any moment, and two may work on one job:
no row is done twice, and none is left out.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform import jobs
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.bulk import rules
from jishi.goods.bulk.adapters import shelf
from jishi.goods.bulk.models import BulkJob, BulkRow, SourcePicture
from jishi.goods.bulk.services import changing, exporting, slices
from jishi.goods.bulk.types import JobAction, JobKind, JobState
from jishi.parties.accounts import queries as accounts_queries

log = logging.getLogger(__name__)

SLICE_S = 2.0
EDIT = "catalog.edit"
WORKING = (JobState.CHECKING, JobState.RUNNING)


_STEPS: Mapping[JobKind, Callable[[Actor, BulkJob], bool]] = {
    JobKind.IMPORT: slices.step,
    JobKind.EXPORT: exporting.step,
    JobKind.CHANGE: changing.step,
}


@jobs.job(queue="bulk", priority=-5)
def advance_soon(job_id: str) -> None:
    """Do a slice of a job, and ask for the next one."""
    advance(job_id=UUID(job_id))


def advance(*, job_id: UUID) -> None:
    """Do a slice of a job, if there is anything left to do, and ask for the next one."""
    ends = time.monotonic() + SLICE_S
    while more := step(job_id):
        if time.monotonic() > ends:
            break
    if more:
        advance_soon.enqueue(str(job_id))


def step(job_id: UUID) -> bool:
    """Do the smallest piece of a job; return whether more is left."""
    job = BulkJob.objects.filter(pk=job_id, state__in=WORKING).first()
    if job is None:
        return False
    try:
        actor = _actor_of(job)
        actor.require(EDIT, merchant_id=job.merchant_id)
        return _STEPS[JobKind(job.kind)](actor, job)
    except (Forbidden, NotFound) as error:
        _fail(job_id, error.code)
    except FileNotFoundError:
        _fail(job_id, "bulk.file_gone")
    return False


@transactional
def revive_stalled(*, actor: Actor) -> int:
    """Ask again for slices of jobs whose worker died; return how many there are."""
    assert actor.is_system, "the clock asks"
    since = clock.now() - timedelta(seconds=rules.STALLED_S)
    stalled = BulkJob.objects.filter(state__in=WORKING, touched_at__lt=since)
    found = list(stalled.order_by("pk").values_list("id", flat=True)[:100])
    for job_id in found:
        advance_soon.enqueue(str(job_id))
    return len(found)


@transactional
def forget_old(*, actor: Actor) -> int:
    """Delete jobs that nobody touched for a month, with files and rows; return how many."""
    assert actor.is_system, "the clock asks"
    since = clock.now() - timedelta(days=rules.KEEP_DAYS)
    old = BulkJob.objects.filter(created_at__lt=since).exclude(state__in=WORKING)
    found = list(old.order_by("pk").values_list("id", flat=True)[:200])
    for job_id in found:
        shelf.remove(job_id)
    BulkRow.objects.filter(job_id__in=found).delete()
    BulkJob.objects.filter(pk__in=found).delete()
    SourcePicture.objects.filter(created_at__lt=since).delete()
    return len(found)


def _actor_of(job: BulkJob) -> Actor:
    """Return the person who started it, with what they may do now. Raises: NotFound."""
    if job.user_id is None:
        return Actor.system("bulk")
    return accounts_queries.get_actor(user_id=job.user_id)


@transactional
def _fail(job_id: UUID, code: str) -> None:
    job = for_update(BulkJob.objects.filter(pk=job_id)).first()
    if job is None or job.state not in WORKING:
        return
    job.state = rules.JOB.advance(JobState(job.state), JobAction.FAIL)
    job.error, job.finished_at = code, clock.now()
    job.save(update_fields=["state", "error", "finished_at"])
    log.warning("bulk.failed", extra={"job": str(job_id), "code": code})

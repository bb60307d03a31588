"""Writing down what became of rows, beside the change itself."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.bulk import rules
from jishi.goods.bulk.models import BulkJob, BulkRow
from jishi.goods.bulk.types import JobAction, JobState, Outcome

WORKING = (JobState.CHECKING, JobState.RUNNING)


def lock_at(job_id: UUID, offset: int) -> BulkJob | None:
    """Lock a job that still works and stands at an offset; None if another worker was there.

    Locks: the job.
    """
    job: BulkJob | None = for_update(BulkJob.objects.filter(pk=job_id)).first()
    if job is None or job.state not in WORKING or job.offset != offset:
        return None
    return job


@transactional
def finish(job_id: UUID, offset: int) -> None:
    """End a job of which nothing is left, unless another worker did. Locks: the job."""
    job = lock_at(job_id, offset)
    if job is None:
        return
    job.was_checked = job.state == JobState.CHECKING
    job.state = rules.JOB.advance(JobState(job.state), JobAction.FINISH)
    job.finished_at = clock.now()
    job.save(update_fields=["state", "was_checked", "finished_at"])


@transactional
def touch(job_id: UUID) -> None:
    """Note that somebody works on a job."""
    BulkJob.objects.filter(pk=job_id).update(touched_at=clock.now())


def move(
    job: BulkJob, *, offset: int, rows: int, outcomes: Sequence[Outcome], warned: int = 0
) -> None:
    """Move a locked job on to where its next slice begins."""
    counts = Counter(outcomes)
    job.offset = offset
    job.done_rows = min(job.done_rows + rows, job.total_rows)
    job.created += counts[Outcome.CREATED]
    job.changed += counts[Outcome.CHANGED]
    job.same += counts[Outcome.SAME]
    job.refused += counts[Outcome.REFUSED]
    job.warned += warned
    job.touched_at = clock.now()
    job.save(
        update_fields=[
            "offset",
            "done_rows",
            "created",
            "changed",
            "same",
            "refused",
            "warned",
            "touched_at",
        ]
    )


def row_of(
    job: BulkJob,
    line: int,
    code: str,
    outcome: Outcome,
    error: JishiError | None = None,
    warnings: Sequence[JishiError] = (),
) -> BulkRow:
    """Return the row that tells what became of a line."""
    return BulkRow(
        job_id=job.id,
        line=line,
        code=code[:64],
        outcome=outcome,
        reason=reason_of(error) if error else {},
        warnings=[reason_of(one) for one in warnings],
    )


def reason_of(error: JishiError) -> dict[str, object]:
    """Return a refusal as it is kept, so that everybody reads it in their language."""
    params = {
        name: value if isinstance(value, int) else str(value)[:200]
        for name, value in error.params.items()
    }
    return {"code": error.code, "field": error.field or "", "params": params}

"""Reads of jobs and of what became of their rows."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.goods.bulk.errors import BulkJobNotFound
from jishi.goods.bulk.models import BulkJob, BulkRow
from jishi.goods.bulk.types import (
    ColumnInfo,
    Form,
    JobInfo,
    JobKind,
    JobState,
    Outcome,
    Reason,
    RowInfo,
)
from jishi.goods.catalog.types import ProductAction

EDIT = "catalog.edit"


def get_job(*, actor: Actor, job_id: UUID) -> JobInfo:
    """Return a job; one statement. Raises: BulkJobNotFound, NotFound, Forbidden."""
    row = BulkJob.objects.filter(pk=job_id).first()
    if row is None:
        raise BulkJobNotFound
    actor.require(EDIT, merchant_id=row.merchant_id)
    return job_info(row)


def list_jobs(
    *, actor: Actor, merchant_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Page[JobInfo]:
    """Return a shop's jobs, newest first; one statement. Raises: BadCursor, NotFound, Forbidden."""
    actor.require(EDIT, merchant_id=merchant_id)
    rows = BulkJob.objects.filter(merchant_id=merchant_id).order_by("-pk")
    size = clamp_limit(limit)
    if cursor:
        rows = rows.filter(pk__lt=_uuid(decode_cursor(cursor, 1)[0]))
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].pk.hex) if len(found) > size else None
    return Page(tuple(map(job_info, found[:size])), following)


def list_rows(
    *,
    actor: Actor,
    job_id: UUID,
    outcomes: tuple[Outcome, ...] = (),
    with_warnings: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[RowInfo]:
    """Return what became of the rows of a job, in their order; two statements.

    outcomes: only these; empty for all. with_warnings: only rows of which something was left
    out. Raises: BulkJobNotFound, BadCursor, NotFound, Forbidden.
    """
    get_job(actor=actor, job_id=job_id)
    rows = BulkRow.objects.filter(job_id=job_id).order_by("line")
    if outcomes:
        rows = rows.filter(outcome__in=outcomes)
    if with_warnings:
        rows = rows.exclude(warnings=[])
    if cursor:
        last = decode_cursor(cursor, 1)[0]
        if not isinstance(last, int):
            raise BadCursor(field="cursor")
        rows = rows.filter(line__gt=last)
    size = clamp_limit(limit)
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].line) if len(found) > size else None
    return Page(tuple(map(_row, found[:size])), following)


def job_info(row: BulkJob) -> JobInfo:
    """Return a job as a value."""
    options = row.options
    change = options.get("change")
    location = options.get("location_id")
    return JobInfo(
        job_id=row.id,
        merchant_id=row.merchant_id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        file_name=row.file_name,
        file_format=row.file_format,
        has_archive=row.has_archive,
        columns=tuple(ColumnInfo(*one) for one in options.get("columns", ())),
        form=Form(**options.get("form", {})),
        location_id=UUID(location) if location else None,
        change=ProductAction(change) if change else None,
        total_rows=row.total_rows,
        done_rows=row.done_rows,
        created=row.created,
        changed=row.changed,
        same=row.same,
        refused=row.refused,
        warned=row.warned,
        error=row.error,
        was_checked=row.was_checked,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def _row(row: BulkRow) -> RowInfo:
    return RowInfo(
        row_id=row.id,
        line=row.line,
        code=row.code,
        outcome=Outcome(row.outcome),
        reason=Reason(**row.reason) if row.reason else None,
        warnings=tuple(Reason(**one) for one in row.warnings),
    )


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise BadCursor(field="cursor") from error

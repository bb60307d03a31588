"""A slice of an import: some products of the kept rows, with what became of them."""

import logging
from collections.abc import Sequence
from itertools import islice
from uuid import UUID

from django.db import DataError, IntegrityError

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, JishiError, NotFound
from jishi.foundation.platform.transactions import transactional
from jishi.goods.bulk import rules
from jishi.goods.bulk.adapters import shelf
from jishi.goods.bulk.errors import BadRow
from jishi.goods.bulk.models import BulkJob, BulkRow
from jishi.goods.bulk.services import importing, keeping, pictures
from jishi.goods.bulk.types import Form, JobState, Outcome, Parsed, Target

log = logging.getLogger(__name__)

CHUNK = 200

_BROKEN = (DataError, IntegrityError, ValueError, TypeError, LookupError, AttributeError)
"""What a row that nothing foresaw can break; the database going away is none of them."""


def step(actor: Actor, job: BulkJob) -> bool:
    """Import the next products of a job; return whether more may be left.

    Raises: FileNotFoundError if its rows are gone; Forbidden, NotFound.
    """
    parsed = _next(job)
    if not parsed:
        keeping.finish(job.id, job.offset)
        return False
    found: importing.Found = {}
    if job.state == JobState.RUNNING:
        sources = [one for each in parsed if each.entry for one in each.entry.images or ()]
        if sources:
            found, is_all = _gather(job, sources)
            if not is_all:
                keeping.touch(job.id)
                return True
    _apply(actor, job, job.offset, parsed, found)
    return True


def _next(job: BulkJob) -> list[Parsed]:
    """Return the next products; each knows where what follows it begins."""
    columns = {name: target for name, target, _sample in job.options["columns"]}
    rows = ((offset, *row) for offset, row in shelf.read_rows(job.id, job.offset))
    found = rules.products(rows, Form(**job.options["form"]), columns or None)
    return next(rules.chunks(islice(found, CHUNK + 1), CHUNK), [])


def _gather(job: BulkJob, sources: Sequence[str]) -> tuple[importing.Found, bool]:
    archive = shelf.folder(job.id) / shelf.ARCHIVE if job.has_archive else None
    return pictures.gather(
        merchant_id=job.merchant_id, job_id=job.id, sources=sources, archive=archive
    )


def _apply(
    actor: Actor, job: BulkJob, offset: int, parsed: Sequence[Parsed], found: importing.Found
) -> None:
    """Write products; one that breaks the others is found by halves, and refused alone."""
    try:
        _write(actor, job.id, offset, parsed, found)
    except (Forbidden, NotFound):
        raise
    except (JishiError, *_BROKEN) as error:
        if len(parsed) == 1:
            known = error if isinstance(error, JishiError) else None
            if known is None:
                log.exception("bulk.row_broke", extra={"job": str(job.id)})
            _refuse(job.id, offset, parsed[0], known or BadRow(field="line"))
            return
        half = len(parsed) // 2
        _apply(actor, job, offset, parsed[:half], found)
        _apply(actor, job, parsed[half - 1].offset, parsed[half:], found)


@transactional
def _write(
    actor: Actor, job_id: UUID, offset: int, parsed: Sequence[Parsed], found: importing.Found
) -> None:
    """Save the products with their rows, and move the job on; all of it or nothing.

    Locks: the job, then the products and their stock levels.
    """
    job = keeping.lock_at(job_id, offset)
    if job is None:
        return
    options = job.options
    location = options.get("location_id")
    target = Target(
        merchant_id=job.merchant_id,
        location_id=UUID(location) if location else None,
        form=Form(**options["form"]),
    )
    results = importing.import_products(
        actor=actor,
        target=target,
        parsed=parsed,
        pictures=found,
        is_trial=job.state == JobState.CHECKING,
    )
    BulkRow.objects.bulk_create(
        keeping.row_of(job, line, one.parsed.code, one.outcome, one.error, one.warnings)
        for one in results
        for line in one.parsed.lines
    )
    keeping.move(
        job,
        offset=parsed[-1].offset,
        rows=sum(len(one.lines) for one in parsed),
        outcomes=[one.outcome for one in results],
        warned=sum(bool(one.warnings) for one in results),
    )


@transactional
def _refuse(job_id: UUID, offset: int, parsed: Parsed, error: JishiError) -> None:
    """Note a product that cannot be written. Locks: the job."""
    job = keeping.lock_at(job_id, offset)
    if job is None:
        return
    BulkRow.objects.bulk_create(
        keeping.row_of(job, line, parsed.code, Outcome.REFUSED, error) for line in parsed.lines
    )
    keeping.move(job, offset=parsed.offset, rows=len(parsed.lines), outcomes=[Outcome.REFUSED])

"""Jobs from their making to their end, as a person steers them."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.bulk import rules
from jishi.goods.bulk.adapters import archives, reading, shelf
from jishi.goods.bulk.errors import (
    BadArchive,
    BadTable,
    BulkJobNotFound,
    NothingChosen,
    TooManyJobs,
    TooManyRows,
)
from jishi.goods.bulk.models import BulkJob, BulkRow
from jishi.goods.bulk.queries import count_products
from jishi.goods.bulk.services import working
from jishi.goods.bulk.services.conditions import condition_from_json, condition_to_json
from jishi.goods.bulk.types import (
    CHANGES,
    FileFormat,
    Form,
    ImportChoices,
    JobAction,
    JobKind,
    JobState,
    Selection,
    Upload,
)
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductAction, ProductFilter

EDIT, PRICE, STOCK = "catalog.edit", "pricing.edit", "inventory.edit"
OPEN = (JobState.DRAFT, JobState.CHECKING, JobState.CHECKED, JobState.RUNNING)


def upload(*, actor: Actor, merchant_id: UUID, sent: Upload, form: Form, key: str) -> UUID:
    """Take a file of products in, read and kept; nothing is imported yet.

    Its kind is told by its bytes; its columns are recognized, to be corrected.
    Raises: BadTable, BadArchive, TooManyRows, TooManyJobs, NotFound, Forbidden.
    """
    _may_import(actor, merchant_id)
    _check_open(merchant_id, key)
    if sent.archive:
        if Path(sent.archive).stat().st_size > rules.MAX_ARCHIVE_BYTES:
            raise BadArchive(field="archive")
        archives.check(Path(sent.archive))
    if Path(sent.path).stat().st_size > rules.MAX_TABLE_BYTES:
        raise BadTable(field="file")
    kind = reading.format_of(Path(sent.path))
    with tempfile.NamedTemporaryFile() as spool:
        source = Path(spool.name)
        shutil.copyfile(sent.path, source)
        job_id = ids.new_id()
        sample: dict[str, str] = {}
        try:
            total = shelf.write_rows(job_id, _checked(reading.read(source, kind), sample))
            if not total:
                raise BadTable(field="file")
            if sent.archive:
                shelf.keep(job_id, shelf.ARCHIVE, sent.archive)
            return _keep_import(actor, merchant_id, job_id, sent, kind, form, key, total, sample)
        except BaseException:
            shelf.remove(job_id)
            raise


@transactional
def choose(*, actor: Actor, job_id: UUID, choices: ImportChoices) -> None:
    """Correct the columns of an import, and set what its file does not say.

    Raises: BulkJobNotFound, ColumnMissing, ColumnTwice, IllegalMove, NotFound, Forbidden.
    Locks: the job.
    """
    job = lock_job(actor, job_id)
    job.state = rules.JOB.advance(JobState(job.state), JobAction.EDIT)
    known = [column[0] for column in job.options["columns"]]
    if known:
        rules.check({name: choices.columns.get(name, "") for name in known})
    if choices.location_id is not None:
        actor.require(STOCK, merchant_id=job.merchant_id)
    columns = [
        [name, choices.columns.get(name, "")[:120], sample]
        for name, _target, sample in job.options["columns"]
    ]
    location = str(choices.location_id) if choices.location_id else None
    job.options = job.options | {
        "columns": columns,
        "form": asdict(choices.form),
        "location_id": location,
    }
    job.was_checked = False
    job.save(update_fields=["state", "options", "was_checked"])


@transactional
def choose_and_check(*, actor: Actor, job_id: UUID, choices: ImportChoices) -> None:
    """Correct the columns of an import and begin its trial.

    Raises: as choose and check. Locks: the job.
    """
    choose(actor=actor, job_id=job_id, choices=choices)
    check(actor=actor, job_id=job_id)


@transactional
def check(*, actor: Actor, job_id: UUID) -> None:
    """Begin a trial of an import: it tells row by row what would happen, and writes nothing.

    Raises: BulkJobNotFound, ColumnMissing, ColumnTwice, IllegalMove, NotFound, Forbidden.
    Locks: the job.
    """
    _begin(actor, job_id, JobAction.CHECK)


@transactional
def start(*, actor: Actor, job_id: UUID) -> None:
    """Begin to import.

    Raises: BulkJobNotFound, ColumnMissing, ColumnTwice, IllegalMove, NotFound, Forbidden.
    Locks: the job.
    """
    _begin(actor, job_id, JobAction.START)


@transactional
def cancel(*, actor: Actor, job_id: UUID) -> None:
    """Stop a job; what it did stays done.

    Raises: BulkJobNotFound, IllegalMove, NotFound, Forbidden. Locks: the job.
    """
    job = lock_job(actor, job_id)
    job.state = rules.JOB.advance(JobState(job.state), JobAction.CANCEL)
    job.finished_at = clock.now()
    job.save(update_fields=["state", "finished_at"])
    _note(actor, job, "cancel")


@transactional
def export(
    *, actor: Actor, merchant_id: UUID, wanted: ProductFilter, kind: FileFormat, key: str
) -> UUID:
    """Begin to write a shop's products to a file that importing reads back unchanged.

    Raises: NothingChosen if no product matches; TooManyJobs, NotFound, Forbidden.
    """
    actor.require(EDIT, merchant_id=merchant_id)
    if earlier := _find(merchant_id, key):
        return earlier
    _check_open(merchant_id, key)
    condition = condition_to_json(wanted)
    total = count_products(condition_from_json(condition, merchant_id))
    if not total:
        raise NothingChosen(field="state")
    job = BulkJob(
        merchant_id=merchant_id,
        kind=JobKind.EXPORT,
        state=JobState.RUNNING,
        key=key[:64],
        user_id=actor.user_id,
        file_name=f"products.{kind}",
        file_format=kind,
        options={"condition": condition},
        total_rows=total,
    )
    return _put_to_work(actor, job)


def change(
    *, actor: Actor, merchant_id: UUID, action: ProductAction, selection: Selection, key: str
) -> UUID:
    """Change the state of many products; every row tells what became of it.

    Up to a hundred at once, more by a job in the background.
    Returns the job, which is done already if it was small.
    Raises: NothingChosen, TooManyRows, TooManyJobs, NotFound, Forbidden.
    """
    job_id, is_small = _keep_change(actor, merchant_id, action, selection, key)
    while is_small and working.step(job_id):
        continue
    return job_id


@transactional
def _keep_change(
    actor: Actor, merchant_id: UUID, action: ProductAction, selection: Selection, key: str
) -> tuple[UUID, bool]:
    actor.require(EDIT, merchant_id=merchant_id)
    assert action in CHANGES, "surfaces offer only these"
    if earlier := _find(merchant_id, key):
        return earlier, False
    chosen = _chosen(merchant_id, selection)
    if not chosen:
        raise NothingChosen(field="ids")
    if len(chosen) > rules.MAX_ROWS:
        raise TooManyRows(field="ids", most=rules.MAX_ROWS)
    is_small = len(chosen) <= rules.AT_ONCE
    if not is_small:
        _check_open(merchant_id, key)
    job = BulkJob(
        merchant_id=merchant_id,
        kind=JobKind.CHANGE,
        state=JobState.RUNNING,
        key=key[:64],
        user_id=actor.user_id,
        options={"change": action},
        total_rows=len(chosen),
    )
    shelf.write_rows(job.id, [[one.hex, code] for one, code in chosen])
    return _put_to_work(actor, job, is_small=is_small), is_small


def _chosen(merchant_id: UUID, selection: Selection) -> list[tuple[UUID, str]]:
    """Return ids and codes of the products of this shop that are meant, oldest first."""
    if selection.condition is None:
        refs = catalog_queries.list_refs(selection.product_ids)
        own = [refs[one] for one in selection.product_ids if one in refs]
        return [(one.product_id, one.code) for one in own if one.merchant_id == merchant_id]
    wanted = condition_from_json(condition_to_json(selection.condition), merchant_id)
    found: list[tuple[UUID, str]] = []
    last: UUID | None = None
    while batch := catalog_queries.list_product_ids(wanted, after=last):
        refs = catalog_queries.list_refs(batch)
        found += [(one, refs[one].code) for one in batch if one in refs]
        last = batch[-1]
        if len(found) > rules.MAX_ROWS:
            break
    return found


def lock_job(actor: Actor, job_id: UUID) -> BulkJob:
    """Lock and return a job. Raises: BulkJobNotFound, NotFound, Forbidden."""
    rows: QuerySet[BulkJob] = BulkJob.objects.filter(pk=job_id)
    job: BulkJob | None = for_update(rows).first()
    if job is None:
        raise BulkJobNotFound
    actor.require(EDIT, merchant_id=job.merchant_id)
    return job


def _begin(actor: Actor, job_id: UUID, action: JobAction) -> None:
    job = lock_job(actor, job_id)
    _may_import(actor, job.merchant_id)
    job.state = rules.JOB.advance(JobState(job.state), action)
    columns = {name: target for name, target, _sample in job.options["columns"]}
    if columns:
        rules.check(columns)
    # A trial's rows make way for those of what really happens.
    BulkRow.objects.filter(job_id=job.id).delete()
    job.offset = job.done_rows = 0
    job.created = job.changed = job.same = job.refused = job.warned = 0
    job.user_id, job.touched_at = actor.user_id, clock.now()
    job.save()
    _note(actor, job, action)
    working.advance_soon.enqueue(str(job.id))


def _may_import(actor: Actor, merchant_id: UUID) -> None:
    actor.require(EDIT, merchant_id=merchant_id)
    actor.require(PRICE, merchant_id=merchant_id)


def _find(merchant_id: UUID, key: str) -> UUID | None:
    found = BulkJob.objects.filter(merchant_id=merchant_id, key=key[:64])
    return found.values_list("id", flat=True).first()


def _check_open(merchant_id: UUID, key: str) -> None:
    held = BulkJob.objects.filter(merchant_id=merchant_id, state__in=OPEN)
    if held.exclude(key=key[:64]).count() >= rules.MAX_OPEN_JOBS:
        raise TooManyJobs(most=rules.MAX_OPEN_JOBS)


def _checked(lines: Iterator[reading.Line], sample: dict[str, str]) -> Iterator[list[Any]]:
    """Yield rows as they are kept; note the columns of a table with a value of each."""
    for count, (number, row, error) in enumerate(lines, start=1):
        if count > rules.MAX_ROWS:
            raise TooManyRows(field="file", most=rules.MAX_ROWS)
        if row is not None and rules.is_table(row):
            for name, value in row.items():
                if not sample.get(name):
                    sample[name] = str(value)[:80]
        yield [number, row, error]


@transactional
def _keep_import(
    actor: Actor,
    merchant_id: UUID,
    job_id: UUID,
    sent: Upload,
    kind: FileFormat,
    form: Form,
    key: str,
    total: int,
    sample: Mapping[str, str],
) -> UUID:
    if earlier := _find(merchant_id, key):
        shelf.remove(job_id)
        return earlier
    targets = rules.recognize(sample)
    job = BulkJob.objects.create(
        id=job_id,
        merchant_id=merchant_id,
        kind=JobKind.IMPORT,
        key=key[:64],
        user_id=actor.user_id,
        file_name=Path(sent.name).name[-200:],
        file_format=kind,
        has_archive=bool(sent.archive),
        options={
            "columns": [[name, targets[name], value] for name, value in sample.items()],
            "form": asdict(form),
            "location_id": None,
        },
        total_rows=total,
    )
    _note(actor, job, "upload")
    return job.id


def _put_to_work(actor: Actor, job: BulkJob, *, is_small: bool = False) -> UUID:
    job.save(force_insert=True)
    _note(actor, job, "start")
    if not is_small:
        working.advance_soon.enqueue(str(job.id))
    return job.id


def _note(actor: Actor, job: BulkJob, verb: str) -> None:
    audit.record(
        actor=actor,
        action=f"bulk.{verb}",
        subject_type="bulk_job",
        subject_id=job.id,
        merchant_id=job.merchant_id,
        after={"kind": str(job.kind), "rows": job.total_rows, "file": job.file_name},
    )

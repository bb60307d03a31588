"""Writing a shop's products to a file, a page at a time."""

import os
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.bulk import queries
from jishi.goods.bulk.adapters import shelf, writing
from jishi.goods.bulk.models import BulkJob
from jishi.goods.bulk.services import keeping
from jishi.goods.bulk.services.conditions import condition_from_json
from jishi.goods.bulk.types import FileFormat
from jishi.goods.catalog.types import ProductFilter


def step(actor: Actor, job: BulkJob) -> bool:
    """Keep the next page of products, or write the file when there is none.

    Raises: FileNotFoundError if what was kept is gone.
    """
    if job.options.get("is_read"):
        _write_file(job)
        keeping.finish(job.id, job.offset)
        return False
    wanted = condition_from_json(job.options["condition"], job.merchant_id)
    page, cursor = queries.records(wanted, cursor=job.options.get("cursor"))
    lines = "".join(writing.as_line(record) for record in page).encode()
    _append(job, lines)
    _move(job.id, job.offset, len(lines), len(page), cursor)
    return True


def write_table(path: Any, kind: FileFormat, wanted: ProductFilter) -> int:
    """Write all products that match to a file at once; return how many. For commands."""
    count, cursor = 0, None
    held: list[Mapping[str, Any]] = []
    while True:
        page, cursor = queries.records(wanted, cursor=cursor)
        count += len(page)
        held += page
        if cursor is None:
            break
    writing.write(path, kind, _rows(held, kind))
    return count


def _append(job: BulkJob, lines: bytes) -> None:
    """Write what was read behind what counts; the rest of a dead worker's page is cut off."""
    path = shelf.make(job.id) / shelf.ROWS
    if job.offset and not path.exists():
        raise FileNotFoundError(path)
    with path.open("ab") as file:
        file.truncate(job.offset)
        file.seek(job.offset)
        file.write(lines)


@transactional
def _move(job_id: UUID, offset: int, size: int, rows: int, cursor: str | None) -> None:
    job = keeping.lock_at(job_id, offset)
    if job is None:
        return
    job.options = job.options | {"cursor": cursor, "is_read": cursor is None}
    job.created += rows
    job.total_rows = max(job.total_rows, job.done_rows + rows)
    job.save(update_fields=["options", "created", "total_rows"])
    keeping.move(job, offset=offset + size, rows=rows, outcomes=[])


def _write_file(job: BulkJob) -> None:
    """Write under another name first, so that nobody fetches half a file."""
    kind = FileFormat(job.file_format)
    held = (record for _offset, record in shelf.read_rows(job.id))
    made = shelf.folder(job.id) / f"writing.{kind}.{os.getpid()}"
    writing.write(made, kind, _rows(held, kind))
    made.replace(shelf.folder(job.id) / f"result.{kind}")


def _rows(records: Any, kind: FileFormat) -> Iterator[Mapping[str, Any]]:
    if kind == FileFormat.JSONL:
        yield from records
        return
    for record in records:
        yield from queries.flat(record)

"""Reads of files: products in a file from anywhere, and what a job left to be fetched."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from jishi.goods.bulk import rules
from jishi.goods.bulk.adapters import reading, shelf
from jishi.goods.bulk.types import Form, JobInfo, JobKind, JobState, Parsed


def read_products(path: Path, form: Form, *, after: int = 0) -> Iterator[Parsed]:
    """Yield the products of a file by its name's kind, and rows that are none.

    after: lines up to this one are passed over.
    Raises: BadTable if the file cannot be read as what its name says.
    """
    rows = ((0, *row) for row in reading.read(path) if row[0] > after)
    return rules.products(rows, form)


def in_chunks(found: Iterable[Parsed], size: int) -> Iterator[list[Parsed]]:
    """Yield products a few at a time, as many as one import takes; no code twice in one."""
    return rules.chunks(found, size)


def count_rows(path: Path) -> int:
    """Return the number of rows of a file, for a progress bar. Raises: BadTable."""
    return reading.count(path)


def targets_of(column: str) -> tuple[str, ...]:
    """Return what a person may choose for a column of a file."""
    return rules.targets_of(column)


def find_result_file(job: JobInfo) -> Path | None:
    """Return the file that an export wrote, or None while there is none."""
    if job.kind != JobKind.EXPORT or job.state != JobState.DONE:
        return None
    path = shelf.folder(job.job_id) / f"result.{job.file_format}"
    return path if path.is_file() else None

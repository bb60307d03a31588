"""The files of a job, in a folder of its own that no address leads to."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

ROWS = "rows.jsonl"
ARCHIVE = "pictures.zip"


def folder(job_id: UUID) -> Path:
    """Return the folder of a job."""
    return Path(settings.MEDIA_ROOT) / "private" / "bulk" / job_id.hex


def make(job_id: UUID) -> Path:
    """Make the folder of a job, and return it."""
    made = folder(job_id)
    made.mkdir(parents=True, exist_ok=True)
    return made


def remove(job_id: UUID) -> None:
    """Delete whatever a job keeps."""
    shutil.rmtree(folder(job_id), ignore_errors=True)


def write_rows(job_id: UUID, rows: Iterable[Any]) -> int:
    """Keep rows, one JSON value a line; return how many there are."""
    count = 0
    with (make(job_id) / ROWS).open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def read_rows(job_id: UUID, offset: int = 0) -> Iterator[tuple[int, Any]]:
    """Yield (offset of what follows, row) from an offset on.

    Raises: FileNotFoundError if the rows are gone.
    """
    with (folder(job_id) / ROWS).open("rb") as file:
        file.seek(offset)
        for line in file:
            offset += len(line)
            yield offset, json.loads(line)


def keep(job_id: UUID, name: str, source: str) -> None:
    """Take a file over under a name."""
    shutil.copyfile(source, make(job_id) / name)


def has(job_id: UUID, name: str) -> bool:
    """Return whether a job keeps a file of that name."""
    return (folder(job_id) / name).is_file()

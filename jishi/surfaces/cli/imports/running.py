"""Importing a file: chunk by chunk through the services, with a report, resumable."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.goods.bulk import queries as bulk_queries
from jishi.goods.bulk import services as bulk
from jishi.goods.bulk.types import Form, Outcome, Parsed
from jishi.goods.bulk.types import Target as BulkTarget

CHUNK = bulk.CHUNK
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was refused, or a picture that was left out. line: of the file."""

    line: int
    code: str
    reason: str


@dataclass(slots=True)
class Summary:
    """What became of a file. rows: read. created, changed, same: products.

    run_id: pictures that could not be had are tried again by another run.
    """

    rows: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    seconds: float = 0.0
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    run_id: UUID = field(default_factory=ids.new_id)


@dataclass(frozen=True, slots=True)
class Target:
    """Where imported goods go. location_id: where their first stock lies."""

    actor: Actor
    merchant_id: UUID
    location_id: UUID
    form: Form


def run(
    path: Path,
    target: Target,
    *,
    is_trial: bool = False,
    resume_file: Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Import a file; a trial tells what would happen and writes nothing.

    An interrupted import goes on after its last whole chunk when `resume_file` is kept.
    Raises: BadTable if the file cannot be read as what its name says.
    """
    started = time.monotonic()
    summary = Summary()
    done = _resume_at(path, resume_file)
    found = bulk_queries.read_products(path, target.form, after=done)
    for chunk in bulk_queries.in_chunks(found, CHUNK):
        _import_chunk(chunk, target, summary, is_trial=is_trial)
        if resume_file is not None and not is_trial:
            last = chunk[-1].lines[-1]
            resume_file.write_text(json.dumps({"file": _mark(path), "line": last}))
        if progress is not None:
            progress(summary.rows)
    if resume_file is not None and not is_trial:
        resume_file.unlink(missing_ok=True)
    summary.seconds = time.monotonic() - started
    return summary


def _import_chunk(
    chunk: Sequence[Parsed], target: Target, summary: Summary, *, is_trial: bool
) -> None:
    into = BulkTarget(
        merchant_id=target.merchant_id,
        location_id=target.location_id,
        form=target.form,
        is_house=True,
    )
    results = bulk.import_products(
        actor=target.actor,
        target=into,
        parsed=chunk,
        pictures={} if is_trial else _pictures(chunk, target, summary.run_id),
        is_trial=is_trial,
    )
    for result in results:
        parsed = result.parsed
        summary.rows += len(parsed.lines)
        summary.created += result.outcome == Outcome.CREATED
        summary.changed += result.outcome == Outcome.CHANGED
        summary.same += result.outcome == Outcome.SAME
        if result.error is not None:
            summary.refusals.append(_refusal(parsed, result.error))
        summary.warnings += [_refusal(parsed, warning) for warning in result.warnings]


def _pictures(
    chunk: Sequence[Parsed], target: Target, run_id: UUID
) -> dict[str, UUID | JishiError]:
    """Return the pictures that a chunk names, fetched where they are not here yet."""
    sources = [one for parsed in chunk if parsed.entry for one in parsed.entry.images or ()]
    found: dict[str, UUID | JishiError] = {}
    is_all = not sources
    while not is_all:
        known, is_all = bulk.gather(
            merchant_id=target.merchant_id, job_id=run_id, sources=sources, archive=None
        )
        found |= known
        sources = [source for source in sources if source not in found]
    return found


def _refusal(parsed: Parsed, error: JishiError) -> Refusal:
    return Refusal(parsed.lines[0], parsed.code, f"{error.field or ''} {error}".strip())


def _resume_at(path: Path, resume_file: Path | None) -> int:
    if resume_file is None or not resume_file.exists():
        return 0
    kept = json.loads(resume_file.read_text())
    return int(kept["line"]) if kept["file"] == _mark(path) else 0


def _mark(path: Path) -> str:
    """Return what tells one file from another: its size and the digest of its beginning."""
    with path.open("rb") as file:
        head = hashlib.sha256(file.read(1 << 20)).hexdigest()
    return f"{path.stat().st_size}:{head}"

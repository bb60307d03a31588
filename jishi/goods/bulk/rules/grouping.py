"""Rows of one product joined, and products in chunks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from jishi.foundation.kernel.errors import JishiError
from jishi.goods.bulk.errors import BadRow
from jishi.goods.bulk.rules.columns import renamed
from jishi.goods.bulk.rules.mapping import entry_of, is_table
from jishi.goods.bulk.types import Entry, Form, Parsed

Placed = tuple[int, int, Mapping[str, Any] | None, str]
"""Offset of what follows, line, row, and why it is none."""


def products(
    rows: Iterable[Placed], form: Form, columns: Mapping[str, str] | None = None
) -> Iterator[Parsed]:
    """Yield products with the lines they stand on; rows of one code in a table are joined.

    columns: header → target of a table whose columns are named otherwise.
    """
    waiting: Parsed | None = None
    for offset, line, row, error in rows:
        parsed = _parsed(offset, line, row, error, form, columns)
        if waiting and waiting.entry and parsed.entry and _belong(waiting.entry, parsed.entry):
            joined = _joined(waiting.entry, parsed.entry)
            waiting = Parsed((*waiting.lines, line), waiting.code, joined, offset=offset)
            continue
        if waiting is not None:
            yield waiting
        waiting = parsed
    if waiting is not None:
        yield waiting


def chunks(found: Iterable[Parsed], size: int) -> Iterator[list[Parsed]]:
    """Yield products a few at a time, no code twice in one chunk."""
    chunk: list[Parsed] = []
    codes: set[str] = set()
    for parsed in found:
        if len(chunk) == size or (parsed.code and parsed.code in codes):
            yield chunk
            chunk, codes = [], set()
        chunk.append(parsed)
        codes.add(parsed.code)
    if chunk:
        yield chunk


def _parsed(
    offset: int,
    line: int,
    row: Mapping[str, Any] | None,
    error: str,
    form: Form,
    columns: Mapping[str, str] | None,
) -> Parsed:
    if row is None:
        return Parsed((line,), "", None, BadRow(field="line", value=error[:100]), offset)
    named = renamed(row, columns) if columns and is_table(row) else row
    code = str(named.get("code") or named.get("id") or "").strip()[:64]
    try:
        entry = entry_of(named, form)
    except JishiError as refusal:
        return Parsed((line,), code, None, refusal, offset)
    return Parsed((line,), entry.code, entry, None, offset)


def _belong(one: Entry, other: Entry) -> bool:
    return one.code == other.code and not one.is_whole and not other.is_whole


def _joined(one: Entry, other: Entry) -> Entry:
    images = one.images
    if other.images is not None:
        images = tuple(dict.fromkeys((*(one.images or ()), *other.images)))
    return replace(
        one,
        title={**other.title, **one.title},
        variants=one.variants + other.variants,
        images=images,
    )

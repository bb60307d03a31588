"""Rows out of files: JSONL, CSV and XLSX read alike, one dictionary after the other."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from python_calamine import CalamineWorkbook

Row = dict[str, Any]

LIST_MARK = "|"


class BadFile(Exception):
    """The file cannot be read as what its name says."""


def read(path: Path) -> Iterator[tuple[int, Row | None, str]]:
    """Yield (line number, row, error) of a file; a malformed line has an error and no row.

    Raises: BadFile if the kind is not known or the file cannot be opened.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson")):
        yield from _read_jsonl(path)
    elif name.endswith(".csv"):
        yield from _read_csv(path)
    elif name.endswith((".xlsx", ".xlsm")):
        yield from _read_xlsx(path)
    else:
        raise BadFile(f"{path.name}: neither .jsonl, .csv nor .xlsx")


def count(path: Path) -> int:
    """Return the number of rows, for the progress bar."""
    return sum(1 for _ in read(path))


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        is_packed = path.suffix == ".gz"
        raw = cast(IO[Any], gzip.open(path, "rb") if is_packed else path.open("rb"))
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from error
    with raw, io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace") as text:
        yield text


def _read_jsonl(path: Path) -> Iterator[tuple[int, Row | None, str]]:
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                yield number, None, f"not JSON: {error}"
                continue
            if isinstance(row, dict):
                yield number, row, ""
            else:
                yield number, None, "not a JSON object"


def _read_csv(path: Path) -> Iterator[tuple[int, Row | None, str]]:
    with _opened(path) as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if None in row:
                yield number, None, "more cells than columns"
                continue
            yield number, {key.strip(): value or "" for key, value in row.items()}, ""


def _read_xlsx(path: Path) -> Iterator[tuple[int, Row | None, str]]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=True)
    except Exception as error:
        raise BadFile(f"{path.name}: not a workbook ({error})") from error
    header = [str(cell).strip() for cell in table[0]] if table else []
    for number, cells in enumerate(table[1:], start=2):
        yield number, {key: _text(cell) for key, cell in zip(header, cells, strict=False)}, ""


def _text(cell: object) -> str:
    """Return a cell as people see it: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)

"""Rows into files: JSONL, CSV and XLSX."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from jishi.goods.bulk.adapters.reading import harmless
from jishi.goods.bulk.types import FileFormat

CELL_MAX = 32_767
"""What a cell of a workbook holds; an empty cell leaves what is there when read again."""


def write(path: Path, kind: FileFormat, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows to a file of a kind; the columns of a table are gathered from all rows."""
    if kind == FileFormat.JSONL:
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(as_line(row))
        return
    held = list(rows)
    columns = list(dict.fromkeys(column for row in held for column in row))
    _TABLES[kind](path, columns, held)


def as_line(row: Mapping[str, Any]) -> str:
    """Return a row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def _write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({k: harmless(v) for k, v in row.items()} for row in rows)


def _write_xlsx(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("products")
    sheet.append(columns)
    for row in rows:
        sheet.append([_cell(row.get(column, "")) for column in columns])
    book.save(path)


def _cell(value: Any) -> Any:
    kept = harmless(value)
    return "" if isinstance(kept, str) and len(kept) > CELL_MAX else kept


_TABLES: Mapping[FileFormat, Callable[..., None]] = {
    FileFormat.CSV: _write_csv,
    FileFormat.XLSX: _write_xlsx,
}

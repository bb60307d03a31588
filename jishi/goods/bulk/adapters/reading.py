"""Rows out of files: JSONL, CSV and XLSX read alike, one dictionary after the other."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from python_calamine import CalamineWorkbook

from jishi.goods.bulk.errors import BadTable
from jishi.goods.bulk.types import FileFormat

Row = dict[str, Any]
Line = tuple[int, Row | None, str]

RISKY = frozenset("=+-@\t\r")
"""First characters that make a spreadsheet take a text for a formula."""

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_CELL = 1_000_000
_HEAD_BYTES = 1 << 20

csv.field_size_limit(MAX_CELL)


def format_of(path: Path) -> FileFormat:
    """Return the kind of a file, told by its bytes.

    Raises: BadTable if it is none of ours.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"PK"):
        _check_workbook(path)
        return FileFormat.XLSX
    if not head.strip() or b"\x00" in head or head.startswith((b"%PDF", b"\x1f\x8b")):
        raise BadTable(field="file")
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return FileFormat.JSONL if plain.startswith(b"{") else FileFormat.CSV


def format_by_name(path: Path) -> FileFormat:
    """Return the kind that a file's name tells; `.gz` is unpacked on the way.

    Raises: BadTable if it is none of ours.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson")):
        return FileFormat.JSONL
    if name.endswith(".csv"):
        return FileFormat.CSV
    if name.endswith((".xlsx", ".xlsm")):
        return FileFormat.XLSX
    raise BadTable(field="file", name=path.name)


def read(path: Path, kind: FileFormat | None = None) -> Iterator[Line]:
    """Yield (line number, row, error) of a file; a malformed line has an error and no row.

    Raises: BadTable if the kind is not known or the file cannot be opened.
    """
    readers = {
        FileFormat.JSONL: _read_jsonl,
        FileFormat.CSV: _read_csv,
        FileFormat.XLSX: _read_xlsx,
    }
    yield from readers[kind or format_by_name(path)](path)


def count(path: Path) -> int:
    """Return the number of rows, for the progress bar."""
    return sum(1 for _ in read(path))


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        is_packed = path.suffix == ".gz"
        raw = cast(IO[Any], _unpacked(path) if is_packed else path.open("rb"))
    except OSError as error:
        raise BadTable(field="file", name=path.name) from error
    with raw, io.TextIOWrapper(raw, encoding=_encoding(path), errors="replace", newline="") as text:
        yield text


def _unpacked(path: Path) -> gzip.GzipFile:
    return gzip.GzipFile(path, "rb")


def _encoding(path: Path) -> str:
    """Return what a text is written in: spreadsheets in China save GB 18030."""
    if path.suffix == ".gz":
        return "utf-8-sig"
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    try:
        # The head may end in the middle of a character.
        head[: head.rfind(b"\n") + 1 or len(head)].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _read_jsonl(path: Path) -> Iterator[Line]:
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, None, f"not JSON: {error}"[:200]
                continue
            if isinstance(row, dict):
                yield number, row, ""
            else:
                yield number, None, "not a JSON object"


def _read_csv(path: Path) -> Iterator[Line]:
    with _opened(path) as file:
        first = file.readline()
        file.seek(0)
        reader = csv.reader(file, delimiter=max(",\t;", key=first.count))
        try:
            header = _header(next(reader, []))
            # What a cell with line breaks spans is one row; people count rows.
            for number, cells in enumerate(reader, start=2):
                if not any(cells):
                    continue
                if len(cells) > len(header) and any(cells[len(header) :]):
                    yield number, None, "more cells than columns"
                    continue
                filled = cells + [""] * (len(header) - len(cells))
                row = dict(zip(header, map(harmed, filled), strict=False))
                yield number, row, ""
        except csv.Error as error:
            raise BadTable(field="file", name=path.name) from error


def _read_xlsx(path: Path) -> Iterator[Line]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=True)
    except Exception as error:
        raise BadTable(field="file", name=path.name) from error
    header = _header([_text(cell) for cell in table[0]]) if table else []
    for number, cells in enumerate(table[1:], start=2):
        texts = [harmed(_text(cell)) for cell in cells]
        if any(texts):
            yield number, dict(zip(header, texts, strict=False)), ""


def _header(cells: list[str]) -> list[str]:
    """Return the names of the columns; a second one of a name is told apart."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = cell.strip().lstrip("\ufeff")[:100] or f"#{place}"
        names.append(name if name not in names else f"{name} #{place}")
    return names


def _text(cell: object) -> str:
    """Return a cell as people see it: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def harmless(value: Any) -> Any:
    """Keep spreadsheet programs from running text as a formula."""
    is_risky = isinstance(value, str) and value.lstrip("'")[:1] in RISKY and value
    return f"'{value}" if is_risky else value


def harmed(value: str) -> str:
    """Return a text as it was before it was made harmless."""
    return value[1:] if value[:1] == "'" and value.lstrip("'")[:1] in RISKY else value


def _check_workbook(path: Path) -> None:
    """Refuse an archive that is no workbook, or that unpacks to more than memory should hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadTable(field="file") from error
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise BadTable(field="file")
    if len(parts) > 5_000 or unpacked > MAX_UNPACKED_BYTES:
        raise BadTable(field="file")

"""Files of what a list shows: CSV and XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font

from jishi.surfaces.design.kit.columns import CellValue, Column

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet take a text for a formula."""


def as_csv(name: str, columns: Sequence[Column], items: Iterable[object]) -> StreamingHttpResponse:
    """Stream a CSV file; the byte order mark makes spreadsheets read it as UTF-8."""
    return StreamingHttpResponse(
        _csv_lines(columns, items),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def as_xlsx(name: str, columns: Sequence[Column], items: Iterable[object]) -> HttpResponse:
    """Return a workbook of one sheet with a frozen, bold header."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.freeze_panes = "A2"
    sheet.append([str(column.label) for column in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for item in items:
        sheet.append([_safe(column.plain(item)) for column in columns])
    file = BytesIO()
    book.save(file)
    return HttpResponse(
        file.getvalue(),
        content_type=XLSX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def _csv_lines(columns: Sequence[Column], items: Iterable[object]) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow([str(column.label) for column in columns])
    yield "\ufeff" + buffer.getvalue()
    for item in items:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_safe(column.plain(item)) for column in columns])
        yield buffer.getvalue()


def _safe(value: CellValue) -> CellValue:
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value

"""Rows that people paste or upload: tracking numbers, received goods."""

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.fulfillment.warehouse.types import ShipRow

MAX_BYTES = 2 * 1024 * 1024


class RowsForm(forms.Form):
    """Rows in a text box, or in a CSV file. Columns are parted by tab, comma or semicolon."""

    rows = forms.CharField(
        label=_("Rows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("or a CSV file"), required=False)
    width = 3

    def clean(self) -> dict[str, Any]:
        """Read the rows of either source; `table` holds them without header and blanks."""
        data = super().clean() or {}
        given = data.get("file")
        text = self._decoded(given) if given else data.get("rows", "")
        table = parse(text)
        if not table and not self.errors:
            self.add_error("rows", _("Paste some rows, or choose a file."))
        for place, row in enumerate(table, start=1):
            if len(row) < self.width:
                message = _("Row {row} has too few columns.").format(row=place)
                self.add_error("rows", message)
                break
        data["table"] = table
        return data

    def _decoded(self, given: Any) -> str:
        if given.size > MAX_BYTES:
            self.add_error("file", _("The file is too large, damaged or of another kind."))
            return ""
        raw = given.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return str(raw.decode(encoding))
            except UnicodeDecodeError:
                continue
        self.add_error("file", _("The file is too large, damaged or of another kind."))
        return ""


class ShipBatchForm(RowsForm):
    """Number, carrier and tracking number per row."""

    def ship_rows(self) -> list[ShipRow]:
        """Return the rows as the warehouse takes them."""
        return [ShipRow(row[0], row[1], row[2]) for row in self.cleaned_data["table"]]


def parse(text: str) -> list[list[str]]:
    """Return the cells of every row that is not blank; a header without digits is left out."""
    sample = text.split("\n", 1)[0]
    mark = next((mark for mark in "\t;，,|" if mark in sample), None)
    if mark is None:
        rows = [line.split() for line in text.splitlines()]
    else:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    cells = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if cells and not any(character.isdigit() for cell in cells[0] for character in cell):
        cells = cells[1:]
    return cells

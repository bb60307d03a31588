"""A courier's statement as it is typed or uploaded."""

import csv
import io
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import from_decimal
from jishi.goods.markets import queries as markets_queries

MAX_BYTES = 1024 * 1024


class RemittanceForm(forms.Form):
    """Courier, number, what arrived, and a line per parcel: number and amount.

    Cleans to `lines` (number, minor units) and `total_minor`.
    """

    courier = forms.ChoiceField(label=_("Courier"))
    statement_no = forms.CharField(label=_("Number of the statement"), max_length=64)
    currency = forms.ChoiceField(label=_("Currency"))
    total = forms.DecimalField(
        label=_("Amount that arrived"), min_value=0, max_digits=14, decimal_places=2
    )
    rows = forms.CharField(
        label=_("Lines"),
        required=False,
        help_text=_("Number of the order, parcel or payment, then the amount; one a line."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("or a CSV file"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, data: Any, files: Any, *, couriers: list[tuple[str, str]]) -> None:
        """Offer carriers and currencies."""
        super().__init__(data, files)
        home = markets_queries.get_default().currency
        rest = sorted({market.currency for market in markets_queries.list_markets()} - {home})
        self.fields["courier"].choices = couriers  # type: ignore[attr-defined]
        self.fields["currency"].choices = [(code, code) for code in (home, *rest)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the lines."""
        data = super().clean() or {}
        currency = data.get("currency")
        if not currency or data.get("total") is None:
            return data
        data["total_minor"] = from_decimal(data["total"], currency).minor
        data["lines"] = self._lines(self._text(data), currency)
        if not data["lines"] and not self.errors:
            self.add_error("rows", now("Write some lines, or choose a file."))
        return data

    def _text(self, data: dict[str, Any]) -> str:
        given = data.get("file")
        if not given:
            return str(data.get("rows", ""))
        if given.size > MAX_BYTES:
            self.add_error("file", now("The file is too large."))
            return ""
        raw = given.read()
        try:
            return str(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return str(raw.decode("gb18030", errors="replace"))

    def _lines(self, text: str, currency: str) -> list[tuple[str, int]]:
        found = []
        for place, cells in enumerate(_table(text), start=1):
            try:
                amount = Decimal(cells[1].replace("¥", "").strip())
                found.append((cells[0], from_decimal(amount, currency).minor))
            except (IndexError, InvalidOperation, ValueError, OverflowError):
                if place > 1:
                    message = now("Line {place} has no number and amount.").format(place=place)
                    self.add_error("rows", message)
                    break
                # The first line may be a header.
        return found


def _table(text: str) -> list[list[str]]:
    """Return the cells of lines that are not empty, parted by tab, comma, semicolon or blank."""
    for mark in ("\t", ";", "，", "；"):
        text = text.replace(mark, ",")
    lines = [line if "," in line else ",".join(line.split()) for line in text.splitlines()]
    rows = csv.reader(io.StringIO("\n".join(lines)))
    return [cells for row in rows if any(cells := [cell.strip() for cell in row])]

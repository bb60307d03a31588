"""Columns of a list: what they show on the page, and what they write to a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html

from jishi.foundation.kernel.money import Money, to_decimal
from jishi.surfaces.design import formats, statuses

CellValue = str | int | Decimal | datetime | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    name: attribute of the item, and name of the column in the URL. value: reads it otherwise.
    kind: empty for text, `number` or `money`, set flush right.
    axis: the item's value is a state of this axis. sort: key handed to the fetch function.
    render: returns safe HTML for the page, where nothing else will do; files get the plain value.
    shown: whether it is there unless chosen otherwise.
    """

    name: str
    label: str | Promise
    value: Callable[[Any], object] | None = None
    kind: str = ""
    axis: str = ""
    sort: str = ""
    render: Callable[[Any], str] | None = None
    shown: bool = True

    def read(self, item: object) -> object:
        """Return the raw value of an item."""
        return self.value(item) if self.value else getattr(item, self.name)

    @property
    def is_numeric(self) -> bool:
        """Whether the column is set flush right."""
        return self.kind in {"number", "money"}

    def cell(self, item: object) -> object:
        """Return what the page shows; text is escaped by the template."""
        if self.render:
            return self.render(item)
        value = self.read(item)
        if self.axis:
            return render_to_string(
                "design/status_pill.html", {"status": statuses.status_of(self.axis, str(value))}
            )
        if isinstance(value, Money):
            return formats.money(value.minor, value.currency)
        if isinstance(value, datetime | date):
            return format_html('<span class="nowrap">{}</span>', formats.moment(value))
        if self.kind == "number" and isinstance(value, int):
            return formats.number(value)
        return "—" if value is None or value == "" else value

    def plain(self, item: object) -> CellValue:
        """Return what a file gets: numbers as numbers, states in words, times in local time."""
        value = self.read(item)
        if value is None:
            return ""
        if isinstance(value, Money):
            return to_decimal(value)
        if isinstance(value, datetime):
            return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        if self.axis:
            return str(statuses.status_of(self.axis, str(value)).label)
        if isinstance(value, bool) or not isinstance(value, int | Decimal | date):
            return str(value)
        return value

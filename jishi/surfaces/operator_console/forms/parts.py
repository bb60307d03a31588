"""Pieces that several forms share."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.text import TextMap

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LONG = forms.Textarea(attrs={"rows": 4})


class ReasonForm(forms.Form):
    """Why something happens, as somebody else will read it."""

    reason = forms.CharField(label=_("Reason"), widget=LONG, max_length=500)


class NamedForm(forms.Form):
    """A form about something with a name in both languages."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)


def text_map(data: dict[str, Any], name: str) -> dict[str, str]:
    """Return the two languages of a field as a text of the database."""
    return {"zh-hans": data[f"{name}_zh"], "en": data[f"{name}_en"]}


def spread(name: str, texts: TextMap) -> dict[str, str]:
    """Return a text of the database as the two fields of a form."""
    return {f"{name}_zh": texts.get("zh-hans", ""), f"{name}_en": texts.get("en", "")}


def midnight(day: date | None, days: int = 0) -> datetime | None:
    """Return the beginning of a day, or of one some days later, in local time."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time()))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a line, parted by commas or blanks."""
    return tuple(text.replace("，", " ").replace(",", " ").split())

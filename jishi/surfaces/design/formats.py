"""Numbers, money and time as the reader's language writes them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language, to_locale

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.money import Money, precision, to_decimal


@dataclass(frozen=True, slots=True)
class AmountParts:
    """A written amount cut so that a page can set its parts in different sizes.

    before, after: sign and currency symbol. whole: digits with separators.
    cents: decimal separator and digits, empty for currencies without any.
    """

    before: str
    whole: str
    cents: str
    after: str


def current_locale() -> Locale:
    """Return the Babel locale of the active language."""
    return _locale(_language())


def money(minor: int, currency: str) -> str:
    """Write an amount: `¥1,299.00`, `US$19.99` in Chinese; `CN¥1,299.00`, `$19.99` in English."""
    return _written(minor, currency, _language())


@lru_cache(maxsize=8192)
def _written(minor: int, currency: str, language: str) -> str:
    amount = to_decimal(Money(minor, currency))
    return format_currency(amount, currency, locale=_locale(language))


def money_parts(minor: int, currency: str) -> AmountParts:
    """Cut a written amount into symbol, whole digits and decimals."""
    text = money(minor, currency)
    found = _amount_pattern(precision(currency)).match(text)
    return AmountParts(*found.groups()) if found else AmountParts("", text, "", "")


def number(value: float) -> str:
    """Write a number with its thousands separated."""
    return format_decimal(value, locale=current_locale())


def compact(value: float) -> str:
    """Write a large count briefly: `1.2万`, `12K`."""
    return format_compact_decimal(value, fraction_digits=1, locale=current_locale())


def percent_of_bp(rate_bp: int) -> str:
    """Write a rate in basis points as a percentage: 1250 is `12.5%`."""
    pattern = "#,##0.##%"
    return format_percent(rate_bp / 10_000, format=pattern, locale=current_locale())


def moment(value: datetime | date, style: str = "") -> str:
    """Write a moment in the shop's time zone.

    style: empty for date and time, `date`, `time`, or `short` for month, day and time.
    """
    locale = current_locale()
    if not isinstance(value, datetime):
        return format_date(value, format="medium", locale=locale)
    local = timezone.localtime(value)
    if style == "date":
        return format_date(local, format="medium", locale=locale)
    if style == "time":
        return format_time(local, format="short", locale=locale)
    if style == "short":
        return f"{_month_day(local, locale)} {format_time(local, format='short', locale=locale)}"
    return (
        f"{format_date(local, format='medium', locale=locale)} "
        f"{format_time(local, format='short', locale=locale)}"
    )


def duration(value: timedelta) -> str:
    """Write a span of time in its largest unit: `3 小时`, `3 hours`."""
    return format_timedelta(value, threshold=1.5, locale=current_locale())


def ago(value: datetime) -> str:
    """Write how long ago a moment was: `3小时前`, `3 hours ago`."""
    span = value - clock.now()
    return format_timedelta(span, threshold=1.5, add_direction=True, locale=current_locale())


def _month_day(local: datetime, locale: Locale) -> str:
    pattern = "M月d日" if locale.language == "zh" else "MMM d"
    return format_datetime(local, pattern, locale=locale)


@lru_cache(maxsize=8)
def _amount_pattern(digits: int) -> re.Pattern[str]:
    cents = rf"[.,]\d{{{digits}}}" if digits else ""
    return re.compile(rf"^(\D*)(\d.*?)({cents})(\D*)$")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))


def _language() -> str:
    return get_language() or "zh-hans"

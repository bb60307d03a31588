"""Numbers, money and time in both languages, to the character."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from jishi.surfaces.design import formats

MOMENT = datetime(2026, 3, 4, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "minor", "currency", "text"),
    [
        ("zh-hans", 129900, "CNY", "¥1,299.00"),
        ("zh-hans", 1999, "USD", "US$19.99"),
        ("zh-hans", 1299, "JPY", "JP¥1,299"),
        ("zh-hans", -2000, "CNY", "-¥20.00"),
        ("zh-hans", 0, "CNY", "¥0.00"),
        ("en", 129900, "CNY", "CN¥1,299.00"),
        ("en", 1999, "USD", "$19.99"),
        ("en", 1299, "JPY", "¥1,299"),
        ("en", 1234567, "BHD", "BHD1,234.567"),
        ("en", -2000, "USD", "-$20.00"),
    ],
)
def test_money_is_written_as_the_language_writes_it(language, minor, currency, text):
    with override(language):
        assert formats.money(minor, currency) == text


def test_money_parts_join_to_the_whole_amount():
    with override("zh-hans"):
        parts = formats.money_parts(129900, "CNY")
    assert (parts.before, parts.whole, parts.cents, parts.after) == ("¥", "1,299", ".00", "")


def test_money_without_decimals_has_no_cents():
    with override("en"):
        parts = formats.money_parts(1299, "JPY")
    assert (parts.before, parts.whole, parts.cents) == ("¥", "1,299", "")


@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("zh-hans", "", "2026年3月4日 14:05"),
        ("zh-hans", "date", "2026年3月4日"),
        ("zh-hans", "time", "14:05"),
        ("zh-hans", "short", "3月4日 14:05"),
        ("en", "", "Mar 4, 2026 2:05\u202fPM"),
        ("en", "date", "Mar 4, 2026"),
        ("en", "short", "Mar 4 2:05\u202fPM"),
    ],
)
def test_a_moment_is_written_in_the_zone_of_the_shop(language, style, text):
    with override(language):
        assert formats.moment(MOMENT, style) == text


def test_a_date_is_written_without_a_time():
    with override("en"):
        assert formats.moment(date(2026, 3, 4)) == "Mar 4, 2026"


@pytest.mark.parametrize(
    ("language", "compact", "rate", "span"),
    [("zh-hans", "1.2万", "12.5%", "3小时"), ("en", "12.3K", "12.5%", "3 hours")],
)
def test_counts_rates_and_spans_follow_the_language(language, compact, rate, span):
    with override(language):
        assert formats.compact(12_345 if language == "en" else 12_000) == compact
        assert formats.percent_of_bp(1250) == rate
        assert (
            formats.duration(timedelta(hours=3)).replace(" ", "" if "时" in span else " ") == span
        )

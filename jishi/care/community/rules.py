"""Decisions about favorites and footprints. Pure."""

from datetime import date, datetime, timedelta

from jishi.foundation.kernel import clock


def oldest_day(at: datetime, days: int) -> date:
    """Return the first day (Shanghai) whose footprints are still kept."""
    return clock.local_date(at) - timedelta(days=max(0, days - 1))


def noted_from(price_minor: int, percent: int) -> int:
    """Return the least noted price from which a price is worth a word: a fall by a percentage.

    price_minor: the price now, not negative. percent: 1 to 99.
    """
    return -(-price_minor * 100 // (100 - percent))

"""The one place that reads the time. Services read it once; rules receive it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime, zone: str = "Asia/Shanghai") -> date:
    """Return the calendar day of a moment in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()

"""On which day a parcel leaves a location: its working days, its cut-off, its room. Pure."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from jishi.goods.inventory.types import Hours

HORIZON = 60
"""Working days that are looked at. A location without room on any of them serves nobody."""


def leaving_days(hours: Hours, at: datetime) -> Iterator[date]:
    """Yield the days on which a parcel ordered at a moment could leave, the first one first.

    Today counts on a working day before the cut-off, by the clock of the location; what is
    ordered on the second of the cut-off leaves later. At most HORIZON days.
    """
    local = at.astimezone(ZoneInfo(hours.time_zone))
    is_late = hours.cutoff is not None and local.time() >= hours.cutoff
    first = local.date() + timedelta(days=is_late)
    days = (first + timedelta(days=offset) for offset in range(7 * HORIZON))
    yield from islice((day for day in days if works_on(hours, day)), HORIZON)


def leaving_day(hours: Hours, full_days: Collection[date], at: datetime) -> date | None:
    """Return the first of these days that has room; None if none has."""
    return next((day for day in leaving_days(hours, at) if day not in full_days), None)


def works_on(hours: Hours, day: date) -> bool:
    """Return whether parcels leave on a day. No weekdays at all are all of them."""
    return not hours.weekdays or day.isoweekday() in hours.weekdays


def days_until(hours: Hours, day: date, at: datetime) -> int:
    """Return how many days of the calendar lie between a moment and a day, where it leaves."""
    return (day - at.astimezone(ZoneInfo(hours.time_zone)).date()).days


def ready_at(hours: Hours, day: date, at: datetime) -> datetime:
    """Return from when a parcel that leaves on a day counts as ordered for its promise.

    The moment itself if that is today, else the beginning of the day at the location.
    """
    if days_until(hours, day, at) <= 0:
        return at
    return datetime.combine(day, time(), ZoneInfo(hours.time_zone)).astimezone(at.tzinfo)

"""When a parcel should arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Distance(StrEnum):
    """How far a parcel travels, as far as a promise cares."""

    SAME_PROVINCE = "same_province"
    OTHER_PROVINCE = "other_province"
    REMOTE = "remote"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly a merchant ships and carriers travel.

    ship_within_h: hours until the parcel leaves. The others: the most days it then
    travels. remote: division codes of provinces that take longest.
    """

    ship_within_h: int
    same_province_days: int
    other_province_days: int
    remote_days: int
    abroad_days: int
    remote: frozenset[str]


def distance(
    *, origin_region: str, origin_country: str, places: Sequence[str], remote: frozenset[str]
) -> Distance:
    """Return how far a destination is.

    places: its codes, the most specific first, its country last.
    """
    if places[-1] != origin_country:
        return Distance.ABROAD
    if remote.intersection(places):
        return Distance.REMOTE
    if origin_region and origin_region[:2] in places:
        return Distance.SAME_PROVINCE
    return Distance.OTHER_PROVINCE


def promise(*, at: datetime, pace: Pace, how_far: Distance) -> tuple[datetime, datetime]:
    """Return the earliest and latest arrival.

    Earliest: half of the travel, if the parcel leaves at once. Latest: all of it, after
    the time that the merchant has to ship.
    """
    days = {
        Distance.SAME_PROVINCE: pace.same_province_days,
        Distance.OTHER_PROVINCE: pace.other_province_days,
        Distance.REMOTE: pace.remote_days,
        Distance.ABROAD: pace.abroad_days,
    }[how_far]
    latest = at + timedelta(hours=pace.ship_within_h, days=days)
    return at + timedelta(days=(days + 1) // 2), latest

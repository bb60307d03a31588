"""Counting the parcels of a day, where a location takes only so many.

A parcel is what an owner holds of one merchant at one location; its day is kept with the
reservations. The counter of a day grows by a conditional update, so that two buyers cannot
have the last place, and comes after the levels in the order of locks. Locations that take
any number cost no statement here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from jishi.goods.inventory import rules
from jishi.goods.inventory.errors import NoDayLeft
from jishi.goods.inventory.models import LocationDay, Reservation, StockLevel
from jishi.goods.inventory.types import LocationInfo, ReservationState

ParcelKey = tuple[UUID, UUID]
"""Location and merchant."""

HOLDING = (ReservationState.ACTIVE, ReservationState.ALLOCATED)


def book(
    parcels: Iterable[ParcelKey], places: Mapping[UUID, LocationInfo], at: datetime
) -> dict[ParcelKey, date]:
    """Count every parcel on the first day on which its location has room; return the days.

    Parcels of locations that take any number are left out.
    Raises: NoDayLeft. Locks: the days, by location.
    """
    booked = {}
    for location_id, merchant_id in sorted(set(parcels)):
        place = places[location_id]
        if place.hours.daily_capacity is not None:
            booked[location_id, merchant_id] = _book_one(place, place.hours.daily_capacity, at)
    return booked


def give_back(days: Iterable[tuple[UUID, date]]) -> None:
    """Count some parcels no longer: location and day of each. Locks: the days, by location."""
    for (location_id, day), parcels in sorted(Counter(days).items()):
        rows = LocationDay.objects.filter(location_id=location_id, day=day)
        rows.update(parcels=F("parcels") - parcels)


def all_days(
    rows: Iterable[Reservation], levels: Mapping[UUID, StockLevel]
) -> list[tuple[UUID, date]]:
    """Return location and day of every parcel that reservations are counted with."""
    found = {
        (row.owner_id, _key(levels[row.level_id])): row.booked_day
        for row in rows
        if row.booked_day is not None
    }
    return [(location_id, day) for (_, (location_id, _)), day in found.items()]


def free_emptied(
    rows: Iterable[Reservation], levels: Mapping[UUID, StockLevel]
) -> list[tuple[UUID, date]]:
    """Take their day from the parcels of one owner of which nothing is held or was shipped.

    rows: all that the owner holds or held, locked; the caller saves `booked_day`. Returns
    location and day of every parcel that was freed, for `give_back`.
    """
    by_parcel: dict[ParcelKey, list[Reservation]] = {}
    for row in rows:
        by_parcel.setdefault(_key(levels[row.level_id]), []).append(row)
    freed = []
    for (location_id, _), members in by_parcel.items():
        is_wanted = any(row.shipped or (row.quantity and row.state in HOLDING) for row in members)
        days = [row.booked_day for row in members if row.booked_day is not None]
        if days and not is_wanted:
            freed.append((location_id, days[0]))
            for row in members:
                row.booked_day = None
    return freed


def _key(level: StockLevel) -> ParcelKey:
    return level.location_id, level.merchant_id


def _book_one(place: LocationInfo, capacity: int, at: datetime) -> date:
    for day in rules.leaving_days(place.hours, at):
        if day not in place.full_days and _take(place.location_id, day, capacity):
            return day
    raise NoDayLeft(location_id=str(place.location_id))


def _take(location_id: UUID, day: date, capacity: int) -> bool:
    """Count one more parcel on a day if there is room; its row is made when first needed."""
    rows = LocationDay.objects.filter(location_id=location_id, day=day)
    able = rows.filter(parcels__lt=capacity)
    if able.update(parcels=F("parcels") + 1):
        return True
    if rows.exists():
        return False
    LocationDay.objects.bulk_create(
        [LocationDay(location_id=location_id, day=day)], ignore_conflicts=True
    )
    return bool(able.update(parcels=F("parcels") + 1))

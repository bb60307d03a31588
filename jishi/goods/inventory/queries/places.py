"""Locations: where stock lies, and on which days they can send."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.goods.inventory import permissions, rules
from jishi.goods.inventory.models import Location, LocationDay
from jishi.goods.inventory.types import Hours, LocationInfo, LocationKind


def get_location(location_id: UUID) -> LocationInfo:
    """Return a location.

    Raises: NotFound if there is none.
    """
    row = Location.objects.filter(pk=location_id).first()
    if row is None:
        raise NotFound
    return location_info(row)


def get_locations(location_ids: Collection[UUID]) -> dict[UUID, LocationInfo]:
    """Return some locations by id, with their full days; unknown ids are left out.

    One statement, and one more if a location takes only so many parcels a day.
    """
    return infos_of(Location.objects.filter(pk__in=location_ids))


def infos_of(rows: Iterable[Location]) -> dict[UUID, LocationInfo]:
    """Return locations by id with the days that are full; no statement without a capacity."""
    once = {row.pk: row for row in rows}
    full = full_days(once.values())
    return {key: location_info(row, full.get(key, frozenset())) for key, row in once.items()}


def full_days(rows: Iterable[Location]) -> dict[UUID, frozenset[date]]:
    """Return the days from now on on which locations can take no more parcels."""
    room = {row.pk: row.daily_capacity for row in rows if row.daily_capacity is not None}
    if not room:
        return {}
    # The day has begun earlier somewhere in the world.
    since = clock.now().date() - timedelta(days=1)
    found: dict[UUID, set[date]] = {}
    days = LocationDay.objects.filter(location_id__in=list(room), day__gte=since)
    for location_id, day, parcels in days.values_list("location_id", "day", "parcels"):
        if parcels >= room[location_id]:
            found.setdefault(location_id, set()).add(day)
    return {key: frozenset(days) for key, days in found.items()}


def ready_at(place: LocationInfo, at: datetime) -> datetime:
    """Return from when a parcel ordered at a moment counts for its promise; no statement.

    The moment itself where it can leave today, else the beginning of the first working day
    after the cut-off on which the location has room.
    """
    day = rules.leaving_day(place.hours, place.full_days, at)
    return rules.ready_at(place.hours, day, at) if day else at


def leaving_day(place: LocationInfo, at: datetime) -> date | None:
    """Return the first day on which a parcel ordered at a moment can leave; None if none can."""
    return rules.leaving_day(place.hours, place.full_days, at)


def list_locations(
    *, actor: Actor, merchant_id: UUID | None = None, is_active: bool | None = None
) -> tuple[LocationInfo, ...]:
    """Return the locations an actor may see: its merchants', its warehouses, the platform's.

    merchant_id: only that merchant's own and the platform's.
    Raises: Forbidden if the actor may see no stock at all; NotFound for a foreign merchant.
    """
    scope = scope_of(actor, merchant_id)
    rows = Location.objects.order_by("merchant_id", "position", "code")
    if scope is not None:
        merchant_ids, warehouse_ids = scope
        own = Q(merchant_id__in=merchant_ids) | Q(pk__in=warehouse_ids)
        rows = rows.filter(own | Q(merchant_id=None))
    if merchant_id:
        rows = rows.filter(Q(merchant_id=merchant_id) | Q(merchant_id=None))
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    return tuple(location_info(row) for row in rows)


def require_locations(location_ids: Collection[UUID]) -> None:
    """Refuse locations that do not exist.

    Raises: NotFound
    """
    if Location.objects.filter(pk__in=location_ids).count() != len(set(location_ids)):
        raise NotFound


def location_info(row: Location, full: frozenset[date] = frozenset()) -> LocationInfo:
    """Return a location as others see it. full: the days on which it has no room."""
    return LocationInfo(
        location_id=row.id,
        code=row.code,
        name=row.name,
        kind=LocationKind(row.kind),
        merchant_id=row.merchant_id,
        country=row.country,
        province=row.province,
        city=row.city,
        district=row.district,
        line=row.line,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        region_code=row.region_code,
        served_regions=tuple(row.served_regions),
        position=row.position,
        parcel_cost_minor=row.parcel_cost_minor,
        is_active=row.is_active,
        hours=hours_of(row),
        full_days=full,
    )


def hours_of(row: Location) -> Hours:
    """Return when a location sends."""
    return Hours(
        time_zone=row.time_zone,
        weekdays=tuple(row.weekdays),
        cutoff=row.cutoff,
        daily_capacity=row.daily_capacity,
    )


def scope_of(
    actor: Actor, merchant_id: UUID | None
) -> tuple[frozenset[UUID], frozenset[UUID]] | None:
    """Return the merchants and warehouses an actor sees the stock of; None for all.

    Raises: Forbidden, or NotFound for a merchant outside.
    """
    if merchant_id is not None:
        actor.require(permissions.VIEW, merchant_id=merchant_id)
    merchant_ids = actor.merchant_ids(permissions.VIEW)
    if merchant_ids is None:
        return None
    warehouse_ids = actor.warehouse_ids(permissions.VIEW) or frozenset()
    if not merchant_ids and not warehouse_ids:
        actor.require(permissions.VIEW)
    return merchant_ids, warehouse_ids

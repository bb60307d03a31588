"""Locations: where stock lies."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.goods.inventory import permissions
from jishi.goods.inventory.models import (
    Location,
)
from jishi.goods.inventory.types import (
    LocationInfo,
    LocationKind,
)


def get_location(location_id: UUID) -> LocationInfo:
    """Return a location.

    Raises: NotFound if there is none.
    """
    row = Location.objects.filter(pk=location_id).first()
    if row is None:
        raise NotFound
    return location_info(row)


def get_locations(location_ids: Collection[UUID]) -> dict[UUID, LocationInfo]:
    """Return some locations by id; unknown ids are left out."""
    rows = Location.objects.filter(pk__in=location_ids)
    return {row.id: location_info(row) for row in rows}


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


def location_info(row: Location) -> LocationInfo:
    """Return a location as others see it."""
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

"""Own delivery: the areas of a shop, the slots that are open, and what buyers chose."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.fulfillment.shipping import models, preferences
from jishi.fulfillment.shipping.errors import ZoneNotFound
from jishi.fulfillment.shipping.rules import own
from jishi.fulfillment.shipping.rules.regions import places_of
from jishi.fulfillment.shipping.types import (
    ChosenDelivery,
    DeliveryMethod,
    DeliveryOption,
    DeliveryZone,
    Parcel,
    SlotDay,
)
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import LocationInfo


def list_zones(*, merchant_id: UUID) -> tuple[DeliveryZone, ...]:
    """Return the areas to which a shop delivers itself, the oldest first."""
    rows = models.DeliveryZone.objects.filter(merchant_id=merchant_id).order_by("id")
    return tuple(zone_of(row) for row in rows)


def get_zone(*, zone_id: UUID, merchant_id: UUID) -> DeliveryZone:
    """Return an area of a shop.

    Raises: ZoneNotFound.
    """
    row = models.DeliveryZone.objects.filter(pk=zone_id, merchant_id=merchant_id).first()
    if row is None:
        raise ZoneNotFound
    return zone_of(row)


def list_chosen(owner_id: UUID) -> tuple[ChosenDelivery, ...]:
    """Return the ways other than by carrier that were chosen for an order group."""
    rows = models.ChosenDelivery.objects.filter(owner_id=owner_id).order_by("id")
    return tuple(
        ChosenDelivery(
            merchant_id=row.merchant_id,
            location_id=row.location_id,
            method=DeliveryMethod(row.method),
            promised_from=row.promised_from,
            promised_to=row.promised_to,
            is_released=row.released_at is not None,
        )
        for row in rows
    )


def count_slots(zone_ids: Sequence[UUID], at: datetime) -> dict[SlotDay, int]:
    """Return how many parcels the slots of zones have, from yesterday on; one statement."""
    rows = models.SlotCount.objects.filter(
        zone_id__in=zone_ids, day__gte=at.date() - timedelta(days=1)
    )
    found = rows.values_list("zone_id", "day", "starts", "parcels")
    return {SlotDay(zone_id, day, starts): parcels for zone_id, day, starts, parcels in found}


def own_options(
    *,
    parcels: Sequence[Parcel],
    address: Address,
    currency: str,
    locations: Mapping[UUID, LocationInfo],
    at: datetime,
) -> dict[str, tuple[DeliveryOption, ...]]:
    """Return the open slots of own delivery for each parcel that a shop can bring itself.

    No statement where no shop delivers itself, else two.
    """
    merchant_ids = {
        parcel.merchant_id for parcel in parcels if preferences.OWN_DELIVERY.get(parcel.merchant_id)
    }
    if not merchant_ids:
        return {}
    rows = models.DeliveryZone.objects.filter(merchant_id__in=merchant_ids, is_active=True)
    places = places_of(address)
    found = {
        parcel.package_key: zone
        for zone in map(zone_of, rows.order_by("-id"))
        for parcel in parcels
        if own.serves(zone, parcel, places, currency)
    }
    if not found:
        return {}
    taken = count_slots([zone.zone_id for zone in found.values()], at)
    goods = _goods_by_merchant(parcels)
    return {
        parcel.package_key: _slots_of(
            parcel,
            found[parcel.package_key],
            taken,
            goods[parcel.merchant_id],
            at=at,
            ready_at=_ready_at(parcel, locations, at),
        )
        for parcel in parcels
        if parcel.package_key in found
    }


def zone_of(row: models.DeliveryZone) -> DeliveryZone:
    """Return an area as others see it."""
    return DeliveryZone(
        zone_id=row.pk,
        merchant_id=row.merchant_id,
        name=row.name,
        currency=row.currency,
        region_codes=tuple(row.region_codes),
        location_id=row.location_id,
        template_ids=tuple(UUID(one) for one in row.template_ids),
        fee_minor=row.fee_minor,
        free_from_minor=row.free_from_minor,
        cutoff_minutes=row.cutoff_minutes,
        days_ahead=row.days_ahead,
        time_zone=row.time_zone,
        slots=own.from_json(row.slots),
        is_active=row.is_active,
    )


def _slots_of(
    parcel: Parcel,
    zone: DeliveryZone,
    taken: Mapping[SlotDay, int],
    goods_minor: int,
    *,
    at: datetime,
    ready_at: datetime,
) -> tuple[DeliveryOption, ...]:
    fee_minor = own.fee(zone, goods_minor)
    return tuple(
        own.option(parcel, zone, key, slot, fee_minor)
        for key, slot in own.open_slots(zone, taken, at=at, ready_at=ready_at)
    )


def _ready_at(parcel: Parcel, locations: Mapping[UUID, LocationInfo], at: datetime) -> datetime:
    location = locations.get(parcel.location_id) if parcel.location_id else None
    return inventory_queries.ready_at(location, at) if location else at


def _goods_by_merchant(parcels: Sequence[Parcel]) -> dict[UUID, int]:
    goods: dict[UUID, int] = defaultdict(int)
    for parcel in parcels:
        goods[parcel.merchant_id] += sum(line.amount_minor for line in parcel.lines)
    return goods

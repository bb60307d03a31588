"""What may be sold, and from where it would come."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.foundation.kernel import clock, distances
from jishi.foundation.platform import prepared
from jishi.goods.inventory import preferences, rules
from jishi.goods.inventory.models import (
    Location,
    StockLevel,
)
from jishi.goods.inventory.queries.places import infos_of, leaving_day
from jishi.goods.inventory.types import (
    UNLIMITED,
    Candidate,
    Demand,
    LocationInfo,
    LocationKind,
    Plan,
    Shelves,
    Site,
    Source,
    Supply,
)


def available(
    variant_ids: Collection[UUID], *, region_codes: Sequence[str] = ()
) -> dict[UUID, int]:
    """Return the units of each variant that may be sold to a region; 0 for the unknown.

    region_codes: the buyer's division codes; empty counts every open location. At most
    UNLIMITED. One statement.
    """
    return available_on(read_shelves(variant_ids), variant_ids, region_codes=region_codes)


def read_shelves(variant_ids: Collection[UUID]) -> Shelves:
    """Return where variants lie, for `available_on` and `plan_from`; one statement.

    One more if a location takes only so many parcels a day.
    """
    levels = _supplies(set(variant_ids))
    return Shelves(
        supplies=tuple(
            Supply(level.variant_id, level.location_id, level.available) for level in levels
        ),
        places=infos_of(level.location for level in levels),
    )


def available_on(
    shelves: Shelves, variant_ids: Collection[UUID], *, region_codes: Sequence[str] = ()
) -> dict[UUID, int]:
    """Return what `available` does, of what was read already; no statement."""
    at = clock.now()
    serving = {
        key
        for key, place in shelves.places.items()
        if rules.region_rank(place.served_regions, region_codes) is not None
        and (not place.full_days or leaving_day(place, at))
    }
    totals = dict.fromkeys(variant_ids, 0)
    for supply in shelves.supplies:
        if supply.location_id in serving:
            free = totals[supply.variant_id] + max(0, supply.available)
            totals[supply.variant_id] = min(UNLIMITED, free)
    return totals


def plan_from(
    shelves: Shelves, demands: Sequence[Demand], region_codes: Sequence[str] = ()
) -> Plan:
    """Return what `plan` does, of what was read already; no statement. Raises: OutOfStock."""
    return rules.choose_sources(
        demands=demands,
        supplies=shelves.supplies,
        sites=_sites(shelves.places.values()),
        region_codes=region_codes,
        distance_cost_minor=preferences.DISTANCE_COST_MINOR.get(),
        waiting_cost_minor=preferences.WAITING_COST_MINOR.get(),
    )


def available_of_product(product_id: UUID) -> dict[UUID, int]:
    """Return the units of each of a product's variants that may be sold; one statement."""
    totals: dict[UUID, int] = {}
    for variant_id, on_hand, reserved, allocated, safety, unlimited in _product_levels(product_id):
        free = rules.available(
            on_hand=on_hand,
            reserved=reserved,
            allocated=allocated,
            safety=safety,
            unlimited=bool(unlimited),
        )
        totals[variant_id] = min(UNLIMITED, totals.get(variant_id, 0) + max(0, free))
    return totals


@prepared.reading
def _product_levels(
    product_id: UUID,
) -> QuerySet[StockLevel, tuple[UUID, int, int, int, int, bool]]:
    return StockLevel.objects.filter(product_id=product_id, location__is_active=True).values_list(
        "variant_id", "on_hand", "reserved", "allocated", "safety", "is_unlimited"
    )


def read_supplies(variant_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], StockLevel]:
    """Return the levels that may serve a demand, by variant and location; one statement."""
    return {(row.variant_id, row.location_id): row for row in _supplies(set(variant_ids))}


def plan_with(
    found: Mapping[tuple[UUID, UUID], StockLevel],
    demands: Sequence[Demand],
    region_codes: Sequence[str],
) -> Plan:
    """Choose sources for demands among levels that were read. Raises: OutOfStock.

    No statement, but one if a location takes only so many parcels a day.
    """
    supplies = [
        Supply(level.variant_id, level.location_id, level.available) for level in found.values()
    ]
    places = infos_of(level.location for level in found.values())
    return plan_from(Shelves(tuple(supplies), places), demands, region_codes)


def _sites(places: Iterable[LocationInfo]) -> list[Site]:
    """Return the locations that can send on some day."""
    at = clock.now()
    found = ((place, leaving_day(place, at)) for place in places)
    return [_site(place, rules.days_until(place.hours, day, at)) for place, day in found if day]


def _site(place: LocationInfo, wait_days: int) -> Site:
    return Site(
        location_id=place.location_id,
        served_regions=place.served_regions,
        position=place.position,
        region_code=place.region_code,
        parcel_cost_minor=place.parcel_cost_minor,
        wait_days=wait_days,
    )


def list_candidates(
    *, merchant_id: UUID, held: Sequence[Source], region_codes: Sequence[str]
) -> tuple[Candidate, ...]:
    """Return the open locations from which a merchant could send, the cheapest first.

    held: the units to be sent, and where they are held now; there they count as available.
    Two statements, however many locations, and one if one of them has a capacity.
    """
    wanted: dict[UUID, int] = defaultdict(int)
    free: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for part in held:
        wanted[part.variant_id] += part.quantity
        free[part.location_id, part.variant_id] += part.quantity
    for level in _supplies(set(wanted)):
        free[level.location_id, level.variant_id] += max(0, level.available)
    at = clock.now()
    own = Q(merchant_id=merchant_id) | Q(merchant_id=None)
    rows = Location.objects.filter(own, is_active=True).exclude(kind=LocationKind.VIRTUAL)
    found = [
        Candidate(
            location=place,
            missing=sum(
                max(0, units - free[place.location_id, variant_id])
                for variant_id, units in wanted.items()
            ),
            is_planned=any(part.location_id == place.location_id for part in held),
            distance_km=distances.between_km(place.region_code, region_codes[0])
            if region_codes
            else None,
            leaves_on=leaving_day(place, at),
            cost_minor=_cost(place, region_codes, at),
        )
        for place in infos_of(rows).values()
    ]
    return tuple(sorted(found, key=lambda one: (one.cost_minor, one.location.position)))


def _cost(place: LocationInfo, region_codes: Sequence[str], at: datetime) -> int:
    day = leaving_day(place, at)
    return rules.sending_cost(
        _site(place, rules.days_until(place.hours, day, at) if day else rules.HORIZON),
        region_codes,
        preferences.DISTANCE_COST_MINOR.get(),
        preferences.WAITING_COST_MINOR.get(),
    )


def plan(*, demands: Sequence[Demand], region_codes: Sequence[str] = ()) -> Plan:
    """Return where goods would come from if they were reserved now; nothing is held.

    One statement. Raises: OutOfStock with every short variant.
    """
    return plan_from(read_shelves([demand.variant_id for demand in demands]), demands, region_codes)


@prepared.reading
def _supplies(variant_ids: Collection[UUID]) -> QuerySet[StockLevel]:
    return StockLevel.objects.sellable(variant_ids).select_related("location")

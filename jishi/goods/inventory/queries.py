"""Reads of stock. Each takes a fixed number of statements, however long the list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.foundation.platform import prepared
from jishi.goods.inventory import permissions, rules
from jishi.goods.inventory.adapters import secrets
from jishi.goods.inventory.models import (
    CardKey,
    Location,
    Reservation,
    StockAlert,
    StockLevel,
    StockLevelQuerySet,
    StockMovement,
)
from jishi.goods.inventory.preferences import LOW_STOCK_THRESHOLD
from jishi.goods.inventory.types import (
    UNLIMITED,
    Bucket,
    CardKeyCounts,
    CardKeyInfo,
    CardKeyState,
    Demand,
    Discrepancy,
    LevelInfo,
    LocationInfo,
    LocationKind,
    MovementInfo,
    MovementKind,
    Plan,
    ReservationInfo,
    ReservationState,
    Shelves,
    Site,
    StockFilter,
    Supply,
)

HELD_IN = {
    ReservationState.ACTIVE: Bucket.RESERVED,
    ReservationState.ALLOCATED: Bucket.ALLOCATED,
}
"""The counter that a reservation in each state is part of; in other states in none."""


def available(
    variant_ids: Collection[UUID], *, region_codes: Sequence[str] = ()
) -> dict[UUID, int]:
    """Return the units of each variant that may be sold to a region; 0 for the unknown.

    region_codes: the buyer's division codes; empty counts every open location. At most
    UNLIMITED. One statement.
    """
    return available_on(read_shelves(variant_ids), variant_ids, region_codes=region_codes)


def read_shelves(variant_ids: Collection[UUID]) -> Shelves:
    """Return where variants lie, for `available_on` and `plan_from`; one statement."""
    levels = _supplies(set(variant_ids))
    return Shelves(
        supplies=tuple(
            Supply(level.variant_id, level.location_id, level.available) for level in levels
        ),
        places={level.location_id: location_info(level.location) for level in levels},
    )


def available_on(
    shelves: Shelves, variant_ids: Collection[UUID], *, region_codes: Sequence[str] = ()
) -> dict[UUID, int]:
    """Return what `available` does, of what was read already; no statement."""
    serving = {
        key
        for key, place in shelves.places.items()
        if rules.region_rank(place.served_regions, region_codes) is not None
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
        sites=[
            Site(key, place.served_regions, place.position) for key, place in shelves.places.items()
        ],
        region_codes=region_codes,
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
    """Choose sources for demands among levels that were read. Raises: OutOfStock."""
    places = {level.location_id: level.location for level in found.values()}
    return rules.choose_sources(
        demands=demands,
        supplies=[
            Supply(level.variant_id, level.location_id, level.available) for level in found.values()
        ],
        sites=[
            Site(place.pk, tuple(place.served_regions), place.position) for place in places.values()
        ],
        region_codes=region_codes,
    )


def plan(*, demands: Sequence[Demand], region_codes: Sequence[str] = ()) -> Plan:
    """Return where goods would come from if they were reserved now; nothing is held.

    One statement. Raises: OutOfStock with every short variant.
    """
    return plan_from(read_shelves([demand.variant_id for demand in demands]), demands, region_codes)


@prepared.reading
def _supplies(variant_ids: Collection[UUID]) -> QuerySet[StockLevel]:
    return StockLevel.objects.sellable(variant_ids).select_related("location")


def list_levels(
    *, variant_ids: Collection[UUID] | None = None, location_id: UUID | None = None
) -> tuple[LevelInfo, ...]:
    """Return the levels of some variants, at one location or at all of them."""
    rows = StockLevel.objects.order_by("variant_id", "location_id")
    if variant_ids is not None:
        rows = rows.filter(variant_id__in=variant_ids)
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    return tuple(_level_info(row) for row in rows)


def list_stock(
    *, actor: Actor, filter: StockFilter, cursor: str | None = None, limit: int | None = None
) -> Page[LevelInfo]:
    """Return the levels an actor may see, newest first.

    A level counts as low at or below the threshold of the merchant asked for, else the
    platform's.
    Raises: Forbidden, NotFound, BadCursor.
    """
    rows = _visible_levels(actor, filter.merchant_id).order_by("-id")
    if filter.location_id:
        rows = rows.filter(location_id=filter.location_id)
    if filter.variant_ids:
        rows = rows.filter(variant_id__in=filter.variant_ids)
    if filter.low_only:
        threshold = LOW_STOCK_THRESHOLD.get(filter.merchant_id)
        rows = rows.running_low(threshold)
    if cursor:
        rows = rows.filter(id__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    size = clamp_limit(limit)
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=tuple(_level_info(row) for row in found[:size]), next_cursor=following)


def list_movements(
    *,
    actor: Actor,
    variant_id: UUID,
    location_id: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[MovementInfo]:
    """Return what happened to a variant's stock, newest first: the explanation of its numbers.

    Raises: Forbidden, NotFound, BadCursor.
    """
    levels = _visible_levels(actor, None).filter(variant_id=variant_id)
    if location_id:
        levels = levels.filter(location_id=location_id)
    places = dict(levels.values_list("id", "location_id"))
    rows = StockMovement.objects.filter(level_id__in=places).order_by("-at", "-id")
    if cursor:
        stamp, last_id = decode_cursor(cursor, 2)
        at = datetime.fromisoformat(str(stamp))
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=UUID(str(last_id))))
    size = clamp_limit(limit)
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(_movement_info(row, variant_id, places[row.level_id]) for row in found[:size]),
        next_cursor=encode_cursor(last.at.isoformat(), last.id.hex) if last else None,
    )


def list_reservations(owner_id: UUID) -> tuple[ReservationInfo, ...]:
    """Return what an owner holds or held, by variant and location."""
    rows = Reservation.objects.filter(owner_id=owner_id).select_related("level")
    return tuple(
        ReservationInfo(
            owner_id=row.owner_id,
            variant_id=row.level.variant_id,
            location_id=row.level.location_id,
            quantity=row.quantity,
            shipped=row.shipped,
            state=ReservationState(row.state),
            expires_at=row.expires_at,
        )
        for row in rows.order_by("level__variant_id", "level__location_id")
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
    scope = _scope(actor, merchant_id)
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


def count_card_keys(variant_ids: Collection[UUID]) -> dict[UUID, CardKeyCounts]:
    """Return how many card keys each variant has, by state. One statement."""
    counts: dict[UUID, dict[str, int]] = {variant_id: {} for variant_id in variant_ids}
    rows = CardKey.objects.filter(variant_id__in=variant_ids).values_list("variant_id", "state")
    for variant_id, state, count in rows.annotate(count=Count("id")).order_by():
        counts[variant_id][state] = count
    return {variant_id: CardKeyCounts(**found) for variant_id, found in counts.items()}


def list_card_keys(
    *, actor: Actor, variant_id: UUID, merchant_id: UUID, cursor: str | None = None
) -> Page[CardKeyInfo]:
    """Return a variant's card keys without their secrets, newest first.

    merchant_id: the owner of the variant's stock.
    Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW, merchant_id=merchant_id)
    if not StockLevel.objects.filter(variant_id=variant_id, merchant_id=merchant_id).exists():
        raise NotFound
    rows = CardKey.objects.filter(variant_id=variant_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    size = clamp_limit(None)
    found = list(rows[: size + 1])
    return Page(
        items=tuple(
            CardKeyInfo(
                card_key_id=row.id,
                state=CardKeyState(row.state),
                order_line_id=row.order_line_id,
                delivered_at=row.delivered_at,
            )
            for row in found[:size]
        ),
        next_cursor=encode_cursor(found[size - 1].id.hex) if len(found) > size else None,
    )


def list_delivered_keys(order_line_id: UUID) -> tuple[str, ...]:
    """Return the secrets an order line was given, decrypted, in their order; maybe none.

    The caller has checked that the reader owns the line.
    """
    rows = CardKey.objects.filter(order_line_id=order_line_id).order_by("slot")
    return tuple(secrets.decrypt(token) for token in rows.values_list("secret", flat=True))


def is_revealed(order_line_id: UUID) -> bool:
    """Return whether the buyer has looked at the card keys of a line."""
    rows = CardKey.objects.filter(order_line_id=order_line_id)
    return rows.exclude(revealed_at=None).exists()


def is_waiting(*, user_id: UUID, variant_id: UUID) -> bool:
    """Return whether a person waits to hear that a variant is back."""
    return StockAlert.objects.filter(user_id=user_id, variant_id=variant_id, told_at=None).exists()


def prove(*, level_ids: Collection[UUID] | None = None) -> tuple[Discrepancy, ...]:
    """Prove counters from their rows; return those that do not hold.

    Each counter must equal the sum of its movements, `reserved` also the active
    reservations, and `allocated` the allocated ones. Three statements; while sales go on,
    a level may seem wrong that is merely between two of them, so ask again under its lock.

    level_ids: the levels to prove, None for all.
    """
    levels = StockLevel.objects.order_by("id")
    if level_ids is not None:
        levels = levels.filter(pk__in=level_ids)
    moved = sum_movements(level_ids)
    held = sum_reservations(level_ids)
    return tuple(item for level in levels for item in _disproved(level, moved, held))


def sum_movements(level_ids: Collection[UUID] | None) -> dict[tuple[UUID, Bucket], int]:
    """Return the movements of levels, summed by level and counter."""
    rows = StockMovement.objects.all()
    if level_ids is not None:
        rows = rows.filter(level_id__in=level_ids)
    sums = (
        rows.order_by()
        .values_list("level_id")
        .annotate(
            on_hand=Sum("on_hand_delta"),
            reserved=Sum("reserved_delta"),
            allocated=Sum("allocated_delta"),
        )
    )
    return {
        (level_id, bucket): int(value)
        for level_id, *values in sums
        for bucket, value in zip(Bucket, values, strict=True)
    }


def sum_reservations(level_ids: Collection[UUID] | None) -> dict[tuple[UUID, Bucket], int]:
    """Return what is held of levels, summed by level and counter."""
    rows = Reservation.objects.filter(state__in=list(HELD_IN))
    if level_ids is not None:
        rows = rows.filter(level_id__in=level_ids)
    sums = rows.order_by().values_list("level_id", "state").annotate(held=Sum("quantity"))
    return {(level_id, HELD_IN[ReservationState(state)]): int(n) for level_id, state, n in sums}


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
        is_active=row.is_active,
    )


def _scope(
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


def _visible_levels(actor: Actor, merchant_id: UUID | None) -> StockLevelQuerySet:
    scope = _scope(actor, merchant_id)
    rows = StockLevel.objects.all()
    if scope is not None:
        merchant_ids, warehouse_ids = scope
        rows = rows.filter(Q(merchant_id__in=merchant_ids) | Q(location_id__in=warehouse_ids))
    return rows.filter(merchant_id=merchant_id) if merchant_id else rows


def _level_info(row: StockLevel) -> LevelInfo:
    return LevelInfo(
        level_id=row.id,
        variant_id=row.variant_id,
        product_id=row.product_id,
        merchant_id=row.merchant_id,
        location_id=row.location_id,
        on_hand=row.on_hand,
        reserved=row.reserved,
        allocated=row.allocated,
        safety=row.safety,
        is_unlimited=row.is_unlimited,
        available=row.available,
    )


def _movement_info(row: StockMovement, variant_id: UUID, location_id: UUID) -> MovementInfo:
    return MovementInfo(
        movement_id=row.id,
        at=row.at,
        variant_id=variant_id,
        location_id=location_id,
        kind=MovementKind(row.kind),
        on_hand_delta=row.on_hand_delta,
        reserved_delta=row.reserved_delta,
        allocated_delta=row.allocated_delta,
        owner_id=row.owner_id,
        reason=row.reason,
        actor=row.actor,
    )


def _disproved(
    level: StockLevel,
    moved: Mapping[tuple[UUID, Bucket], int],
    held: Mapping[tuple[UUID, Bucket], int],
) -> list[Discrepancy]:
    found = []
    for bucket in Bucket:
        key = (level.id, bucket)
        counter = getattr(level, bucket)
        if counter != moved.get(key, 0):
            found.append(_discrepancy(level, bucket, "movements", moved.get(key, 0)))
        if bucket in HELD_IN.values() and counter != held.get(key, 0):
            found.append(_discrepancy(level, bucket, "reservations", held.get(key, 0)))
    return found


def _discrepancy(level: StockLevel, bucket: Bucket, source: str, proved: int) -> Discrepancy:
    return Discrepancy(
        level_id=level.id,
        variant_id=level.variant_id,
        location_id=level.location_id,
        bucket=bucket,
        source=source,
        counter=getattr(level, bucket),
        proved=proved,
    )

"""Moving what is held for a paid order from one location to another."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.inventory import queries, rules
from jishi.goods.inventory.errors import NotAllocated, OutOfStock
from jishi.goods.inventory.models import Reservation, StockLevel
from jishi.goods.inventory.rules import Held
from jishi.goods.inventory.services import booking, levels
from jishi.goods.inventory.services.levels import Cause, Step
from jishi.goods.inventory.types import MovementKind, ReservationState, Shortage, Source

REASON = "relocated"


@transactional
def relocate(
    *, actor: Actor, owner_id: UUID, items: Sequence[Source], to_location_id: UUID
) -> None:
    """Hold paid units of an owner at another location instead; all of them or none.

    items: what is held now and where; units that lie there already are passed over. Called by
    rooms above, which have checked who asks.
    Raises: OutOfStock with every variant of which the other location has too little;
        NotAllocated if less is held than is to be moved; NotFound without such a location;
        NoDayLeft. The parcel moves in the count of the days, too.
    Emits: StockChanged once per variant.
    Locks: the owner's reservations, then the levels on both sides, by primary key, the days.
    """
    wanted: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for item in items:
        rules.require_positive(item.quantity)
        if item.location_id != to_location_id:
            wanted[item.variant_id, item.location_id] += item.quantity
    if not wanted:
        return
    queries.require_locations([to_location_id])
    held = levels.lock_reservations([owner_id])
    found = _lock(held, {variant_id for variant_id, _ in wanted}, to_location_id)
    _require_room(wanted, found, to_location_id)
    by_level = {row.level_id: row for row in held}
    at = clock.now()
    gives, takes = [], []
    for (variant_id, location_id), quantity in sorted(wanted.items()):
        old, new = found.get((variant_id, location_id)), found[variant_id, to_location_id]
        row = by_level.get(old.pk) if old else None
        if old is None or row is None:
            raise NotAllocated(quantity=quantity, allocated=0)
        _give(row, quantity)
        by_level[new.pk] = _take(by_level.get(new.pk), owner_id, new, quantity)
        gives.append(Step(old.pk, allocated=-quantity, owner_id=owner_id, reason=REASON))
        takes.append(Step(new.pk, allocated=quantity, owner_id=owner_id, reason=REASON))
    levels.apply(Cause(actor, MovementKind.DEALLOCATE, at), gives)
    levels.apply(Cause(actor, MovementKind.ALLOCATE, at), takes)
    _count_anew(list(by_level.values()), found, to_location_id, at)
    touched = [found[variant_id, to_location_id] for variant_id, _ in wanted]
    levels.announce(Cause(actor, MovementKind.ALLOCATE, at), touched, [*gives, *takes])


def _count_anew(
    rows: Sequence[Reservation],
    found: dict[tuple[UUID, UUID], StockLevel],
    location_id: UUID,
    at: datetime,
) -> None:
    """Free the days of parcels that are empty now, and count what goes from the new place."""
    by_pk = {level.pk: level for level in found.values()}
    before = {row.pk: row.booked_day for row in rows}
    freed = booking.free_emptied(rows, by_pk)
    place = queries.get_locations([location_id])[location_id]
    here = [row for row in rows if by_pk[row.level_id].location_id == location_id]
    known = {by_pk[row.level_id].merchant_id: row.booked_day for row in here if row.booked_day}
    wanted = {by_pk[row.level_id].merchant_id for row in here if row.state in booking.HOLDING}
    parcels = [(location_id, merchant_id) for merchant_id in wanted - known.keys()]
    for (_, merchant_id), day in booking.book(parcels, {location_id: place}, at).items():
        known[merchant_id] = day
    for row in here:
        if row.state in booking.HOLDING:
            row.booked_day = known.get(by_pk[row.level_id].merchant_id)
    changed = [row for row in rows if row.booked_day != before[row.pk]]
    Reservation.objects.bulk_update(changed, ["booked_day"])
    booking.give_back(freed)


def _lock(
    held: Sequence[Reservation], variant_ids: set[UUID], location_id: UUID
) -> dict[tuple[UUID, UUID], StockLevel]:
    there = StockLevel.objects.filter(variant_id__in=variant_ids, location_id=location_id)
    level_ids = {row.level_id for row in held} | set(there.values_list("pk", flat=True))
    return {(row.variant_id, row.location_id): row for row in levels.lock(level_ids).values()}


def _require_room(
    wanted: dict[tuple[UUID, UUID], int],
    found: dict[tuple[UUID, UUID], StockLevel],
    location_id: UUID,
) -> None:
    totals: dict[UUID, int] = defaultdict(int)
    for (variant_id, _), quantity in wanted.items():
        totals[variant_id] += quantity
    shortages = []
    for variant_id, quantity in totals.items():
        level = found.get((variant_id, location_id))
        free = max(0, level.available) if level else 0
        if free < quantity:
            shortages.append(Shortage(variant_id, wanted=quantity, available=free))
    if shortages:
        raise OutOfStock(shortages)


def _give(row: Reservation, quantity: int) -> None:
    left = rules.after_giving_back(
        Held(row.quantity, row.shipped, ReservationState(row.state)), quantity
    )
    row.quantity, row.shipped, row.state = left.quantity, left.shipped, left.state
    row.save(update_fields=["quantity", "shipped", "state"])


def _take(row: Reservation | None, owner_id: UUID, level: StockLevel, quantity: int) -> Reservation:
    if row is None:
        return Reservation.objects.create(
            owner_id=owner_id,
            level=level,
            quantity=quantity,
            state=ReservationState.ALLOCATED,
            expires_at=clock.now(),
        )
    held = row.quantity if row.state == ReservationState.ALLOCATED else 0
    row.quantity, row.state = held + quantity, ReservationState.ALLOCATED
    row.save(update_fields=["quantity", "state"])
    return row

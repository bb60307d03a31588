"""Deriving every counter again from its rows."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Sum

from jishi.goods.inventory.models import (
    Reservation,
    StockLevel,
    StockMovement,
)
from jishi.goods.inventory.types import (
    Bucket,
    Discrepancy,
    ReservationState,
)

HELD_IN = {
    ReservationState.ACTIVE: Bucket.RESERVED,
    ReservationState.ALLOCATED: Bucket.ALLOCATED,
}
"""The counter that a reservation in each state is part of; in other states in none."""


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

"""Setting stock aside for a checkout: plan first, then take exactly the plan or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import prepared
from jishi.foundation.platform.transactions import transactional
from jishi.goods.inventory import queries
from jishi.goods.inventory.errors import AlreadyAllocated, OutOfStock
from jishi.goods.inventory.models import Reservation, StockLevel
from jishi.goods.inventory.preferences import LOW_STOCK_THRESHOLD
from jishi.goods.inventory.services import booking, levels
from jishi.goods.inventory.services.levels import Cause, Step
from jishi.goods.inventory.types import (
    Demand,
    MovementKind,
    Plan,
    ReservationState,
    Shortage,
    Source,
)

REPLANS = 3
"""How often a plan is made anew after other buyers were faster."""

NEAR = 100
"""So many units above the threshold, a sale is looked at for having run low.

Far from it the extra statement is saved; the number covers what others may sell between
a buyer's reading and taking.
"""

Levels = Mapping[tuple[UUID, UUID], StockLevel]


@transactional
def reserve(
    *,
    actor: Actor,
    owner_id: UUID,
    demands: Sequence[Demand],
    region_codes: Sequence[str] = (),
    expires_at: datetime,
) -> tuple[Source, ...]:
    """Set stock aside for an owner until a time, and return where it lies.

    Demands are summed per variant before anything is taken. What the owner held before is
    given back first, so reserving again replaces. Call it late in a use case: the level of
    a hot variant stays locked until the commit. A fixed number of statements, and a few more
    where a location takes only so many parcels a day: each parcel is counted on the first
    day that has room, which may be later than the day that was shown if others were faster.

    owner_id: the id the order group will have. region_codes: the buyer's division codes.
    Raises: OutOfStock with every short variant, nothing taken; BadQuantity;
        AlreadyAllocated if the owner has paid; NoDayLeft.
    Emits: StockChanged once per variant, StockRanLow.
    Locks: the owner's reservations, then the planned levels by primary key, then the days.
    """
    cause = Cause(actor, MovementKind.RESERVE, clock.now())
    _give_up_earlier(cause, owner_id)
    for attempt in range(1 + REPLANS):
        found = queries.read_supplies(demand.variant_id for demand in demands)
        plan = queries.plan_with(found, demands, region_codes)
        steps = _steps(plan, found, owner_id)
        short = _take(steps)
        if not short:
            break
        if attempt == REPLANS:
            raise OutOfStock(_shortages(plan, found, short))
    _insert(owner_id, steps, expires_at, _book(plan, found, cause.at))
    levels.note(cause, steps)
    _announce(cause, found, steps)
    return plan.sources


def _steps(plan: Plan, found: Levels, owner_id: UUID) -> list[Step]:
    reasons = {choice.merchant_id: choice.explanation() for choice in plan.choices}
    steps = []
    for source in plan.sources:
        level = found[source.variant_id, source.location_id]
        steps.append(
            Step(
                level_id=level.pk,
                reserved=source.quantity,
                owner_id=owner_id,
                reason=reasons.get(level.merchant_id, ""),
            )
        )
    return steps


def _take(steps: Sequence[Step]) -> list[UUID]:
    """Raise `reserved` on every level of a plan or on none; return the levels that are short.

    Several levels are locked in order and looked at before any is changed, so that nothing
    has to be undone. The condition of the update holds either way.
    """
    wanted = {step.level_id: step.reserved for step in steps}
    if len(wanted) > 1:
        rows = levels.lock(wanted)
        short = [pk for pk, row in rows.items() if row.available < wanted[pk]]
        if short:
            return short
    changed = levels.take(wanted)
    if changed == len(wanted):
        return []
    assert changed == 0, "a plan was taken in part"
    return list(wanted)


def _shortages(plan: Plan, found: Levels, short: Collection[UUID]) -> list[Shortage]:
    return [
        Shortage(source.variant_id, wanted=source.quantity, available=0)
        for source in plan.sources
        if found[source.variant_id, source.location_id].pk in short
    ]


def _book(plan: Plan, found: Levels, at: datetime) -> dict[UUID, date]:
    """Count the parcels of a plan, where they are counted; return the day by level."""
    used = [found[source.variant_id, source.location_id] for source in plan.sources]
    if all(level.location.daily_capacity is None for level in used):
        return {}
    days = booking.book(
        [(level.location_id, level.merchant_id) for level in used],
        queries.infos_of(level.location for level in used),
        at,
    )
    keys = {level.pk: (level.location_id, level.merchant_id) for level in used}
    return {level_id: days[key] for level_id, key in keys.items() if key in days}


def _insert(
    owner_id: UUID, steps: Iterable[Step], expires_at: datetime, days: Mapping[UUID, date]
) -> None:
    prepared.insert(
        [
            Reservation(
                owner_id=owner_id,
                level_id=step.level_id,
                quantity=step.reserved,
                expires_at=expires_at,
                booked_day=days.get(step.level_id),
            )
            for step in steps
        ]
    )


def _give_up_earlier(cause: Cause, owner_id: UUID) -> None:
    """Give back what an owner held for an earlier state of the same checkout."""
    rows = levels.lock_reservations([owner_id])
    if not rows:
        return
    if any(row.state in {ReservationState.ALLOCATED, ReservationState.SHIPPED} for row in rows):
        raise AlreadyAllocated(owner_id=str(owner_id))
    steps = [
        Step(level_id=row.level_id, reserved=-row.quantity, owner_id=owner_id, reason="replaced")
        for row in rows
        if row.state == ReservationState.ACTIVE
    ]
    # Its history stays in the movements.
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if steps:
        locked = levels.lock([step.level_id for step in steps])
        released = Cause(cause.actor, MovementKind.RELEASE, cause.at)
        levels.apply(released, steps)
        booking.give_back(booking.all_days(rows, locked))
        levels.announce(released, locked.values(), steps)


def _announce(cause: Cause, found: Levels, steps: Sequence[Step]) -> None:
    """Announce every variant; look closely only at those that may have run low."""
    subjects = {level.variant_id: level for level in found.values()}
    left = dict.fromkeys(subjects, 0)
    for level in found.values():
        left[level.variant_id] += max(0, level.available)
    for level in subjects.values():
        levels.announce_change(cause, level)
    close = {
        variant_id: level
        for variant_id, level in subjects.items()
        if left[variant_id] <= LOW_STOCK_THRESHOLD.get(level.merchant_id) + NEAR
    }
    if close:
        levels.announce_crossings(cause, close, steps)

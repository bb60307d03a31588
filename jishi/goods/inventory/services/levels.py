"""How levels change: locked in one order, in one statement, with their movements and news.

Why a lock besides the condition: an UPDATE of several rows takes their locks in whatever
order its plan visits them, and PostgreSQL may visit by index or by heap. Two baskets with
the same goods could then wait for each other. A `SELECT … FOR UPDATE ORDER BY` fixes the
order there; InnoDB walks the primary key either way; SQLite has one writer at a time and
is given no lock. A single row needs none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import outbox, prepared
from jishi.foundation.platform.transactions import for_update, insert_at_end
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory import rules
from jishi.goods.inventory.events import BackInStock, StockChanged, StockRanLow
from jishi.goods.inventory.models import Reservation, StockLevel, StockMovement
from jishi.goods.inventory.preferences import LOW_STOCK_THRESHOLD
from jishi.goods.inventory.types import MovementKind

COUNTERS = ("on_hand", "reserved", "allocated")


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one level; becomes one movement.

    on_hand, reserved, allocated: units added, may be negative. owner_id: for whom.
    """

    level_id: UUID
    on_hand: int = 0
    reserved: int = 0
    allocated: int = 0
    owner_id: UUID | None = None
    reason: str = ""

    @property
    def freed(self) -> int:
        """Units that may be sold since this step; negative if fewer may be."""
        return self.on_hand - self.reserved - self.allocated


@dataclass(frozen=True, slots=True)
class Cause:
    """Who changes levels, in what way, and when."""

    actor: Actor
    kind: MovementKind
    at: datetime

    @property
    def actor_label(self) -> str:
        """The actor as movements and events keep it."""
        return f"{self.actor.kind}:{self.actor.id}"[:100]


def lock(level_ids: Collection[UUID]) -> dict[UUID, StockLevel]:
    """Lock levels by primary key and return them as they are now."""
    return {row.pk: row for row in _locked(set(level_ids))}


@prepared.reading
def _locked(level_ids: Collection[UUID]) -> QuerySet[StockLevel]:
    rows: QuerySet[StockLevel] = for_update(StockLevel.objects.filter(pk__in=level_ids))
    return rows


def lock_reservations(owner_ids: Collection[UUID]) -> list[Reservation]:
    """Lock all that owners hold or held, by primary key.

    Asks for owners alone: with a condition on the state, MariaDB would walk the index of
    states, which the updates that follow change, and two such transactions could meet head on.
    """
    return _held_by(set(owner_ids))


@prepared.reading
def _held_by(owner_ids: Collection[UUID]) -> QuerySet[Reservation]:
    rows: QuerySet[Reservation] = for_update(Reservation.objects.filter(owner_id__in=owner_ids))
    return rows


def lock_or_open(pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], StockLevel]:
    """Lock the levels of (variant, location) pairs, opening empty ones where there are none.

    Raises: NotFound if a variant is not in the catalog.
    """
    wanted = set(pairs)
    found = _find(wanted)
    missing = wanted - found.keys()
    if missing:
        _open(missing)
        found = _find(wanted)
    locked = lock(found.values())
    return {(row.variant_id, row.location_id): row for row in locked.values()}


def apply(cause: Cause, steps: Sequence[Step]) -> None:
    """Add steps to levels that are locked, and note them.

    The steps fit: what they take was checked under the lock, and the table's checks stand
    behind.
    """
    changed = add(steps)
    assert changed == len({step.level_id for step in steps}), "a level vanished under its lock"
    note(cause, steps)


def add(steps: Iterable[Step]) -> int:
    """Add steps to their levels in one statement; return the number of levels changed."""
    totals = {name: _by_level(steps, name) for name in COUNTERS}
    level_ids = list(totals["on_hand"])
    if all(len(set(deltas.values())) == 1 for deltas in totals.values()):
        return _add_alike(level_ids, *(deltas[level_ids[0]] for deltas in totals.values()))
    values = {
        name: F(name) + _own(deltas) for name, deltas in totals.items() if any(deltas.values())
    }
    return StockLevel.objects.filter(pk__in=level_ids).update(**values)


def take(units: Mapping[UUID, int]) -> int:
    """Raise `reserved` where that many units may be sold, in one statement.

    Returns the number of levels changed.
    """
    if len(set(units.values())) == 1:
        return _take_alike(list(units), next(iter(units.values())))
    able = StockLevel.objects.that_can_give(_own(units)).filter(pk__in=units.keys())
    return able.update(reserved=F("reserved") + _own(units))


@prepared.changing
def _add_alike(
    level_ids: Collection[UUID], on_hand: int, reserved: int, allocated: int
) -> prepared.Change:
    return prepared.update(
        StockLevel.objects.filter(pk__in=level_ids),
        on_hand=F("on_hand") + on_hand,
        reserved=F("reserved") + reserved,
        allocated=F("allocated") + allocated,
    )


@prepared.changing
def _take_alike(level_ids: Collection[UUID], units: int) -> prepared.Change:
    able = StockLevel.objects.that_can_give(units).filter(pk__in=level_ids)
    return prepared.update(able, reserved=F("reserved") + units)


def _own(deltas: Mapping[UUID, int]) -> Combinable:
    """Return an expression that is each level's own number."""
    whens = [When(pk=level_id, then=Value(number)) for level_id, number in deltas.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def note(cause: Cause, steps: Iterable[Step]) -> None:
    """Record steps as movements, together at the end of the use case."""
    for step in steps:
        insert_at_end(
            StockMovement(
                level_id=step.level_id,
                kind=cause.kind,
                on_hand_delta=step.on_hand,
                reserved_delta=step.reserved,
                allocated_delta=step.allocated,
                owner_id=step.owner_id,
                reason=step.reason[:200],
                actor=cause.actor_label,
                at=cause.at,
            )
        )


def announce(cause: Cause, levels: Iterable[StockLevel], steps: Iterable[Step]) -> None:
    """Tell that some variants' availability has changed, once per variant.

    Reads the levels of these variants as they are after the steps, and works out from the
    steps what they were before. One statement.

    levels: any rows of the variants concerned.
    Emits: StockChanged; StockRanLow and BackInStock where the change crossed the line.
    """
    subjects = {level.variant_id: level for level in levels}
    for level in subjects.values():
        announce_change(cause, level)
    announce_crossings(cause, subjects, steps)


def announce_change(cause: Cause, level: StockLevel) -> None:
    """Emit StockChanged for the variant of a level."""
    outbox.emit(
        StockChanged(
            variant_id=str(level.variant_id),
            product_id=str(level.product_id),
            merchant_id=str(level.merchant_id),
        ),
        actor=cause.actor_label,
    )


def announce_crossings(
    cause: Cause, subjects: Mapping[UUID, StockLevel], steps: Iterable[Step]
) -> None:
    """Emit StockRanLow or BackInStock for the variants whose total crossed a line."""
    freed = _by_level(steps, "freed")
    before = dict.fromkeys(subjects, 0)
    after = dict.fromkeys(subjects, 0)
    for row in StockLevel.objects.sellable(list(subjects)):
        change = 0 if row.is_unlimited else freed.get(row.pk, 0)
        after[row.variant_id] += max(0, row.available)
        before[row.variant_id] += max(0, row.available - change)
    for variant_id, level in subjects.items():
        _announce_crossing(cause, level, before[variant_id], after[variant_id])


def _announce_crossing(cause: Cause, level: StockLevel, before: int, after: int) -> None:
    names = {
        "variant_id": str(level.variant_id),
        "product_id": str(level.product_id),
        "merchant_id": str(level.merchant_id),
    }
    threshold = LOW_STOCK_THRESHOLD.get(level.merchant_id)
    if rules.ran_low(before, after, threshold):
        event = StockRanLow(**names, available=after, threshold=threshold)
        outbox.emit(event, actor=cause.actor_label)
    if rules.came_back(before, after):
        outbox.emit(BackInStock(**names, available=after), actor=cause.actor_label)


def _by_level(steps: Iterable[Step], name: str) -> dict[UUID, int]:
    totals: dict[UUID, int] = defaultdict(int)
    for step in steps:
        totals[step.level_id] += getattr(step, name)
    return dict(totals)


def _find(pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], UUID]:
    rows = StockLevel.objects.filter(
        variant_id__in={variant for variant, _ in pairs},
        location_id__in={location for _, location in pairs},
    ).values_list("variant_id", "location_id", "pk")
    return {(v, place): pk for v, place, pk in rows if (v, place) in pairs}


def _open(pairs: Collection[tuple[UUID, UUID]]) -> None:
    """Insert empty levels; those that somebody else opens meanwhile are left alone."""
    variants = catalog_queries.list_variant_refs({variant for variant, _ in pairs})
    if any(variant not in variants for variant, _ in pairs):
        raise NotFound
    rows = [
        StockLevel(
            variant_id=variant,
            location_id=location,
            product_id=variants[variant].product_id,
            merchant_id=variants[variant].merchant_id,
        )
        for variant, location in sorted(pairs)
    ]
    StockLevel.objects.bulk_create(rows, ignore_conflicts=True)

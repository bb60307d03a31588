"""Proving the counters against their rows, and setting right those that do not hold."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.goods.inventory import permissions, queries
from jishi.goods.inventory.errors import StockHeld
from jishi.goods.inventory.events import StockDisproved
from jishi.goods.inventory.models import StockLevel
from jishi.goods.inventory.services import levels
from jishi.goods.inventory.services.levels import Cause, Step
from jishi.goods.inventory.types import Bucket, Discrepancy, MovementKind


@transactional
def announce_proof(*, actor: Actor) -> tuple[Discrepancy, ...]:
    """Prove every counter and announce those that do not hold.

    Emits: StockDisproved once per counter.
    Locks: the levels in doubt, so that sales in progress raise no false alarm.
    """
    found = _disproved()
    for item in found:
        outbox.emit(
            StockDisproved(
                variant_id=str(item.variant_id),
                location_id=str(item.location_id),
                bucket=item.bucket,
                counter=item.counter,
                proved=item.proved,
            ),
            actor=f"{actor.kind}:{actor.id}",
        )
    return found


@transactional
def repair(*, actor: Actor) -> tuple[Discrepancy, ...]:
    """Set right every counter that does not hold; return what was found.

    Reservations are the truth of what is reserved and allocated, movements of what is on
    hand. Movements are never changed: what is missing among them is added as a new one.

    Raises: StockHeld if buyers were promised more than is there, NotFound, Forbidden.
    Emits: StockChanged once per variant.
    Locks: the levels in doubt.
    """
    actor.require(permissions.EDIT)
    found = _disproved()
    groups: dict[UUID, list[Discrepancy]] = defaultdict(list)
    for item in found:
        groups[item.level_id].append(item)
    cause = Cause(actor, MovementKind.ADJUST, clock.now())
    rows = levels.lock(groups)
    moved = queries.sum_movements(groups)
    held = queries.sum_reservations(groups)
    for level_id, level in rows.items():
        _repair(cause, level, moved, held)
        audit.record(
            actor=actor,
            action=permissions.EDIT,
            subject_type="stock_level",
            subject_id=level_id,
            merchant_id=level.merchant_id,
            before={f"{item.bucket}": item.counter for item in groups[level_id]},
            after={f"{item.bucket}": item.proved for item in groups[level_id]},
        )
    for level in {row.variant_id: row for row in rows.values()}.values():
        levels.announce_change(cause, level)
    return found


def _disproved() -> tuple[Discrepancy, ...]:
    """Prove everything, and what is in doubt once more under lock."""
    doubtful = {item.level_id for item in queries.prove()}
    if not doubtful:
        return ()
    levels.lock(doubtful)
    return queries.prove(level_ids=doubtful)


def _repair(
    cause: Cause,
    level: StockLevel,
    moved: Mapping[tuple[UUID, Bucket], int],
    held: Mapping[tuple[UUID, Bucket], int],
) -> None:
    on_hand = moved.get((level.pk, Bucket.ON_HAND), 0)
    reserved = held.get((level.pk, Bucket.RESERVED), 0)
    allocated = held.get((level.pk, Bucket.ALLOCATED), 0)
    if not level.is_unlimited and on_hand < reserved + allocated:
        raise StockHeld(held=reserved + allocated)
    StockLevel.objects.filter(pk=level.pk).update(
        on_hand=on_hand, reserved=reserved, allocated=allocated
    )
    missing = Step(
        level.pk,
        reserved=reserved - moved.get((level.pk, Bucket.RESERVED), 0),
        allocated=allocated - moved.get((level.pk, Bucket.ALLOCATED), 0),
        reason="repair",
    )
    if missing.reserved or missing.allocated:
        levels.note(cause, [missing])

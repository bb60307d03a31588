"""What arrives, what comes back, and what a count finds."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.goods.inventory import permissions, queries, rules
from jishi.goods.inventory.errors import BadQuantity, StockHeld
from jishi.goods.inventory.models import StockLevel
from jishi.goods.inventory.services import levels
from jishi.goods.inventory.services.levels import Cause, Step
from jishi.goods.inventory.types import MovementKind, Source, StockItem

MAX_UNITS = 1_000_000_000


@transactional
def receive(
    *, actor: Actor, location_id: UUID, items: Sequence[StockItem], reason: str = ""
) -> None:
    """Add goods that have arrived at a location.

    Raises: NotFound for an unknown variant or location, or one of somebody else's;
        Forbidden, BadQuantity.
    Emits: StockChanged once per variant, BackInStock.
    Locks: the levels by primary key.
    """
    sources = [Source(item.variant_id, location_id, item.quantity) for item in items]
    rows = _open_levels(sources)
    _require_edit(actor, rows.values(), location_id)
    _add(Cause(actor, MovementKind.RECEIVE, clock.now()), rows, sources, reason)


@transactional
def restock(
    *,
    actor: Actor,
    items: Sequence[Source],
    reason: str = "",
    owner_id: UUID | None = None,
) -> None:
    """Put goods that came back on sale again; the room that took them in checked the right.

    owner_id: the order group they were sold to, if known.
    Raises: NotFound for an unknown variant; BadQuantity.
    Emits: StockChanged once per variant, BackInStock.
    Locks: the levels by primary key.
    """
    cause = Cause(actor, MovementKind.RESTOCK, clock.now())
    _add(cause, _open_levels(items), items, reason, owner_id)


@transactional
def adjust(
    *, actor: Actor, location_id: UUID, variant_id: UUID, new_on_hand: int, reason: str
) -> None:
    """Correct what is on hand to what was counted.

    Raises: BadQuantity; StockHeld if fewer are there than buyers were promised; NotFound,
        Forbidden.
    Emits: StockChanged, StockRanLow, BackInStock.
    Locks: the level.
    """
    if not 0 <= new_on_hand <= MAX_UNITS:
        raise BadQuantity(field="new_on_hand", quantity=new_on_hand)
    level = _open_level(actor, location_id, variant_id)
    if not level.is_unlimited and new_on_hand < level.reserved + level.allocated:
        raise StockHeld(held=level.reserved + level.allocated)
    delta = new_on_hand - level.on_hand
    if not delta:
        return
    cause = Cause(actor, MovementKind.ADJUST, clock.now())
    steps = [Step(level.pk, on_hand=delta, reason=reason)]
    levels.apply(cause, steps)
    levels.announce(cause, [level], steps)


@transactional
def set_safety(*, actor: Actor, location_id: UUID, variant_id: UUID, safety: int) -> None:
    """Set how many units of a variant are kept back from sale at a location.

    Raises: BadQuantity, NotFound, Forbidden.
    Emits: StockChanged.
    Locks: the level.
    """
    if not 0 <= safety <= MAX_UNITS:
        raise BadQuantity(field="safety", quantity=safety)
    level = _open_level(actor, location_id, variant_id)
    _set(actor, level, "safety", value=safety)


@transactional
def set_unlimited(*, actor: Actor, location_id: UUID, variant_id: UUID, is_unlimited: bool) -> None:
    """Say whether a variant never runs out at a location, as downloads do not.

    Raises: StockHeld if it is to run out and more is held than is there; NotFound, Forbidden.
    Emits: StockChanged.
    Locks: the level.
    """
    level = _open_level(actor, location_id, variant_id)
    if not is_unlimited and level.reserved + level.allocated > level.on_hand:
        raise StockHeld(held=level.reserved + level.allocated)
    _set(actor, level, "is_unlimited", value=is_unlimited)


def _set(actor: Actor, level: StockLevel, name: str, *, value: int | bool) -> None:
    before = getattr(level, name)
    if before == value:
        return
    StockLevel.objects.filter(pk=level.pk).update(**{name: value})
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="stock_level",
        subject_id=level.pk,
        merchant_id=level.merchant_id,
        before={name: before},
        after={name: value},
    )
    levels.announce_change(Cause(actor, MovementKind.ADJUST, clock.now()), level)


def _open_level(actor: Actor, location_id: UUID, variant_id: UUID) -> StockLevel:
    pair = (variant_id, location_id)
    rows = levels.lock_or_open([pair])
    _require_edit(actor, rows.values(), location_id)
    return rows[pair]


def _open_levels(sources: Sequence[Source]) -> dict[tuple[UUID, UUID], StockLevel]:
    for source in sources:
        rules.require_positive(source.quantity)
    queries.require_locations({source.location_id for source in sources})
    return levels.lock_or_open([(source.variant_id, source.location_id) for source in sources])


def _require_edit(actor: Actor, rows: Collection[StockLevel], location_id: UUID) -> None:
    """Refuse stock of a merchant the actor does not work for, or at another's location."""
    owner_id = queries.get_location(location_id).merchant_id
    for merchant_id in {row.merchant_id for row in rows}:
        actor.require(permissions.EDIT, merchant_id=merchant_id, warehouse_id=location_id)
        if owner_id is not None and owner_id != merchant_id:
            raise NotFound


def _add(
    cause: Cause,
    rows: dict[tuple[UUID, UUID], StockLevel],
    sources: Sequence[Source],
    reason: str,
    owner_id: UUID | None = None,
) -> None:
    arrived: dict[UUID, int] = defaultdict(int)
    for source in sources:
        arrived[rows[source.variant_id, source.location_id].pk] += source.quantity
    steps = [
        Step(level_id, on_hand=quantity, owner_id=owner_id, reason=reason)
        for level_id, quantity in arrived.items()
    ]
    if steps:
        levels.apply(cause, steps)
        levels.announce(cause, rows.values(), steps)

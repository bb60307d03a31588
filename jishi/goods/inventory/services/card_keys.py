"""Card keys: added encrypted, given out exactly once."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory import permissions, queries, rules
from jishi.goods.inventory.adapters import secrets
from jishi.goods.inventory.errors import BadCardKey, NoCardKeys, StockHeld
from jishi.goods.inventory.models import CardKey, StockLevel
from jishi.goods.inventory.services import counting, levels
from jishi.goods.inventory.services.levels import Cause, Step
from jishi.goods.inventory.services.locations import open_virtual_location
from jishi.goods.inventory.types import CardKeyState, MovementKind, StockItem

MAX_LENGTH = 500
"""Longest card key, in characters."""


@transactional
def add_card_keys(*, actor: Actor, variant_id: UUID, keys: Sequence[str]) -> int:
    """Add card keys of a variant to its pool and as many units to its stock.

    Keys that were added before are passed over. The units lie in the merchant's virtual
    location, so reserving, allocating and shipping them is like any other goods.

    Returns the number of keys that are new.
    Raises: BadCardKey, NotFound, Forbidden.
    Emits: StockChanged, BackInStock.
    """
    variant = catalog_queries.list_variant_refs([variant_id]).get(variant_id)
    if variant is None:
        raise NotFound
    actor.require(permissions.EDIT, merchant_id=variant.merchant_id)
    fresh = _fresh(variant_id, keys)
    if not fresh:
        return 0
    CardKey.objects.bulk_create(
        CardKey(variant_id=variant_id, secret=secrets.encrypt(text), fingerprint=mark)
        for mark, text in fresh.items()
    )
    counting.receive(
        actor=actor,
        location_id=open_virtual_location(actor=actor, merchant_id=variant.merchant_id),
        items=[StockItem(variant_id, len(fresh))],
        reason="card keys",
    )
    return len(fresh)


@transactional
def deliver_card_keys(
    *, actor: Actor, variant_id: UUID, order_line_id: UUID, quantity: int
) -> tuple[str, ...]:
    """Take keys out of the pool for an order line and return them, exactly once.

    A line that has its keys gets the same ones again. Every unit of a line is a slot that a
    constraint lets be filled once, so two simultaneous deliveries end with the same keys.

    Raises: NoCardKeys if the pool has too few; BadQuantity.
    Locks: the keys it takes, passing over those that others hold while there are more.
    """
    del actor
    rules.require_positive(quantity)
    earlier = queries.list_delivered_keys(order_line_id)
    if earlier:
        return earlier
    picked = _pick(variant_id, quantity)
    if len(picked) == quantity and _fill_slots(order_line_id, picked):
        return queries.list_delivered_keys(order_line_id)
    # Somebody else may have delivered this very line while the keys were waited for.
    earlier = queries.list_delivered_keys(order_line_id)
    if not earlier:
        raise NoCardKeys(wanted=quantity, available=len(picked))
    return earlier


@transactional
def reveal_card_keys(*, actor: Actor, order_line_id: UUID) -> tuple[str, ...]:
    """Return the keys of a line to its buyer and remember that they were seen.

    Keys that were seen cannot be returned. The caller has checked that the actor owns the line.
    Raises: NotFound if the line has none.
    """
    rows = CardKey.objects.filter(order_line_id=order_line_id)
    if rows.filter(revealed_at=None).update(revealed_at=clock.now()):
        audit.record(
            actor=actor,
            action="inventory.reveal_card_keys",
            subject_type="order_line",
            subject_id=order_line_id,
        )
    keys = queries.list_delivered_keys(order_line_id)
    if not keys:
        raise NotFound
    return keys


@transactional
def void_card_keys(
    *, actor: Actor, variant_id: UUID, card_key_ids: Collection[UUID], reason: str
) -> None:
    """Withdraw keys that were not sold, and as many units of stock.

    Raises: NotFound if one is not in the pool or not of this variant; StockHeld if buyers
        were promised more than would be left; Forbidden.
    Emits: StockChanged, StockRanLow.
    Locks: the keys, then the level.
    """
    level = StockLevel.objects.filter(variant_id=variant_id, location__kind="virtual").first()
    if level is None:
        raise NotFound
    actor.require(permissions.EDIT, merchant_id=level.merchant_id)
    rows = list(for_update(CardKey.objects.filter(pk__in=set(card_key_ids))))
    state = CardKeyState.AVAILABLE
    pool = [row for row in rows if row.variant_id == variant_id and row.state == state]
    if len(pool) != len(set(card_key_ids)):
        raise NotFound
    _withdraw(actor, level.pk, len(rows), reason)
    CardKey.objects.filter(pk__in=[row.pk for row in rows]).update(state=CardKeyState.VOID)
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="variant",
        subject_id=variant_id,
        merchant_id=level.merchant_id,
        after={"card_keys_voided": len(rows), "reason": reason},
    )


def _withdraw(actor: Actor, level_id: UUID, count: int, reason: str) -> None:
    level = levels.lock([level_id])[level_id]
    held = level.reserved + level.allocated
    if level.on_hand - count < held:
        raise StockHeld(held=held)
    cause = Cause(actor, MovementKind.ADJUST, clock.now())
    steps = [Step(level_id, on_hand=-count, reason=reason)]
    levels.apply(cause, steps)
    levels.announce(cause, [level], steps)


def _fresh(variant_id: UUID, keys: Sequence[str]) -> dict[str, str]:
    """Return the keys that are not in the pool yet, by fingerprint."""
    texts = [key.strip() for key in keys]
    if not texts or any(not text or len(text) > MAX_LENGTH for text in texts):
        raise BadCardKey(field="keys", max_length=MAX_LENGTH)
    marked = {secrets.fingerprint(variant_id, text): text for text in texts}
    known = CardKey.objects.filter(variant_id=variant_id, fingerprint__in=marked)
    seen = set(known.values_list("fingerprint", flat=True))
    return {mark: text for mark, text in marked.items() if mark not in seen}


def _pick(variant_id: UUID, quantity: int) -> list[UUID]:
    """Lock the oldest keys; wait for those that others hold only if there are no more."""
    pool = CardKey.objects.filter(variant_id=variant_id, state=CardKeyState.AVAILABLE)
    can_skip = connection.features.has_select_for_update_skip_locked
    picked = _lock_first(pool.select_for_update(skip_locked=can_skip), quantity)
    while len(picked) < quantity and pool.count() >= quantity:
        picked = _lock_first(pool.select_for_update(), quantity)
    return picked


def _lock_first(pool: QuerySet[CardKey], quantity: int) -> list[UUID]:
    return [row.pk for row in pool.order_by("pk")[:quantity]]


def _fill_slots(order_line_id: UUID, picked: Sequence[UUID]) -> bool:
    """Give keys to the slots of a line; false, and nothing given, if it has its keys."""
    slots = [When(pk=pk, then=Value(slot)) for slot, pk in enumerate(picked)]
    try:
        with transaction.atomic():
            taken = CardKey.objects.filter(pk__in=picked, state=CardKeyState.AVAILABLE).update(
                state=CardKeyState.DELIVERED,
                order_line_id=order_line_id,
                slot=Case(*slots, output_field=IntegerField()),
                delivered_at=clock.now(),
            )
    except IntegrityError:
        return False
    assert taken == len(picked), "a key was taken under its lock"
    return True

"""Stock levels, their movements, and what is held of them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.goods.inventory import preferences
from jishi.goods.inventory.models import (
    Reservation,
    StockAlert,
    StockLevel,
    StockLevelQuerySet,
    StockMovement,
)
from jishi.goods.inventory.queries.places import scope_of
from jishi.goods.inventory.types import (
    LevelInfo,
    MovementInfo,
    MovementKind,
    ReservationInfo,
    ReservationState,
    StockFilter,
)


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
        threshold = preferences.LOW_STOCK_THRESHOLD.get(filter.merchant_id)
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
            booked_day=row.booked_day,
        )
        for row in rows.order_by("level__variant_id", "level__location_id")
    )


def is_waiting(*, user_id: UUID, variant_id: UUID) -> bool:
    """Return whether a person waits to hear that a variant is back."""
    return StockAlert.objects.filter(user_id=user_id, variant_id=variant_id, told_at=None).exists()


def _visible_levels(actor: Actor, merchant_id: UUID | None) -> StockLevelQuerySet:
    scope = scope_of(actor, merchant_id)
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

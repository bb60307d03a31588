"""Reads of favorites, footprints and followed shops."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jishi.care.community import preferences, rules
from jishi.care.community.models import Favorite, Footprint, ShopFollow
from jishi.care.community.types import Counts, FavoriteView, FollowView, FootprintView
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductCard, ProductFilter, ProductState


def list_favorites(
    user_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> Page[FavoriteView]:
    """Return a page of a person's favorites, newest first, in one statement.

    Raises: BadCursor.
    """
    size = clamp_limit(limit)
    rows = Favorite.objects.filter(user_id=user_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_uuid(decode_cursor(cursor, 1)[0]))
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(
        items=tuple(
            FavoriteView(row.product_id, row.created_at, row.price_minor, row.currency)
            for row in found[:size]
        ),
        next_cursor=following,
    )


def favorites_among(user_id: UUID | None, product_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of some products are a person's favorites, in one statement."""
    if user_id is None:
        return frozenset()
    rows = Favorite.objects.filter(user_id=user_id, product_id__in=product_ids)
    return frozenset(rows.values_list("product_id", flat=True))


def count_fans(product_id: UUID) -> int:
    """Return how many people keep a product in mind."""
    return Favorite.objects.filter(product_id=product_id).count()


def list_footprints(
    user_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> Page[FootprintView]:
    """Return a page of what a person looked at, latest first, in one statement.

    Pages group them by day. Raises: BadCursor.
    """
    size = clamp_limit(limit)
    first = rules.oldest_day(clock.now(), preferences.FOOTPRINT_DAYS.get())
    rows = Footprint.objects.filter(user_id=user_id, day__gte=first).order_by("-seen_at", "-id")
    if cursor:
        stamp, last = decode_cursor(cursor, 2)
        at = _moment(stamp)
        rows = rows.filter(Q(seen_at__lt=at) | Q(seen_at=at, id__lt=_uuid(last)))
    found = list(rows[: size + 1])
    last_row = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(FootprintView(row.product_id, row.day, row.seen_at) for row in found[:size]),
        next_cursor=(
            encode_cursor(last_row.seen_at.isoformat(), last_row.id.hex) if last_row else None
        ),
    )


def list_follows(
    user_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> Page[FollowView]:
    """Return a page of the shops a person follows, newest first, in one statement.

    Raises: BadCursor.
    """
    size = clamp_limit(limit)
    rows = ShopFollow.objects.filter(user_id=user_id).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_uuid(decode_cursor(cursor, 1)[0]))
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(
        items=tuple(FollowView(row.merchant_id, row.created_at) for row in found[:size]),
        next_cursor=following,
    )


def list_new_arrivals(
    user_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> Page[ProductCard]:
    """Return a page of what the shops a person follows sell, newest first, in four statements.

    Raises: BadCursor.
    """
    shops = ShopFollow.objects.filter(user_id=user_id).values_list("merchant_id", flat=True)
    wanted = ProductFilter(merchant_ids=frozenset(shops), states=(ProductState.ON_SALE,))
    return catalog_queries.list_products(wanted, cursor=cursor, limit=limit)


def is_following(user_id: UUID | None, merchant_id: UUID) -> bool:
    """Return whether a person follows a shop; guests follow none."""
    if user_id is None:
        return False
    return ShopFollow.objects.filter(user_id=user_id, merchant_id=merchant_id).exists()


def count_followers(merchant_id: UUID) -> int:
    """Return how many people follow a shop."""
    return ShopFollow.objects.filter(merchant_id=merchant_id).count()


def count_all(user_id: UUID) -> Counts:
    """Return the badge counts of the member center, in three statements."""
    first = rules.oldest_day(clock.now(), preferences.FOOTPRINT_DAYS.get())
    return Counts(
        favorites=Favorite.objects.filter(user_id=user_id).count(),
        footprints=Footprint.objects.filter(user_id=user_id, day__gte=first).count(),
        follows=ShopFollow.objects.filter(user_id=user_id).count(),
    )


def _uuid(key: str | int | None) -> UUID:
    try:
        return UUID(str(key))
    except ValueError as error:
        raise BadCursor(field="cursor") from error


def _moment(key: str | int | None) -> datetime:
    try:
        return datetime.fromisoformat(str(key))
    except ValueError as error:
        raise BadCursor(field="cursor") from error

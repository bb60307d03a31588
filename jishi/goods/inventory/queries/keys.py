"""Card keys, never their secrets but to their buyer."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.goods.inventory import permissions
from jishi.goods.inventory.adapters import secrets
from jishi.goods.inventory.models import (
    CardKey,
    StockLevel,
)
from jishi.goods.inventory.types import (
    CardKeyCounts,
    CardKeyInfo,
    CardKeyState,
)


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

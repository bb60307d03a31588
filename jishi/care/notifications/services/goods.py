"""Telling of products: back in stock, cheaper, running low, reviewed by the marketplace."""

from collections.abc import Sequence
from uuid import UUID

from jishi.care.notifications.rules import rendering
from jishi.care.notifications.services.posting import Notice, Reader, post
from jishi.care.notifications.services.shops import shop_values
from jishi.care.notifications.types import Value
from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter
from jishi.goods.inventory import services as inventory


@transactional
def tell_of_back_in_stock(*, actor: Actor, variant_id: UUID, available: int) -> None:
    """Tell those who asked that a variant can be bought again; they are told once each.

    available: units; a few people are told per unit, the others next time.
    """
    user_ids = inventory.take_alerts(actor=actor, variant_id=variant_id, available=available)
    if not user_ids:
        return
    variant = catalog_queries.list_sellable([variant_id]).get(variant_id)
    if variant is None or not variant.is_on_sale:
        return
    values: dict[str, Value] = {"product": variant.title, "slug": variant.slug}
    post(
        Notice(
            event="goods.back_in_stock",
            subject=f"{variant_id}:{clock.local_date(clock.now())}",
            values=values,
            users=tuple(Reader(user_id=user_id) for user_id in user_ids),
        )
    )


@transactional
def tell_of_cheaper_favorite(
    *,
    actor: Actor,
    product_id: UUID,
    price_minor: int,
    currency: str,
    user_ids: Sequence[UUID],
) -> None:
    """Tell the fans of a product that it costs less than when they noted it."""
    product = _card(product_id)
    if product is None:
        return
    values = product | {"amount": rendering.money_text(price_minor, currency)}
    post(
        Notice(
            event="goods.got_cheaper",
            subject=f"{product_id}:{price_minor}:{clock.local_date(clock.now())}",
            values=values,
            users=tuple(Reader(user_id=user_id) for user_id in user_ids),
        )
    )


@transactional
def tell_of_low_stock(
    *,
    actor: Actor,
    variant_id: UUID,
    merchant_id: UUID,
    available: int,
) -> None:
    """Tell a shop, once a day, that few units of a variant are left."""
    variant = catalog_queries.list_sellable([variant_id]).get(variant_id)
    if variant is None:
        return
    values = shop_values(merchant_id) | {"product": variant.title, "count": str(available)}
    subject = f"{variant_id}:{clock.local_date(clock.now())}"
    post(Notice("inventory.ran_low", subject, values, shop=merchant_id))


@transactional
def tell_of_product_review(
    *,
    actor: Actor,
    product_id: UUID,
    merchant_id: UUID,
    is_approved: bool,
    note: str,
) -> None:
    """Tell a shop whether the marketplace approved a product."""
    product = _card(product_id)
    if product is None:
        return
    event = "catalog.approved" if is_approved else "catalog.rejected"
    values = product | shop_values(merchant_id) | {"note": rendering.quoted(note)}
    subject = f"{product_id}:{clock.now():%Y%m%d%H%M}"
    post(Notice(event, subject, values, shop=merchant_id))


def _card(product_id: UUID) -> dict[str, Value] | None:
    """Return what texts can say of a product."""
    page = catalog_queries.list_products(ProductFilter(product_ids=frozenset({product_id})))
    if not page.items:
        return None
    card = page.items[0]
    return {"product": card.title, "slug": card.slug, "product_key": ids.encode("prd", product_id)}

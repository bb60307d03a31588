"""Activities of the platform and of shops: some run today, one begins tomorrow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import ActivityDraft, ItemDraft, Scope, ScopeKind
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, words
from jishi.surfaces.cli.demo.types import ProductKind, Text

MARKET = "cn"
DAYS = 14
FLASH_HOURS = 12

OFFERS: tuple[tuple[str, Text, dict[str, Any]], ...] = (
    (
        "full_reduction",
        Text("满 199 减 20，满 399 减 50", "20 off 199, 50 off 399"),
        {
            "steps": [
                {"threshold_minor": 19_900, "off_minor": 2_000},
                {"threshold_minor": 39_900, "off_minor": 5_000},
            ]
        },
    ),
    (
        "quantity_discount",
        Text("2 件 9 折，3 件 8 折", "2 for 90 %, 3 for 80 %"),
        {
            "steps": [
                {"minimum_quantity": 2, "rate_bp": 9_000},
                {"minimum_quantity": 3, "rate_bp": 8_000},
            ]
        },
    ),
    ("nth_unit", Text("第二件半价", "Second unit half price"), {"nth": 2, "rate_bp": 5_000}),
    (
        "member_price",
        Text("会员专享价", "Member prices"),
        {"rates": {"silver": 9_800, "gold": 9_500, "platinum": 9_200, "diamond": 8_800}},
    ),
)
"""What shops run, one each in turn: kind, name, settings."""


def make(made: Made) -> None:
    """Save and publish what runs, and a flash sale for tomorrow."""
    now = clock.now()
    shops = list(made.merchants)
    tonight = now + timedelta(hours=FLASH_HOURS)
    tomorrow = now + timedelta(days=1)
    _flash(made, shops, 0, Text("今日秒杀", "Flash sale today"), now, tonight)
    _flash(
        made, shops, 1, Text("明日秒杀", "Flash sale tomorrow"), tomorrow,
        tomorrow + timedelta(hours=FLASH_HOURS),
    )  # fmt: skip
    _publish(
        ActivityDraft(
            name=words(Text("跨店满 300 减 40", "40 off 300 across shops")),
            kind="full_reduction",
            market_code=MARKET,
            starts_at=now,
            ends_at=now + timedelta(days=DAYS),
            settings={"steps": [{"threshold_minor": 30_000, "off_minor": 4_000}]},
            budget_minor=5_000_000,
        )
    )
    for place, shop in enumerate(shops):
        kind, name, settings = OFFERS[place % len(OFFERS)]
        products = frozenset(_some(made, shop, 4, 16))
        _publish(
            ActivityDraft(
                name=words(name),
                kind=kind,
                market_code=MARKET,
                starts_at=now,
                ends_at=now + timedelta(days=DAYS),
                settings=settings,
                merchant_id=made.merchants[shop],
                scope=Scope(ScopeKind.PRODUCT, products) if products else Scope(),
            )
        )
        _lower(made, shop, now)


def _flash(
    made: Made, shops: Sequence[str], place: int, name: Text, begins: datetime, ends: datetime
) -> None:
    """Sell one article of every shop at three quarters of its price, 30 units, two a person."""
    products = [one for shop in shops for one in _some(made, shop, place, place + 1)]
    _publish(
        ActivityDraft(
            name=words(name),
            kind="flash_sale",
            market_code=MARKET,
            starts_at=begins,
            ends_at=ends,
            items=tuple(
                ItemDraft(variant_id, price * 3 // 4, stock=30, per_person=2)
                for variant_id, price in _cheapest(products)
            ),
        )
    )


def _lower(made: Made, shop: str, now: datetime) -> None:
    """Lower the price of two articles of a shop for some days."""
    products = _some(made, shop, 2, 4)
    if not products:
        return
    _publish(
        ActivityDraft(
            name=words(Text("限时特价", "For a few days")),
            kind="limited_price",
            market_code=MARKET,
            starts_at=now,
            ends_at=now + timedelta(days=3),
            merchant_id=made.merchants[shop],
            items=tuple(
                ItemDraft(variant_id, price * 9 // 10) for variant_id, price in _cheapest(products)
            ),
        )
    )


def _some(made: Made, shop: str, first: int, last: int) -> list[UUID]:
    """Return some of a shop's products that are shipped; a small shop may have none there."""
    shipped = [one for one in made.products_of(shop) if one.kind != ProductKind.CARD]
    return [made.products[one.key] for one in shipped[first:last]]


def _cheapest(product_ids: Sequence[UUID]) -> list[tuple[UUID, int]]:
    """Return the cheapest variant of each product, with its price."""
    details = catalog_queries.get_product_for_document(product_ids)
    found = []
    for product_id in product_ids:
        variant_ids = [one.variant_id for one in details[product_id].variants if one.is_active]
        prices = pricing_queries.list_prices(variant_ids, MARKET)
        if prices:
            cheapest = min(
                prices.values(), key=lambda price: (price.amount_minor, price.variant_id)
            )
            found.append((cheapest.variant_id, cheapest.amount_minor))
    return found


def _publish(draft: ActivityDraft) -> None:
    activity_id = promotions.save_activity(actor=HOUSE, draft=draft)
    pricing.publish_activity(actor=HOUSE, activity_id=activity_id)

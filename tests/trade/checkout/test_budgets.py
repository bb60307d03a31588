"""How many statements buying takes: a fixed number, however many lines there are."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.foundation.platform import preferences
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.queries import sellable
from jishi.goods.catalog.types import (
    Axis,
    AxisValue,
    ProductDraft,
    ProductState,
    VariantDraft,
)
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart import services as cart
from jishi.trade.checkout import queries, services
from tests.parties.accounts import factories as people
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

PLACING = 30
"""Statements of placing, those of its transaction and of its savepoint included."""

CART = 7
ADDING = 11


@pytest.fixture(autouse=True)
def lasting_copies(monkeypatch):
    """Let no copy of the process grow old while statements are counted, however slow it is."""
    monkeypatch.setattr(preferences, "FRESH_S", 3600)
    monkeypatch.setattr(markets_queries, "FRESH_S", 3600)
    monkeypatch.setattr(sellable._terms, "_fresh_s", 3600)


@pytest.fixture
def village():
    return villages.build(freight_minor=800)


def goods(village, merchant_id: UUID, code: str, count: int) -> list[UUID]:
    """Put a product with many variants on sale; return the variants."""
    category_id = next(iter(catalog_queries.list_categories()))
    values = tuple(AxisValue(f"s{n}", {"en": f"S{n}"}) for n in range(count))
    saved = catalog.save_product(
        actor=villages.SYSTEM,
        merchant_id=merchant_id,
        draft=ProductDraft(
            code=code,
            title={"en": code},
            category_id=category_id,
            axes=(Axis("size", {"en": "Size"}, values),),
            variants=tuple(
                VariantDraft(code=f"{code}-{n}", options=(("size", f"s{n}"),), weight_g=10)
                for n in range(count)
            ),
        ),
    )
    assert saved.product_id is not None
    if catalog.submit_product(actor=villages.SYSTEM, product_id=saved.product_id) == (
        ProductState.PENDING
    ):
        catalog.approve_product(actor=villages.SYSTEM, product_id=saved.product_id)
    product = catalog_queries.get_product(saved.product_id)
    variants = [variant.variant_id for variant in product.variants]
    pricing.set_prices(
        actor=villages.SYSTEM,
        merchant_id=merchant_id,
        rows=[PriceRow(variant_id, "cn", 1000) for variant_id in variants],
    )
    inventory.receive(
        actor=villages.SYSTEM,
        location_id=village.locations["W1"],
        items=[StockItem(variant_id, 500) for variant_id in variants],
    )
    return variants


def fill(village, variants) -> UUID:
    for variant_id in variants:
        cart_id = cart.add_line(
            actor=village.shopper,
            owner=village.owner,
            market_code="cn",
            variant_id=variant_id,
            quantity=1,
        )
    return cart_id


def check_out(village, variants) -> UUID:
    return services.start_from_cart(
        actor=village.shopper,
        owner=village.owner,
        cart_id=fill(village, variants),
        address=villages.SHENZHEN,
    )


def count_placing(village, variants) -> int:
    checkout_id = check_out(village, variants)
    total = queries.get_checkout(checkout_id, village.owner).total_minor
    with CaptureQueriesContext(connection) as asked:
        services.place_order(
            actor=village.shopper,
            checkout_id=checkout_id,
            owner=village.owner,
            expected_total_minor=total,
            locale="en",
        )
    return len(asked)


def test_placing_takes_as_many_statements_for_ten_lines_of_three_shops_as_for_three(village):
    third = villages._merchant("M3", people.person())
    villages._freight(third, 800)
    shops = [village.merchants["M1"], village.merchants["M2"], third]
    stalls = [goods(village, shop, f"G{n}", 4) for n, shop in enumerate(shops)]
    assert count_placing(village, [stall[0] for stall in stalls]) == PLACING
    assert count_placing(village, [*stalls[0], *stalls[1][:3], *stalls[2][:3]]) == PLACING


def test_a_cart_of_fifty_lines_takes_as_many_statements_as_one_of_one_line(village):
    variants = goods(village, village.merchants["M1"], "MANY", 51)
    for held in (variants[:1], variants[:50]):
        cart_id = fill(village, held)
        with CaptureQueriesContext(connection) as asked:
            view = cart_queries.get_cart(cart_id, owner=village.owner)
        assert (len(view.lines), len(asked)) == (len(held), CART)
    with CaptureQueriesContext(connection) as asked:
        view = cart.add_line_to(
            actor=village.shopper,
            cart_id=cart_id,
            owner=village.owner,
            variant_id=variants[50],
            quantity=1,
        )
    assert (len(view.lines), len(asked)) == (51, ADDING)

"""Prices are kept per variant and market, set-wise, by those who may."""

import pytest

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform.models import AuditEntry, OutboxEvent
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import VariantDraft
from jishi.goods.markets import queries as markets_queries
from jishi.goods.markets import services as markets
from jishi.goods.markets.errors import MarketNotFound
from jishi.goods.pricing import queries, services
from jishi.goods.pricing.errors import BadPrice, DuplicatePrice, VariantNotFound
from jishi.goods.pricing.models import Price
from jishi.goods.pricing.types import PriceInfo, PriceRange, PriceRow
from tests.goods.catalog.factories import (
    HOUSE,
    axis,
    make_category,
    make_merchant,
    make_product,
    make_seller,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _markets():
    markets_queries.forget()
    markets.ensure_markets(actor=HOUSE)
    yield
    markets_queries.forget()


@pytest.fixture
def shop():
    return make_merchant()


@pytest.fixture
def product_id(shop):
    return make_product(
        shop,
        make_category(),
        axes=(axis("size", "s", "l"),),
        variants=tuple(VariantDraft(code=one, options=(("size", one),)) for one in ("s", "l")),
    )


@pytest.fixture
def variants(product_id):
    return [variant.variant_id for variant in catalog_queries.get_product(product_id).variants]


def set_prices(shop, *rows, actor=HOUSE):
    return services.set_prices(actor=actor, merchant_id=shop, rows=rows)


def test_prices_are_set_and_read_per_market(shop, variants, django_assert_num_queries):
    small, large = variants
    changed = set_prices(
        shop,
        PriceRow(small, "cn", 9900, 12900),
        PriceRow(large, "cn", 15900),
        PriceRow(small, "us", 1499),
    )
    assert changed == 3
    with django_assert_num_queries(1):
        assert queries.list_prices(variants, "cn") == {
            small: PriceInfo(small, "cn", "CNY", 9900, 12900),
            large: PriceInfo(large, "cn", "CNY", 15900, None),
        }
    assert queries.list_prices(variants, "us") == {small: PriceInfo(small, "us", "USD", 1499)}
    assert queries.list_prices([], "cn") == {}
    assert len(queries.list_all_prices(variants)) == 3


def test_a_second_price_takes_the_place_of_the_first(shop, product_id, variants):
    small, large = variants
    set_prices(shop, PriceRow(small, "cn", 9900), PriceRow(large, "cn", 15900))
    OutboxEvent.objects.all().delete()
    AuditEntry.objects.all().delete()
    assert set_prices(shop, PriceRow(small, "cn", 8800), PriceRow(large, "cn", 15900)) == 1
    assert Price.objects.count() == 2
    event = OutboxEvent.objects.get()
    assert (event.name, event.key) == ("pricing.prices_changed.v1", str(product_id))
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"s@cn": 9900}, {"s@cn": 8800})
    assert set_prices(shop, PriceRow(small, "cn", 8800)) == 0
    assert OutboxEvent.objects.count() == 1


def test_statements_do_not_grow_with_prices(shop, django_assert_num_queries):
    category_id = make_category("many")
    products = [make_product(shop, category_id, f"P{number}") for number in range(12)]
    details = catalog_queries.get_product_for_document(products).values()
    rows = [PriceRow(detail.variants[0].variant_id, "cn", 100) for detail in details]
    markets_queries.list_markets()
    for some in (rows[:1], rows[1:]):
        # Savepoint and its release, variants, known prices, upsert, audit, events.
        with django_assert_num_queries(7):
            set_prices(shop, *some)


@pytest.mark.parametrize(("amount", "strike"), [(-1, None), (100, 99), (10**16, None)])
def test_bad_prices_are_refused(shop, variants, amount, strike):
    with pytest.raises(BadPrice):
        set_prices(shop, PriceRow(variants[0], "cn", amount, strike))
    assert not Price.objects.exists()


def test_foreign_and_unknown_things_are_refused(shop, variants):
    with pytest.raises(VariantNotFound):
        set_prices(make_merchant(), PriceRow(variants[0], "cn", 100))
    with pytest.raises(VariantNotFound):
        set_prices(shop, PriceRow(ids.new_id(), "cn", 100))
    with pytest.raises(MarketNotFound):
        set_prices(shop, PriceRow(variants[0], "xx", 100))
    with pytest.raises(DuplicatePrice):
        set_prices(shop, PriceRow(variants[0], "cn", 100), PriceRow(variants[0], "cn", 200))
    assert not Price.objects.exists()


def test_only_those_who_may_price_the_shop(shop, variants):
    with pytest.raises(Forbidden):
        set_prices(shop, PriceRow(variants[0], "cn", 100), actor=make_seller(shop))
    other = make_seller(make_merchant(), "pricing.edit")
    with pytest.raises(NotFound):
        set_prices(shop, PriceRow(variants[0], "cn", 100), actor=other)
    seller = make_seller(shop, "pricing.edit")
    assert set_prices(shop, PriceRow(variants[0], "cn", 0), actor=seller) == 1


def test_ranges_look_at_active_variants(shop, product_id, variants, django_assert_num_queries):
    set_prices(shop, PriceRow(variants[0], "cn", 9900), PriceRow(variants[1], "cn", 15900))
    with django_assert_num_queries(1):
        found = queries.list_price_ranges([product_id], "cn")
    assert found == {product_id: PriceRange(product_id, "CNY", 9900, 15900)}
    assert queries.list_price_ranges([product_id], "us") == {}
    assert queries.list_price_ranges([], "cn") == {}

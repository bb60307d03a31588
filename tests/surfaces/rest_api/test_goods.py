"""Goods are read from documents in a few statements, and show every change as soon as told."""

import json
import re

import pytest
from django.test import Client

from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ProductDraft, VariantDraft
from jishi.goods.inventory import services as inventory
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.surfaces.storefront import copies, frames
from tests.walks import village as villages
from tests.walks.village import SYSTEM

pytestmark = pytest.mark.django_db

CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-CN"}
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
LIST = "/api/v1/products?category=goods&limit=24"
SEARCH = "/api/v1/search?q=Article&limit=24"


@pytest.fixture
def village():
    markets_queries.forget()
    copies.forget_all()
    yield villages.build()
    markets_queries.forget()
    copies.forget_all()


@pytest.fixture
def slug(village):
    return catalog_queries.get_product(village.products["A"]).slug


def items(path, **headers):
    """Return what a list holds, by code."""
    answer = Client().get(path, **headers)
    assert answer.status_code == 200, answer.content
    return {one["code"]: one for one in answer.json()["items"]}


def detail(slug, query="", **headers):
    return Client().get(f"/api/v1/products/{slug}{query}", **headers).json()


def page(path):
    """Return the words of a page as a visitor reads it who comes a second later."""
    frames._pages.forget()
    return re.sub(r"<[^>]+>", "", Client().get(path).content.decode())


def test_a_product_needs_two_statements(slug, django_assert_num_queries):
    detail(slug)
    with django_assert_num_queries(2):
        assert detail(slug)["code"] == "A"


@pytest.mark.parametrize("path", [LIST, SEARCH])
def test_a_list_needs_one_statement_and_none_until_something_changes(
    village, path, django_assert_num_queries
):
    other = path.replace("limit=24", "limit=2")
    items(other)
    with django_assert_num_queries(1):
        assert sorted(items(path)) == ["A", "B", "C"]
    with django_assert_num_queries(0):
        assert sorted(items(path)) == ["A", "B", "C"]


def test_a_list_tells_caches_how_long_and_by_what_it_differs(village):
    first = Client().get(LIST, **CHINESE)
    assert first["Cache-Control"] == "public, s-maxage=5, stale-while-revalidate=60"
    assert "Accept-Language" in first["Vary"]
    assert "Cookie" not in first["Vary"]
    again = Client().get(LIST, HTTP_IF_NONE_MATCH=first["ETag"], **CHINESE)
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(LIST, HTTP_IF_NONE_MATCH=first["ETag"], **ENGLISH).status_code == 200


def test_a_new_price_shows_in_lists_searches_details_and_pages(village, slug):
    assert [items(LIST)["A"]["price_minor"], items(SEARCH)["A"]["price_minor"]] == [6000, 6000]
    assert "60.00" in page("/c/goods/")
    pricing.set_prices(
        actor=SYSTEM,
        merchant_id=village.merchants["M1"],
        rows=[PriceRow(village.variants["A"], "cn", 5900)],
    )
    villages.settle()
    assert [items(LIST)["A"]["price_minor"], items(SEARCH)["A"]["price_minor"]] == [5900, 5900]
    assert detail(slug)["price_minor"] == 5900
    assert "59.00" in page("/c/goods/")
    assert "60.00" not in page("/c/goods/")


def test_a_new_title_shows_in_its_language(village, slug):
    assert items(LIST, **CHINESE)["A"]["title"] == "好物 A"
    known = catalog_queries.get_product(village.products["A"])
    catalog.save_product(
        actor=SYSTEM,
        merchant_id=village.merchants["M1"],
        draft=ProductDraft(
            code="A",
            title={"zh-hans": "新茶", "en": "New tea"},
            category_id=known.category_ids[-1],
            variants=(VariantDraft(code="A-1", weight_g=500),),
        ),
    )
    villages.settle()
    assert items(LIST, **CHINESE)["A"]["title"] == "新茶"
    assert items(LIST, **ENGLISH)["A"]["title"] == "New tea"
    assert detail(slug, "?lang=en")["title"] == "New tea"
    assert "新茶" in page("/c/goods/")
    assert "New tea" in page("/en/c/goods/")


def test_stock_is_of_this_moment_in_the_detail_and_soon_on_cards(village, slug):
    assert list(detail(slug)["stock"].values()) == [10]
    items(LIST)
    inventory.adjust(
        actor=SYSTEM,
        location_id=village.locations["W1"],
        variant_id=village.variants["A"],
        new_on_hand=0,
        reason="count",
    )
    assert list(detail(slug)["stock"].values()) == [0]
    villages.settle()
    assert items(LIST)["A"]["in_stock"] is False
    assert items(SEARCH)["B"]["in_stock"] is True


def test_markets_have_their_own_goods_prices_and_answers(village, slug):
    abroad = LIST + "&market=us"
    assert items(abroad) == {}
    pricing.set_prices(
        actor=SYSTEM,
        merchant_id=village.merchants["M1"],
        rows=[PriceRow(village.variants["A"], "us", 999)],
    )
    villages.settle()
    assert {code: (one["currency"], one["price_minor"]) for code, one in items(abroad).items()} == {
        "A": ("USD", 999)
    }
    assert items(LIST)["A"]["price_minor"] == 6000
    assert detail(slug, "?market=us")["price_minor"] == 999
    assert detail(slug)["price_minor"] == 6000


def test_what_is_taken_off_sale_leaves_at_once(village, slug):
    assert sorted(items(LIST)) == ["A", "B", "C"]
    catalog.unpublish(actor=SYSTEM, product_id=village.products["A"])
    villages.settle()
    assert sorted(items(LIST)) == ["B", "C"]
    assert Client().get(f"/api/v1/products/{slug}").status_code == 404


def test_a_program_that_reads_long_pages_crowds_nothing_out(village):
    assert sorted(items(LIST.replace("24", "200"))) == ["A", "B", "C"]
    body = json.loads(Client().get(LIST.replace("24", "200")).content)
    assert (body["total"], body["limit"]) == (3, 200)

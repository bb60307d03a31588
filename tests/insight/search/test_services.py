"""Read models follow the goods; searches are counted; history is the member's own."""

import json

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.goods.catalog import services as catalog
from jishi.goods.inventory import services as inventory
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.insight.search import queries, services
from jishi.insight.search.adapters import engine
from jishi.insight.search.adapters.tantivy_index import TantivyIndex
from jishi.insight.search.models import DirtyProduct, ProductDocument
from jishi.insight.search.types import SearchQuery, SuggestQuery
from tests.walks import village as villages

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


@pytest.fixture
def village(tmp_path, monkeypatch):
    index = TantivyIndex(tmp_path / "index")
    monkeypatch.setattr(engine, "index", lambda: index)
    return villages.build()


def find(text="", market="cn"):
    found = queries.search(SearchQuery(market=market, text=text), locale="zh-hans")
    return sorted(json.loads(card.body)["code"] for card in found.cards)


def test_what_is_on_sale_is_found_and_what_is_not_is_not(village):
    assert find("好物") == ["A", "B", "C"]
    catalog.unpublish(actor=SYSTEM, product_id=village.products["A"])
    villages.settle()
    assert find("好物") == ["B", "C"]
    assert not ProductDocument.objects.filter(product_id=village.products["A"]).exists()


def test_a_market_without_a_price_does_not_list_and_all_markets_do(village):
    assert find(market="us") == []
    assert find(market=queries.EVERYWHERE) == ["A", "B", "C"]


def test_a_new_price_is_shown(village):
    pricing.set_prices(
        actor=SYSTEM,
        merchant_id=village.merchants["M1"],
        rows=[PriceRow(village.variants["A"], "cn", 5900, 6600)],
    )
    villages.settle()
    slug = json.loads(
        bytes(ProductDocument.objects.filter(product_id=village.products["A"])[0].card)
    )["slug"]
    page = json.loads(queries.find_detail(slug=slug, market_code="cn", locale="en").body)
    assert (page["price_minor"], page["list_minor"], page["title"]) == (5900, 6600, "Article A")


def test_selling_out_is_shown_at_once_in_stock_and_soon_on_cards(village):
    inventory.adjust(
        actor=SYSTEM,
        location_id=village.locations["W1"],
        variant_id=village.variants["A"],
        new_on_hand=0,
        reason="count",
    )
    assert queries.stock_of(village.products["A"]) == {village.variants["A"]: 0}
    villages.settle()
    card = ProductDocument.objects.filter(product_id=village.products["A"]).first()
    assert json.loads(bytes(card.card))["in_stock"] is False


def test_a_product_that_is_marked_while_it_is_rebuilt_stays_marked(village, monkeypatch):
    product_id = village.products["A"]
    services.mark_dirty(actor=SYSTEM, product_ids=[product_id])
    rebuilt = []

    def rebuild(*, actor, product_ids):
        rebuilt.append(list(product_ids))
        if len(rebuilt) == 1:
            services.mark_dirty(actor=actor, product_ids=product_ids)

    monkeypatch.setattr(services, "rebuild", rebuild)
    assert services.rebuild_dirty(actor=SYSTEM) == 2
    assert rebuilt == [[product_id], [product_id]]
    assert not DirtyProduct.objects.exists()


def test_rebuilding_everything_gives_the_same_documents(village):
    before = set(ProductDocument.objects.values_list("product_id", "locale", "etag"))
    assert services.rebuild_all(actor=SYSTEM) == 3
    assert set(ProductDocument.objects.values_list("product_id", "locale", "etag")) == before
    assert find("Article") == ["A", "B", "C"]


def test_a_page_is_one_statement_and_its_stock_another(village, django_assert_num_queries):
    slug = ProductDocument.objects.first().slug
    with django_assert_num_queries(1):
        found = queries.find_detail(slug=slug, market_code="cn", locale="zh-hans")
    with django_assert_num_queries(1):
        assert len(queries.stock_of(found.product_id)) == 1


def test_hot_words_come_from_searches_and_operators(village):
    today = clock.local_date(clock.now())
    services.record_searches(
        actor=SYSTEM, day=today, market_code="cn",
        counts={"龙井": (9, 0), "无此物": (50, 50), "禁词": (99, 0)},
    )  # fmt: skip
    services.save_hot_word(actor=SYSTEM, market_code="cn", text="禁词", is_blocked=True)
    services.save_hot_word(actor=SYSTEM, market_code="cn", text="新茶", is_advertisement=True)
    assert [(w.text, w.is_advertisement) for w in queries.hot_words("cn")] == [
        ("新茶", True), ("龙井", False),
    ]  # fmt: skip


def test_history_is_kept_for_members_and_can_be_cleared(village):
    services.remember_search(actor=village.shopper, text="龙井")
    services.remember_search(actor=village.shopper, text="毛巾")
    services.remember_search(actor=village.shopper, text="龙井")
    services.remember_search(actor=Actor.guest("g"), text="秘密")
    assert queries.list_history(village.shopper.user_id) == ("龙井", "毛巾")
    services.clear_history(actor=village.shopper)
    assert queries.list_history(village.shopper.user_id) == ()


def test_suggestions_complete_titles(village):
    found = queries.suggest(SuggestQuery(market="cn", text="好"))
    assert any("好物" in one.text for one in found)

"""Products, prices and stock through the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jishi.foundation.platform import preferences
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ProductFilter, ProductState
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.pricing import queries as pricing_queries
from tests.surfaces.merchant_console.test_pages import address

pytestmark = pytest.mark.django_db


def category_of(village):
    return catalog_queries.get_product(village.products["A"]).category_id


def products(village, text=""):
    condition = ProductFilter(merchant_ids=frozenset({village.merchants["M1"]}), text=text)
    return catalog_queries.list_products(condition).items


def test_a_product_is_made_described_priced_and_sold(village, owner, media):
    made = owner.post(
        address("product_new"),
        {
            "code": "CUP",
            "kind": "physical",
            "category_id": category_of(village),
            "title_zh": "茶杯",
        },
    )
    assert made.status_code == 302
    product_id = products(village, "cup")[0].product_id
    axes = {
        "make": "1",
        "name_zh_0": "颜色",
        "name_en_0": "Color",
        "values_0": "red = 红 | Red\n白",
    }
    assert owner.post(address("product_variants", product_id), axes).status_code == 302
    variants = [one for one in catalog_queries.get_product(product_id).variants if one.is_active]
    assert [one.code for one in variants] == ["CUP-RED", "CUP-V2"]
    prices = {
        "row-TOTAL_FORMS": 2,
        "row-INITIAL_FORMS": 2,
        "row-0-price_cn": "59.00",
        "row-0-list_cn": "79",
        "row-1-price_cn": "49",
        "row-1-price_us": "9.99",
    }
    assert owner.post(address("product_prices", product_id), prices).status_code == 302
    found = pricing_queries.list_prices([one.variant_id for one in variants], "cn")
    assert [found[one.variant_id].amount_minor for one in variants] == [5900, 4900]
    owner.post(address("product_move", product_id, "submit"))
    assert catalog_queries.get_product(product_id).state in {
        ProductState.PENDING,
        ProductState.ON_SALE,
    }


def test_a_code_that_is_taken_is_refused_beside_its_field(village, owner):
    given = {"code": "A", "kind": "physical", "category_id": category_of(village), "title_zh": "茶"}
    before = catalog_queries.get_product(village.products["A"])
    answer = owner.post(address("product_new"), given)
    assert answer.status_code in {409, 422}
    assert catalog_queries.get_product(village.products["A"]).title == before.title


def test_basics_keep_what_was_typed_when_refused(village, owner):
    page = address("product_basics", village.products["A"])
    answer = owner.post(page, {"title_zh": "", "subtitle_zh": "春天的", "kind": "physical"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "春天的" in text
    assert 'id="id_title_zh_error"' in text


def test_basics_are_saved(village, owner):
    product = catalog_queries.get_product(village.products["A"])
    given = {
        "title_zh": "好物 A",
        "title_en": "Article A",
        "subtitle_zh": "街坊都说好",
        "kind": "physical",
        "category_id": product.category_id,
        "return_policy": "no_reason",
        "slug": product.slug,
        "version": product.version,
    }
    answer = owner.post(address("product_basics", product.product_id), given)
    assert answer.status_code == 302
    saved = catalog_queries.get_product(product.product_id)
    assert saved.subtitle["zh-hans"] == "街坊都说好"
    assert len(saved.variants) == 1
    stale = owner.post(address("product_basics", product.product_id), given | {"subtitle_zh": "旧"})
    assert stale.status_code == 409


def test_a_list_price_below_the_price_is_refused_in_its_cell(village, owner):
    given = {
        "row-TOTAL_FORMS": 1,
        "row-INITIAL_FORMS": 1,
        "row-0-price_cn": "60",
        "row-0-list_cn": "50",
    }
    answer = owner.post(address("product_prices", village.products["A"]), given)
    assert answer.status_code == 422
    assert 'id="id_row-0-list_cn_error"' in answer.content.decode()
    prices = pricing_queries.list_prices([village.variants["A"]], "cn")
    assert prices[village.variants["A"]].list_minor is None


def test_pictures_are_added_and_taken_away(village, owner, media):
    dot = (
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
        b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    )
    page = address("product_media", village.products["A"])
    none = {"row-TOTAL_FORMS": 0, "row-INITIAL_FORMS": 0}
    bad = SimpleUploadedFile("a.gif", b"not a picture")
    refused = owner.post(page, none | {"pictures": bad})
    assert refused.status_code == 422
    assert 'id="id_pictures_error"' in refused.content.decode()
    answer = owner.post(page, none | {"pictures": SimpleUploadedFile("a.gif", dot)})
    assert answer.status_code == 302
    draft = catalog_queries.get_draft(village.products["A"])
    assert draft.media
    assert len(draft.media) == 1
    assert owner.get(page).status_code == 200


def test_bulk_changes_ask_first_where_something_is_taken_away(village, owner):
    from jishi.foundation.kernel import ids

    marked = {"ids": ids.encode("prd", village.products["A"])}
    owner.post(address("products"), marked | {"action": "unpublish"})
    assert catalog_queries.get_product(village.products["A"]).state == ProductState.OFF_SALE
    asked = owner.post(address("products"), marked | {"action": "recycle"})
    assert asked.status_code == 200
    assert catalog_queries.get_product(village.products["A"]).state == ProductState.OFF_SALE
    owner.post(address("products"), marked | {"action": "recycle", "confirmed": "1"})
    assert catalog_queries.get_product(village.products["A"]).state == ProductState.RECYCLED


def test_the_list_is_exported_with_price_and_stock(village, owner):
    answer = owner.get(address("products"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "60.00" in text
    assert "好物 A" in text
    assert "好物 C" not in text


def on_hand(village, code, place):
    levels = inventory_queries.list_levels(
        variant_ids=[village.variants[code]], location_id=village.locations[place]
    )
    return sum(level.on_hand for level in levels)


def test_goods_are_received_counted_and_kept_back(village, owner):
    variant, place = village.variants["A"], village.locations["W1"]
    owner.post(address("level_receive", variant, place), {"quantity": 5, "reason": "PO-1"})
    answer = owner.get(address("level", variant, place))
    assert "PO-1" in answer.content.decode()


def test_a_count_without_a_reason_is_refused_beside_its_field(village, owner):
    page = address("level_adjust", village.variants["A"], village.locations["W1"])
    answer = owner.post(page, {"new_on_hand": 3, "reason": ""})
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()
    assert on_hand(village, "A", "W1") == 10


def test_pasted_goods_with_an_unknown_code_are_refused_as_a_whole(village, owner):
    given = {"location_id": village.locations["W1"], "rows": "A-1,5\nNOPE,2"}
    answer = owner.post(address("receive"), given)
    assert answer.status_code == 422
    assert "NOPE" in answer.content.decode()
    assert on_hand(village, "A", "W1") == 10


def test_the_shop_category_has_a_page_of_its_own(village, owner):
    owner.post(address("shop_category_new"), {"name_zh": "新品", "position": 1})
    found = catalog_queries.list_shop_categories(village.merchants["M1"])
    assert [one.name["zh-hans"] for one in found] == ["新品"]
    page = address("shop_category", found[0].shop_category_id)
    assert owner.get(page).status_code == 200
    owner.post(address("shop_category_delete", found[0].shop_category_id))
    assert catalog_queries.list_shop_categories(village.merchants["M1"]) == ()


def test_a_product_that_sold_out_is_kept_off_sale_by_hand(village, owner):
    product_id = village.products["A"]
    page = address("product_schedule", product_id)
    assert "按店铺设置" in owner.get(page).content.decode()
    wrong = owner.post(page, {"sold_out_policy": "burn"})
    assert wrong.status_code == 422
    assert owner.post(page, {"sold_out_policy": "delist"}).status_code == 302
    assert catalog_queries.get_product(product_id).sold_out_policy == "delist"
    catalog.follow_stock(actor=village.owners["M1"], product_id=product_id, in_stock=[])
    shown = owner.get(address("product", product_id)).content.decode()
    assert "有货后自动上架" in shown
    assert "保持下架" in shown
    owner.post(address("product_move", product_id, "unpublish"))
    found = catalog_queries.get_product(product_id)
    assert (found.state, found.is_off_for_stock) == (ProductState.OFF_SALE, False)


def test_the_shop_lets_what_is_sold_out_go_off_sale(village, owner):
    assert (
        owner.post(address("setting", "shipping.merge_policy"), {"value": "sum"}).status_code == 302
    )
    saved = owner.post(address("setting", "catalog.delist_sold_out"), {"value": "on"})
    assert saved.status_code == 302
    preferences.forget()
    m1, m2 = village.merchants["M1"], village.merchants["M2"]
    assert (catalog_queries.delists("shop", m1), catalog_queries.delists("shop", m2)) == (
        True,
        False,
    )
    preferences.forget()

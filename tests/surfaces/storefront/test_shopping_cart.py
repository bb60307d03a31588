"""The cart: with and without scripts, with what is wrong with a line, in few statements."""

import re

import pytest

from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ProductDraft, VariantDraft
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.goods.promotions import services as promotions
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart import services as cart
from tests.surfaces.storefront import shopping_town as town
from tests.surfaces.storefront.shopping_town import HTMX, text_of
from tests.walks import village as villages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_index")]


@pytest.fixture
def street():
    return town.build()


def keys_in(body: str) -> list[str]:
    return re.findall(r'name="line" value="(lin_\w+)"', body)


def test_an_empty_cart_suggests(street):
    body = text_of(street.guest.get("/cart/"))
    assert "购物车还是空的" in body
    assert "热卖好物" in body


def test_a_visitor_fills_a_cart_and_gets_an_id_only_then(street):
    assert not street.guest.get("/").cookies
    response = street.add(street.guest, "A", 2)
    assert response["Location"] == "/cart/"
    assert "jishi_guest" in response.cookies
    body = text_of(street.guest.get("/cart/"))
    assert "M1 铺" in body
    assert "¥120.00" in body
    assert ">2<" in text_of(street.guest.get("/personal/"))


def test_with_scripts_adding_shows_a_toast_and_stays(street):
    response = street.guest.post(
        "/cart/add/",
        {"intent": "cart", "variant": street.variant("A"), "quantity": 1, "next": "/p/x/"},
        **HTMX,
    )
    assert response.status_code == 204
    assert "cart-changed" in response["HX-Trigger"]


@pytest.mark.parametrize("variant", ["", "var_zzz", "prd_00000000000000000000000000"])
def test_adding_nonsense_changes_nothing(street, variant):
    response = street.guest.post("/cart/add/", {"intent": "cart", "variant": variant})
    assert response.status_code == 302
    assert "购物车还是空的" in text_of(street.guest.get("/cart/"))


def test_more_than_there_is_is_refused_with_what_is_left(street):
    response = street.guest.post(
        "/cart/add/", {"intent": "cart", "variant": street.variant("A"), "quantity": 11}, **HTMX
    )
    assert response.status_code == 204
    assert "\\u4ec5\\u5269 10" in response["HX-Trigger"]
    assert "购物车还是空的" in text_of(street.guest.get("/cart/"))


def test_quantities_follow_the_stepper(street):
    street.add(street.guest, "A")
    key = keys_in(text_of(street.guest.get("/cart/")))[0]
    body = text_of(street.guest.post(f"/cart/{key}/quantity/", {"quantity": 3}, **HTMX))
    assert "¥180.00" in body
    assert "<html" not in body
    assert street.guest.post(f"/cart/{key}/quantity/", {"quantity": 4})["Location"] == "/cart/"
    refused = street.guest.post(f"/cart/{key}/quantity/", {"quantity": 99}, **HTMX)
    assert 'value="4"' in text_of(refused)
    assert "toast" in refused["HX-Trigger"]


def test_only_ticked_lines_count(street):
    street.add(street.guest, "A")
    street.add(street.guest, "C")
    keys = keys_in(text_of(street.guest.get("/cart/")))
    body = text_of(street.guest.post("/cart/select/", {"line": keys[:1]}, **HTMX))
    assert body.count("checked") == 1
    assert "¥45.00" in body
    nothing = text_of(street.guest.post("/cart/select/", {}, **HTMX))
    assert "请勾选要购买的商品" in nothing


def test_a_removed_line_can_be_put_back(street):
    street.add(street.guest, "A", 2)
    key = keys_in(text_of(street.guest.get("/cart/")))[0]
    left = street.guest.post(f"/cart/{key}/remove/", {"variant": street.variant("A"), "units": 2})
    body = text_of(street.guest.get(left["Location"]))
    assert "已从购物车移除" in body
    street.guest.post(
        "/cart/add/",
        {"intent": "cart", "variant": street.variant("A"), "quantity": 2, "next": "/cart/"},
    )
    assert "¥120.00" in text_of(street.guest.get("/cart/"))


def test_a_line_can_wait_for_later(street):
    street.add(street.guest, "A")
    key = keys_in(text_of(street.guest.get("/cart/")))[0]
    body = text_of(street.guest.post(f"/cart/{key}/saved/", {"saved": "1"}, **HTMX))
    assert "移回购物车" in body
    assert "购物车还是空的" in body
    back = text_of(street.guest.post(f"/cart/{key}/saved/", {"saved": "0"}, **HTMX))
    assert "移回购物车" not in back


def test_what_cannot_be_bought_says_why_and_stays(street):
    street.add(street.guest, "A", 3)
    street.add(street.guest, "C")
    for code, left in (("A", 2), ("C", 0)):
        inventory.adjust(
            actor=villages.SYSTEM,
            location_id=street.village.locations["W1" if code == "A" else "W2"],
            variant_id=street.village.variants[code],
            new_on_hand=left,
            reason="counted",
        )
    body = text_of(street.guest.get("/cart/"))
    assert "仅剩 2 件" in body
    assert "售罄" in body
    assert "清除失效商品" in body
    problems = re.findall(r'<input type="hidden" name="line" value="(lin_\w+)">', body)
    street.guest.post("/cart/problems/remove/", {"line": problems})
    assert "购物车还是空的" in text_of(street.guest.get("/cart/"))


def test_a_changed_price_is_said(street):
    street.add(street.guest, "A")
    pricing.set_prices(
        actor=villages.SYSTEM,
        merchant_id=street.village.merchants["M1"],
        rows=[PriceRow(street.village.variants["A"], "cn", 5000)],
    )
    assert "比加入时便宜 ¥10.00" in text_of(street.guest.get("/cart/"))


def test_a_members_coupon_is_used_explained_and_can_be_left_out(street):
    promotions.claim(actor=street.village.shopper, coupon_id=street.village.coupon)
    for code in "ABC":
        street.add(street.member, code)
    body = text_of(street.member.get("/cart/"))
    assert "立减 20 元" in body
    assert "¥115.00" in body
    assert "−¥8.89" in body, "what the coupon takes off the first article"
    assert "已为你选好最优组合" in body
    without = text_of(street.member.post("/cart/coupons/", {}, **HTMX))
    assert "¥135.00" in without
    best = text_of(street.member.post("/cart/coupons/", {"auto": "1"}, **HTMX))
    assert "¥115.00" in best


def test_buying_now_leaves_the_cart_alone(street):
    street.add(street.guest, "A")
    response = street.guest.post(
        "/cart/add/", {"intent": "buy", "variant": street.variant("C"), "quantity": 1}
    )
    assert response["Location"].startswith("/checkout/chk_")
    assert "好物 C" in text_of(street.guest.get(response["Location"]))
    cart_body = text_of(street.guest.get("/cart/"))
    assert "好物 A" in cart_body
    assert "¥60.00" in cart_body


def test_a_member_waits_for_what_is_sold_out_and_a_guest_signs_in(street):
    asked = {"intent": "notify", "variant": street.variant("A"), "quantity": 1}
    assert "next=" in street.guest.post("/cart/add/", asked)["Location"]
    street.member.post("/cart/add/", asked)
    assert inventory_queries.is_waiting(
        user_id=street.village.shopper.user_id, variant_id=street.village.variants["A"]
    )


def test_nobody_reaches_into_anothers_cart(street):
    street.add(street.guest, "A", 2)
    key = keys_in(text_of(street.guest.get("/cart/")))[0]
    street.add(street.member, "C")
    street.member.post(f"/cart/{key}/quantity/", {"quantity": 1})
    street.member.post(f"/cart/{key}/remove/", {})
    assert "¥120.00" in text_of(street.guest.get("/cart/"))


def test_a_request_from_another_site_is_refused(street):
    response = street.guest.post(
        "/cart/add/",
        {"intent": "cart", "variant": street.variant("A"), "quantity": 1},
        HTTP_SEC_FETCH_SITE="cross-site",
    )
    assert response.status_code == 403


def test_a_cart_of_fifty_lines_needs_twelve_statements(street, django_assert_max_num_queries):
    merchant_id = street.village.merchants["M1"]
    category_id = catalog_queries.list_categories().popitem()[0]
    saved = catalog.save_product(
        actor=villages.SYSTEM,
        merchant_id=merchant_id,
        draft=ProductDraft(
            code="MANY",
            title={"en": "Many"},
            category_id=category_id,
            axes=(town._axis("size", *(f"s{n}" for n in range(50))),),
            variants=tuple(
                VariantDraft(code=f"MANY-{n}", options=(("size", f"s{n}"),)) for n in range(50)
            ),
        ),
    )
    product_id = saved.product_id
    assert product_id
    catalog.submit_product(actor=villages.SYSTEM, product_id=product_id)
    variants = [one.variant_id for one in catalog_queries.get_product(product_id).variants]
    pricing.set_prices(
        actor=villages.SYSTEM,
        merchant_id=merchant_id,
        rows=[PriceRow(one, "cn", 100) for one in variants],
    )
    inventory.receive(
        actor=villages.SYSTEM,
        location_id=street.village.locations["W1"],
        items=[StockItem(one, 9) for one in variants],
    )
    promotions.claim(actor=street.village.shopper, coupon_id=street.village.coupon)
    for variant_id in variants:
        cart.add_line(
            actor=street.village.shopper,
            owner=street.village.owner,
            market_code="cn",
            variant_id=variant_id,
            quantity=1,
        )
    assert cart_queries.count_units(street.village.owner, "cn") == 50
    street.member.get("/cart/")
    with django_assert_max_num_queries(12):
        body = text_of(street.member.get("/cart/"))
    assert len(keys_in(body)) == 50

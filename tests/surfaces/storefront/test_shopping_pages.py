"""Home, lists, products, shops and coupons, as a visitor finds them."""

import gzip
import re

import pytest

from jishi.goods.inventory import services as inventory
from jishi.insight.search import queries as search_queries
from jishi.insight.search import services as search
from jishi.surfaces.storefront import copies, frames
from tests.surfaces.storefront import shopping_town as town
from tests.surfaces.storefront.shopping_town import HTMX, text_of
from tests.walks import village as villages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_index")]


@pytest.fixture
def street():
    return town.build()


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/c/",
        "/c/goods/",
        "/search/",
        "/search/?q=article",
        "/shops/",
        "/shop/m1/",
        "/coupons/",
        "/cart/",
        "/search/suggest/?q=好",
        "/search/suggest/",
        "/personal/",
    ],
)
def test_every_page_answers_in_both_languages(street, prefix, path):
    response = street.guest.get(prefix + path)
    assert response.status_code == 200
    body = text_of(response)
    if prefix and "<html" in body:
        main = re.sub(r"<[^>]+>", " ", body.partition("<main")[2].partition("</main>")[0])
        assert not re.search(r"[一-鿿]", main), "an English page has no Chinese in it"


@pytest.mark.parametrize(
    "path",
    ["/c/none/", "/p/none/", "/shop/none/", "/pay/grp_0/", "/checkout/chk_0/", "/market/zz/"],
)
def test_what_is_not_there_is_not_found(street, path):
    assert street.guest.get(path).status_code == 404


def test_a_page_that_is_not_found_offers_a_search(street):
    body = text_of(street.guest.get("/p/none/"))
    assert 'action="/search/"' in body
    assert "<h1" in body


def test_a_product_page_needs_two_statements(street, django_assert_max_num_queries):
    path = f"/p/{street.slug('A')}/"
    street.guest.get(path)
    frames._pages.forget()
    with django_assert_max_num_queries(2):
        assert street.guest.get(path).status_code == 200


def test_a_list_needs_one_statement(street, django_assert_max_num_queries):
    street.guest.get("/c/goods/")
    frames._pages.forget()
    with django_assert_max_num_queries(1):
        assert street.guest.get("/c/goods/").status_code == 200


def test_a_shared_page_is_the_same_for_all_and_says_so(street):
    path = f"/p/{street.slug('A')}/"
    first = street.guest.get(path)
    assert "s-maxage=5" in first["Cache-Control"]
    assert not first.cookies
    assert street.member.get(path).content == first.content
    again = street.guest.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_shared_page_is_packed_for_those_who_can_unpack_it(street):
    path = f"/p/{street.slug('A')}/"
    plain = street.guest.get(path)
    packed = street.guest.get(path, headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], packed["ETag"]) == ("gzip", plain["ETag"])
    assert "Accept-Encoding" in plain["Vary"]
    assert "Content-Encoding" not in plain


def test_a_waiting_message_is_shown_once_and_never_shared(street):
    path = f"/p/{street.slug('A')}/"
    street.guest.get(path)
    street.guest.post(
        "/cart/add/",
        {"intent": "cart", "variant": street.variant("A"), "quantity": 50, "next": path},
    )
    own = street.guest.get(path)
    assert "库存不足" in text_of(own)
    assert "private" in own["Cache-Control"]
    assert "库存不足" not in text_of(street.member.get(path))
    assert "库存不足" not in text_of(street.guest.get(path))


def test_a_page_shows_stock_of_the_moment(street):
    path = f"/p/{street.slug('A')}/"
    assert "仅剩 10 件" in text_of(street.guest.get(path))
    inventory.adjust(
        actor=villages.SYSTEM,
        location_id=street.village.locations["W1"],
        variant_id=street.village.variants["A"],
        new_on_hand=3,
        reason="counted",
    )
    frames._pages.forget()
    assert "仅剩 3 件" in text_of(street.guest.get(path))


def test_a_product_page_works_out_the_price_after_coupons(street):
    body = text_of(street.guest.get(f"/p/{street.slug('A')}/"))
    assert "券后价" in body
    assert "¥40.00" in body


def test_what_cannot_be_had_is_greyed_out(street):
    path = town.shirt(street.village, {"red-m": 5, "red-l": 0, "blue-l": 5})
    body = text_of(street.guest.get(path))
    labels = re.findall(
        r"<label([^>]*)><input type=\"radio\" name=\"axis-(\w+)\" value=\"(\w+)\""
        r"[^>]*?( disabled)?>",
        body,
    )
    found = {(axis, value): (bool(off), "data-out" in attrs) for attrs, axis, value, off in labels}
    assert found["size", "m"] == (False, False)
    assert found["size", "l"] == (False, True), "sold out in red, but it can be asked for"
    assert found["color", "blue"] == (False, False)
    blue = re.search(r'<option value="(var_\w+)"[^>]*data-options="blue\|l"', body)
    assert blue
    other = text_of(street.guest.get(f"{path}?sku={blue[1]}"))
    assert re.search(r'value="m" data-name="M" disabled', other), "blue does not come in M"


def test_a_product_that_is_sold_out_offers_to_tell(street):
    path = town.shirt(street.village, {"red-m": 0})
    body = text_of(street.guest.get(path))
    assert re.search(r'value="cart" data-when="in" hidden', body)
    assert re.search(r'value="notify" data-when="out">', body)


def test_filters_narrow_and_can_be_taken_away(street):
    body = text_of(street.guest.get("/c/goods/?min=40&max=50&sort=price_asc"))
    assert "好物 C" in body
    assert "好物 B" not in body
    assert 'href="/c/goods/?sort=price_asc"' in body, "the chip leads to the list without it"


def test_nonsense_in_an_address_is_ignored(street):
    response = street.guest.get("/c/goods/?min=x&max=-3&sort=zz&page=99999999&stock=9&a.=1")
    assert response.status_code == 200


def test_more_cards_come_without_a_page_around_them(street):
    body = text_of(street.guest.get("/c/goods/?part=1", **HTMX))
    assert "<html" not in body
    assert body.count("<article") == 3


def test_a_search_without_hits_offers_neighbors_and_best_sellers(street):
    body = text_of(street.guest.get("/search/?q=zzzzzz"))
    assert "没有找到相关商品" in body
    assert "热卖好物" in body


def test_what_a_member_searches_for_is_offered_again(street):
    street.member.get("/personal/?q=好物")
    assert search_queries.list_history(street.village.shopper.user_id) == ("好物",)
    assert "好物" in text_of(street.member.get("/search/suggest/?q="))
    street.member.post("/search/history/clear/")
    assert search_queries.list_history(street.village.shopper.user_id) == ()


def test_another_market_has_other_prices_and_is_not_shared(street):
    response = street.guest.get("/market/us/?next=/c/goods/")
    assert response["Location"] == "/c/goods/"
    shown = street.guest.get("/c/goods/")
    assert "private" in shown["Cache-Control"]
    assert "好物 A" not in text_of(shown), "nothing has a price there yet"


def test_a_market_never_leads_to_another_site(street):
    assert street.guest.get("/market/us/?next=https://evil.example/")["Location"] == "/"


def test_the_language_switch_keeps_the_page(street):
    body = text_of(street.guest.get("/c/goods/?sort=sales"))
    assert 'href="/en/c/goods/?sort=sales"' in body
    other = text_of(street.guest.get("/en/c/goods/?sort=sales"))
    assert 'href="/c/goods/?sort=sales"' in other


def test_a_page_tells_engines_where_it_belongs(street):
    body = text_of(street.guest.get("/c/goods/"))
    assert '<link rel="canonical" href="http://testserver/c/goods/">' in body
    assert 'hreflang="en" href="http://testserver/en/c/goods/"' in body
    assert "noindex" in text_of(street.guest.get("/c/goods/?stock=1"))


def test_a_shop_shows_its_own_goods_and_coupons(street):
    body = text_of(street.guest.get("/shop/m2/"))
    assert "好物 C" in body
    assert "好物 A" not in body


def test_a_title_cannot_break_out_of_the_page(street):
    body = text_of(street.guest.get('/search/?q="><script>alert(1)</script>'))
    assert "<script>alert" not in body


def test_delivery_is_promised_for_a_province(street):
    body = text_of(street.guest.get(f"/p/{street.slug('A')}/delivery/?province=44"))
    assert "包邮" in body
    assert "预计" in body


def test_goods_of_the_same_category_follow(street):
    body = text_of(street.guest.get(f"/p/{street.slug('A')}/more/"))
    assert "好物 A" not in body
    assert "好物 B" in body


def test_claiming_a_coupon_needs_an_account(street):
    key = re.search(r"/coupons/(cpn_\w+)/claim/", text_of(street.guest.get("/coupons/")))
    assert key
    refused = street.guest.post(f"/coupons/{key[1]}/claim/")
    assert "sign-in" in refused["Location"] or refused["Location"].startswith("/")
    done = street.member.post(f"/coupons/{key[1]}/claim/", **HTMX)
    assert "已领取" in text_of(done)
    assert "已领取" in text_of(street.member.get("/coupons/"))


def test_a_code_nobody_knows_is_refused_in_words(street):
    street.member.post("/coupons/code/", {"code": "NOPE"})
    assert "没有找到这个券码" in text_of(street.member.get("/coupons/"))


def test_favorites_and_follows_are_kept_for_members(street):
    slug = street.slug("A")
    assert 'aria-pressed="false"' in text_of(street.member.post(f"/p/{slug}/mine/", **HTMX))
    street.member.post(f"/p/{slug}/favorite/", **HTMX)
    assert 'aria-pressed="true"' in text_of(street.member.post(f"/p/{slug}/mine/", **HTMX))
    street.member.post("/shop/m1/follow/", **HTMX)
    assert 'aria-pressed="true"' in text_of(street.member.post("/shop/m1/mine/", **HTMX))
    assert street.guest.post(f"/p/{slug}/favorite/").status_code == 302


def test_reviews_of_a_product_answer_without_any(street):
    assert street.guest.get(f"/p/{street.slug('A')}/reviews/").status_code == 200
    assert street.guest.get(f"/p/{street.slug('A')}/reviews/?cursor=zz").status_code == 404


def test_a_seller_finds_the_way_from_the_foot_of_a_marketplace(street):
    page = text_of(street.guest.get("/en/"))
    assert '<a href="/en/merchant/apply/">Open a shop</a>' in page
    assert street.guest.get("/en/merchant/apply/").status_code in {200, 302}


def test_hot_words_are_offered(street):
    search.save_hot_word(actor=villages.SYSTEM, market_code="cn", text="龙井")
    search.save_hot_word(actor=villages.SYSTEM, market_code="cn", text="Longjing")
    copies.forget_all()
    assert "龙井" in text_of(street.guest.get("/"))
    english = text_of(street.guest.get("/en/"))
    assert "Longjing" in english
    assert "龙井" not in english

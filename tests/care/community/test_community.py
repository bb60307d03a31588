"""Favorites, footprints and followed shops: once each, capped, forgotten in time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.care.community import errors, queries, rules, services
from jishi.care.community.models import Favorite, Footprint, ShopFollow
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.ids import new_id
from jishi.goods.catalog.models import Product
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from tests.care import factories as care
from tests.walks import village as villages

DATABASE = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


@given(noted=st.integers(1, 10**9), price=st.integers(0, 10**9), percent=st.integers(1, 90))
def test_a_price_is_worth_a_word_from_a_fall_by_the_percentage_on(noted, price, percent):
    is_fall = price * 100 <= noted * (100 - percent)
    assert (noted >= rules.noted_from(price, percent)) == is_fall


def test_ninety_days_of_footprints_include_today():
    at = datetime(2025, 11, 22, 17, 0, tzinfo=UTC)  # already the 23rd in Shanghai
    assert str(rules.oldest_day(at, 90)) == "2025-08-26"
    assert str(rules.oldest_day(at, 1)) == "2025-11-23"


@DATABASE
def test_a_favorite_is_toggled(village):
    buyer, product = village.shopper, village.products["A"]
    assert services.toggle_favorite(actor=buyer, product_id=product, market_code="cn") is True
    (favorite,) = queries.list_favorites(buyer.user_id).items
    assert (favorite.product_id, favorite.price_minor, favorite.currency) == (product, 6000, "CNY")
    assert queries.favorites_among(buyer.user_id, village.products.values()) == {product}
    assert queries.count_fans(product) == 1
    assert services.toggle_favorite(actor=buyer, product_id=product) is False
    assert queries.list_favorites(buyer.user_id).items == ()
    assert care.emitted("community.product_favored.v1") == 1


@DATABASE
def test_adding_a_favorite_twice_is_adding_it_once(village):
    for _ in range(2):
        services.add_favorite(actor=village.shopper, product_id=village.products["A"])
    assert Favorite.objects.count() == 1
    assert care.emitted("community.product_favored.v1") == 1


@DATABASE
def test_guests_and_strange_products_are_refused(village):
    with pytest.raises(NotFound):
        services.toggle_favorite(actor=Actor.guest("v"), product_id=village.products["A"])
    with pytest.raises(NotFound):
        services.toggle_favorite(actor=village.shopper, product_id=new_id())
    with pytest.raises(NotFound):
        services.record_footprint(actor=village.shopper, product_id=new_id())
    with pytest.raises(NotFound):
        services.toggle_follow(actor=village.shopper, merchant_id=new_id())
    assert queries.favorites_among(None, village.products.values()) == frozenset()
    assert not Favorite.objects.exists()


@DATABASE
def test_favorites_are_paged_and_cleared(village):
    for code in "ABC":
        services.add_favorite(actor=village.shopper, product_id=village.products[code])
    mine = village.shopper.user_id
    page = queries.list_favorites(mine, limit=2)
    rest = queries.list_favorites(mine, limit=2, cursor=page.next_cursor)
    found = [item.product_id for item in (*page.items, *rest.items)]
    assert found == [village.products[code] for code in "CBA"]
    assert (
        services.remove_favorites(actor=village.shopper, product_ids=[village.products["A"]]) == 1
    )
    assert services.clear_favorites(actor=village.shopper) == 2


@DATABASE
def test_nobody_keeps_more_than_the_limit(village):
    care.prefer("community.favorites_max", 10)
    template = Product.objects.get(pk=village.products["A"])
    for number in range(10):
        template.pk, template.code, template.slug = new_id(), f"X{number}", f"x-{number}"
        template.save(force_insert=True)
        services.add_favorite(actor=village.shopper, product_id=template.pk)
    with pytest.raises(errors.TooManyFavorites):
        services.add_favorite(actor=village.shopper, product_id=village.products["C"])


@DATABASE
def test_a_product_leaves_one_footprint_a_day(village):
    buyer, product = village.shopper, village.products["A"]
    services.record_footprint(actor=buyer, product_id=product)
    services.record_footprint(actor=buyer, product_id=product)
    assert Footprint.objects.count() == 1
    yesterday = clock.local_date(clock.now()) - timedelta(days=1)
    Footprint.objects.update(day=yesterday, seen_at=clock.now() - timedelta(days=1))
    services.record_footprint(actor=buyer, product_id=product)
    services.record_footprint(actor=buyer, product_id=village.products["B"])
    seen = [(item.product_id, item.day) for item in queries.list_footprints(buyer.user_id).items]
    today = clock.local_date(clock.now())
    assert seen == [(village.products["B"], today), (product, today), (product, yesterday)]
    assert services.remove_footprints(actor=buyer, product_ids=[product]) == 2
    assert services.clear_footprints(actor=buyer) == 1


@DATABASE
def test_the_oldest_footprints_make_room_and_old_ones_are_forgotten(village):
    care.prefer("community.footprints_max", 10)
    buyer, today = village.shopper, clock.local_date(clock.now())
    for days in range(1, 13):
        Footprint.objects.create(
            user_id=buyer.user_id,
            product_id=village.products["A"],
            day=today - timedelta(days=days * 8),
            seen_at=clock.now() - timedelta(days=days * 8),
        )
    services.record_footprint(actor=buyer, product_id=village.products["B"])
    assert Footprint.objects.count() == 10
    services.forget_old_footprints(actor=care.SYSTEM)
    assert min(Footprint.objects.values_list("day", flat=True)) > today - timedelta(days=90)


@DATABASE
def test_footprints_are_paged_by_when_they_were_left(village):
    for code in "ABC":
        services.record_footprint(actor=village.shopper, product_id=village.products[code])
    mine = village.shopper.user_id
    page = queries.list_footprints(mine, limit=2)
    rest = queries.list_footprints(mine, limit=2, cursor=page.next_cursor)
    found = [item.product_id for item in (*page.items, *rest.items)]
    assert found == [village.products[code] for code in "CBA"]


@DATABASE
def test_a_followed_shop_brings_its_new_goods(village):
    buyer, shop = village.shopper, village.merchants["M1"]
    assert services.toggle_follow(actor=buyer, merchant_id=shop) is True
    assert queries.is_following(buyer.user_id, shop)
    assert not queries.is_following(None, shop)
    assert queries.count_followers(shop) == 1
    arrivals = queries.list_new_arrivals(buyer.user_id).items
    assert {card.product_id for card in arrivals} == {village.products["A"], village.products["B"]}
    assert [item.merchant_id for item in queries.list_follows(buyer.user_id).items] == [shop]
    assert services.toggle_follow(actor=buyer, merchant_id=shop) is False


@DATABASE
def test_badges_count_everything(village):
    buyer = village.shopper
    services.add_favorite(actor=buyer, product_id=village.products["A"])
    services.record_footprint(actor=buyer, product_id=village.products["A"])
    services.toggle_follow(actor=buyer, merchant_id=village.merchants["M1"])
    counts = queries.count_all(buyer.user_id)
    assert (counts.favorites, counts.footprints, counts.follows) == (1, 1, 1)
    services.forget_person(actor=care.SYSTEM, user_id=buyer.user_id)
    counts = queries.count_all(buyer.user_id)
    assert (counts.favorites, counts.footprints, counts.follows) == (0, 0, 0)
    assert not ShopFollow.objects.exists()


def set_price(village, minor):
    pricing.set_prices(
        actor=care.SYSTEM,
        merchant_id=village.merchants["M1"],
        rows=[PriceRow(village.variants["A"], "cn", minor)],
    )
    care.settle()


@DATABASE
def test_fans_hear_of_a_clear_fall_once(village):
    services.add_favorite(actor=village.shopper, product_id=village.products["A"], market_code="cn")
    set_price(village, 5800)
    assert care.emitted("community.favorite_got_cheaper.v1") == 0
    set_price(village, 5700)
    assert care.emitted("community.favorite_got_cheaper.v1") == 1
    set_price(village, 5690)
    set_price(village, 6500)
    assert care.emitted("community.favorite_got_cheaper.v1") == 1
    assert Favorite.objects.get().price_minor == 5700

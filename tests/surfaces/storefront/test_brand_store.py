"""A brand store that becomes the first shop of a marketplace; what each mode shows and hides."""

from dataclasses import replace

import pytest
from django.urls import reverse

from jishi.foundation.platform import preferences, site
from jishi.goods.inventory import queries as inventory_queries
from jishi.money.ledger import queries as ledger_queries
from jishi.money.settlements.models import SaleLine
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.surfaces.storefront import copies
from jishi.trade.orders import queries as orders_queries
from tests.parties.accounts import factories as people
from tests.surfaces.storefront import shopping_town as towns
from tests.walks import village as villages
from tests.walks.test_walk import pay_by_transfer, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_index")]

SHOP_WORDS = ("店铺街", "搜索商品和店铺", "结算给商家", "关注的店铺", "shop-card", "M1 铺")


@pytest.fixture
def brand():
    """The village with its first shop alone, run as a brand store."""
    street = towns.build()
    merchants.close(
        actor=villages.SYSTEM, merchant_id=street.village.merchants["M2"], reason="moved"
    )
    villages.settle()
    switch(site.BRAND_STORE)
    yield street
    preferences.forget()


def switch(mode):
    merchants.switch_mode(actor=villages.SYSTEM, mode=mode)
    preferences.forget()
    copies.forget_all()


def bought(village, expected):
    """A paid order of article A."""
    placed = place(village, codes="A", expected=expected)
    pay_by_transfer(village, placed.group_id, expected)
    return orders_queries.get_group(placed.group_id)


def test_a_brand_store_says_nothing_of_shops(brand):
    client, slug = brand.member, brand.slug("A")
    brand.add(client, "A")
    pages = ("/", f"/p/{slug}/", "/cart/", "/account/", reverse("storefront:coupons"))
    for page in pages:
        response = client.get(page, follow=True)
        assert response.status_code == 200, page
        body = response.content.decode()
        assert [word for word in SHOP_WORDS if word in body] == [], page
        assert reverse("merchant:apply") not in body
    code = merchants_queries.get_merchant(brand.village.merchants["M1"]).code
    hidden = (
        reverse("storefront:shops"),
        reverse("storefront:shop", args=[code]),
        reverse("storefront:follows"),
        reverse("merchant:apply"),
        reverse("merchant:settlement", args=[code]),
        reverse("operator:settlements"),
    )
    assert [client.get(page).status_code for page in hidden[:4]] == [404] * 4
    owner = towns.signed_in(brand.village.owners["M1"].user_id)
    assert owner.get(hidden[4]).status_code == 404
    home = owner.get(reverse("merchant:home", args=[code])).content.decode()
    assert hidden[4] not in home
    assert reverse("merchant:products", args=[code]) in home


def test_the_same_pages_speak_of_shops_in_a_marketplace(brand):
    switch(site.MARKETPLACE)
    code = merchants_queries.get_merchant(brand.village.merchants["M1"]).code
    body = brand.member.get(f"/p/{brand.slug('A')}/").content.decode()
    assert "shop-card" in body
    assert brand.member.get(reverse("storefront:shop", args=[code])).status_code == 200
    assert brand.member.get(reverse("merchant:apply")).status_code == 200


def test_orders_members_and_stock_come_along(brand):
    village = brand.village
    group = bought(village, 4000)
    (line,) = SaleLine.objects.all()
    assert (line.commission_rate_bp, group.orders[0].total_minor) == (0, 4000)
    stock = inventory_queries.available(list(village.variants.values()))
    switch(site.MARKETPLACE)
    assert orders_queries.get_group(group.group_id) == group
    assert inventory_queries.available(list(village.variants.values())) == stock
    assert (ledger_queries.prove(), inventory_queries.prove()) == ((), ())
    other = replace(village, shopper=people.actor_of(people.person()))
    assert bought(other, 4000).orders[0].total_minor == 4000
    rates = sorted(SaleLine.objects.values_list("commission_rate_bp", flat=True))
    assert rates == [0, 1000]

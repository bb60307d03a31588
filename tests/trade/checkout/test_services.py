"""Checkout: what is missing, what changed meanwhile, and what placing leaves behind."""

from dataclasses import replace

import pytest

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import errors, queries, services
from jishi.trade.checkout.models import Checkout
from jishi.trade.checkout.types import CheckoutItem, Contact
from jishi.trade.orders.models import Order, OrderGroup
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build(freight_minor=800)


def start(village, codes="A", quantity=1, owner=None):
    return services.start_now(
        actor=village.shopper,
        owner=owner or village.owner,
        items=[CheckoutItem(village.variants[code], quantity) for code in codes],
        market_code="cn",
    )


def send_home(village, checkout_id, owner=None, **kwargs):
    services.set_address(
        actor=village.shopper,
        checkout_id=checkout_id,
        owner=owner or village.owner,
        address=villages.SHENZHEN,
        **kwargs,
    )


def place(village, checkout_id, expected, owner=None):
    return services.place_order(
        actor=village.shopper,
        checkout_id=checkout_id,
        owner=owner or village.owner,
        expected_total_minor=expected,
        locale="zh-hans",
    )


def test_freight_is_charged_per_parcel_and_explained(village):
    checkout_id = start(village, "ABC")
    send_home(village, checkout_id)
    view = queries.get_checkout(checkout_id, village.owner)
    assert view.quote.goods_minor == 13_500
    assert view.quote.freight_minor == 800 * len(view.parcels) == 2400
    assert view.total_minor == 15_900
    assert sum(line.freight_minor for line in view.quote.lines) == 2400


def test_nothing_is_placed_without_an_address(village):
    checkout_id = start(village)
    with pytest.raises(errors.AddressMissing):
        place(village, checkout_id, 6000)
    assert not OrderGroup.objects.exists()


def test_a_guest_must_be_reachable(village):
    owner = CartOwner(guest_id=ids.new_id())
    checkout_id = start(village, owner=owner)
    view = queries.get_checkout(checkout_id, owner)
    assert set(view.blockers) == {"address_missing", "contact_missing"}
    services.set_address(
        actor=Actor.guest("g"),
        checkout_id=checkout_id,
        owner=owner,
        address=villages.SHENZHEN,
        contact=Contact(email="Guest@Example.com"),
    )
    placed = place(village, checkout_id, 6800, owner)
    group = OrderGroup.objects.get(pk=placed.group_id)
    assert (group.user_id, group.email) == (None, "guest@example.com")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "12"}, "phone"),
        ({"line": " "}, "line"),
        ({"country": "china"}, "country"),
        ({"region_code": ""}, "region_code"),
        ({"line": "x" * 201}, "line"),
    ],
)
def test_a_bad_address_names_its_field_and_is_not_kept(village, change, field):
    checkout_id = start(village)
    with pytest.raises(errors.BadAddress) as refusal:
        services.set_address(
            actor=village.shopper,
            checkout_id=checkout_id,
            owner=village.owner,
            address=replace(villages.SHENZHEN, **change),
        )
    assert refusal.value.field == field
    assert Checkout.objects.get().address is None


def test_a_changed_price_is_refused_with_both_totals(village):
    checkout_id = start(village)
    send_home(village, checkout_id)
    pricing.set_prices(
        actor=villages.SYSTEM,
        merchant_id=village.merchants["M1"],
        rows=[PriceRow(village.variants["A"], "cn", 7000)],
    )
    with pytest.raises(errors.TotalChanged) as refusal:
        place(village, checkout_id, 6800)
    assert refusal.value.params == {"expected": 6800, "actual": 7800}
    assert not Order.objects.exists()
    assert inventory_queries.available([village.variants["A"]])[village.variants["A"]] == 10


def test_goods_that_sold_out_meanwhile_cannot_be_placed(village):
    checkout_id = start(village, quantity=2)
    send_home(village, checkout_id)
    inventory.adjust(
        actor=villages.SYSTEM,
        location_id=village.locations["W1"],
        variant_id=village.variants["A"],
        new_on_hand=1,
        reason="count",
    )
    with pytest.raises(errors.LineUnavailable):
        place(village, checkout_id, 12_800)
    assert not Order.objects.exists()


def test_a_placed_checkout_answers_the_same_and_cannot_be_changed(village):
    checkout_id = start(village)
    send_home(village, checkout_id)
    first = place(village, checkout_id, 6800)
    assert place(village, checkout_id, 1) == first
    assert OrderGroup.objects.count() == 1
    with pytest.raises(errors.AlreadyPlaced):
        send_home(village, checkout_id)


def test_a_foreign_checkout_does_not_exist(village):
    checkout_id = start(village)
    with pytest.raises(errors.CheckoutNotFound):
        queries.get_checkout(checkout_id, CartOwner(guest_id=ids.new_id()))


@pytest.mark.parametrize("quantity", [0, -5])
def test_an_empty_checkout_does_not_begin(village, quantity):
    with pytest.raises(errors.NothingToBuy):
        start(village, quantity=quantity)
    assert not Checkout.objects.exists()


def test_placing_costs_the_same_statements_for_one_line_and_three(
    village, django_assert_max_num_queries
):
    counts = []
    for codes, expected in (("A", 6800), ("ABC", 15_900)):
        checkout_id = start(village, codes)
        send_home(village, checkout_id)
        with django_assert_max_num_queries(40) as seen:
            place(village, checkout_id, expected)
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 2, counts

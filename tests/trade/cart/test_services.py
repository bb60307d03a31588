"""Carts: what goes in, what is refused, what two carts make, who sees whose."""

import pytest

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.goods.catalog import services as catalog
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.trade.cart import errors, queries, services
from jishi.trade.cart.models import CartLine
from jishi.trade.cart.types import CartOwner, LineProblem
from tests.walks import village as villages

pytestmark = pytest.mark.django_db
GUEST = Actor.guest("visitor")


@pytest.fixture
def village():
    return villages.build()


@pytest.fixture
def guest():
    return CartOwner(guest_id=ids.new_id())


def add(village, owner, code="A", quantity=1):
    return services.add_line(
        actor=GUEST,
        owner=owner,
        market_code="cn",
        variant_id=village.variants[code],
        quantity=quantity,
    )


def lines(cart_id, owner):
    return {line.code: line for line in queries.get_cart(cart_id, owner=owner).lines}


def test_adding_twice_sums_and_keeps_one_line(village, guest):
    cart_id = add(village, guest, quantity=2)
    add(village, guest, quantity=3)
    view = queries.get_cart(cart_id, owner=guest)
    assert [(line.code, line.quantity) for line in view.lines] == [("A-1", 5)]
    assert view.quote.total_minor == 30_000
    assert (view.count, queries.count_units(guest, "cn")) == (5, 5)


@pytest.mark.parametrize("quantity", [0, -1, 1000, 10**9])
def test_an_impossible_quantity_is_refused(village, guest, quantity):
    with pytest.raises(errors.BadQuantity):
        add(village, guest, quantity=quantity)
    assert not CartLine.objects.exists()


def test_more_than_there_is_is_refused_with_what_there_is(village, guest):
    with pytest.raises(errors.NotEnoughStock) as refusal:
        add(village, guest, quantity=11)
    assert refusal.value.params == {"available": 10}
    assert not CartLine.objects.exists()


def test_what_is_not_on_sale_is_refused(village, guest):
    catalog.unpublish(actor=villages.SYSTEM, product_id=village.products["A"])
    with pytest.raises(errors.NotSellable):
        add(village, guest)


def test_a_line_that_went_off_sale_is_shown_with_its_reason(village, guest):
    cart_id = add(village, guest)
    add(village, guest, "C")
    catalog.unpublish(actor=villages.SYSTEM, product_id=village.products["A"])
    found = lines(cart_id, guest)
    assert found["A-1"].problem == LineProblem.OFF_SALE
    assert found["C-1"].problem is None
    assert queries.get_cart(cart_id, owner=guest).quote.total_minor == 4500


def test_a_changed_price_is_told(village, guest):
    cart_id = add(village, guest)
    pricing.set_prices(
        actor=villages.SYSTEM,
        merchant_id=village.merchants["M1"],
        rows=[PriceRow(village.variants["A"], "cn", 6500)],
    )
    line = lines(cart_id, guest)["A-1"]
    assert (line.unit_minor, line.changed_by_minor) == (6500, 500)


def test_signing_in_merges_the_carts(village, guest):
    mine = village.owner
    add(village, guest, quantity=2)
    add(village, guest, "C")
    cart_id = add(village, mine, quantity=1)
    services.merge(actor=village.shopper, user_id=mine.user_id, guest_id=guest.guest_id)
    found = lines(cart_id, mine)
    assert {code: line.quantity for code, line in found.items()} == {"A-1": 3, "C-1": 1}
    assert queries.find_cart_id(guest, "cn") is None


def test_a_foreign_cart_does_not_exist(village, guest):
    cart_id = add(village, guest)
    stranger = CartOwner(guest_id=ids.new_id())
    with pytest.raises(errors.CartNotFound):
        queries.get_cart(cart_id, owner=stranger)
    line_id = lines(cart_id, guest)["A-1"].line_id
    with pytest.raises(errors.CartNotFound):
        services.set_quantity(
            actor=GUEST, cart_id=cart_id, owner=stranger, line_id=line_id, quantity=5
        )
    assert lines(cart_id, guest)["A-1"].quantity == 1


def test_zero_removes_a_line_and_later_keeps_it_apart(village, guest):
    cart_id = add(village, guest)
    add(village, guest, "C")
    found = lines(cart_id, guest)
    where = {"actor": GUEST, "cart_id": cart_id, "owner": guest}
    services.set_quantity(**where, line_id=found["A-1"].line_id, quantity=0)
    services.set_saved(**where, line_id=found["C-1"].line_id, is_saved=True)
    view = queries.get_cart(cart_id, owner=guest)
    assert (view.lines, [line.code for line in view.saved]) == ((), ["C-1"])
    assert view.quote is None


def test_a_cart_of_many_lines_costs_no_more_statements(
    village, guest, django_assert_max_num_queries
):
    cart_id = add(village, guest)
    for code in "BC":
        add(village, guest, code)
    with django_assert_max_num_queries(12):
        assert len(queries.get_cart(cart_id, owner=guest).lines) == 3

"""A cart shown to others by a link: articles and numbers, and nothing of who shared it."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.goods.catalog import services as catalog
from jishi.trade.cart import errors, queries, services
from jishi.trade.cart.models import CartLine, SharedCart
from jishi.trade.cart.types import CartOwner, LineProblem, Taken
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

SYSTEM = villages.SYSTEM


@pytest.fixture
def village():
    return villages.build()


def put_in(village, owner, **units):
    for code, quantity in units.items():
        cart_id = services.add_line(
            actor=SYSTEM, owner=owner, market_code="cn",
            variant_id=village.variants[code], quantity=quantity,
        )  # fmt: skip
    return cart_id


def shared(village, **units):
    cart_id = put_in(village, village.owner, **units)
    code = services.share(actor=village.shopper, cart_id=cart_id, owner=village.owner)
    return cart_id, code


def taken_by(code):
    guest = CartOwner(guest_id=ids.new_id())
    result = services.take_shared(actor=SYSTEM, owner=guest, code=code)
    cart_id = queries.find_cart_id(guest, "cn")
    view = queries.get_cart(cart_id, owner=guest)
    return result, {line.code: line.quantity for line in view.lines}


def test_a_shared_cart_shows_and_fills_another(village):
    _cart_id, code = shared(village, A=2, C=1)
    shown = queries.get_shared(code)
    assert [(line.variant_id, line.quantity, line.unit_minor) for line in shown.lines] == [
        (village.variants["A"], 2, 6000),
        (village.variants["C"], 1, 4500),
    ]
    assert (shown.sum_minor, shown.currency) == (16_500, "CNY")
    result, lines = taken_by(code)
    assert result == Taken(added=2, left_out=0)
    assert sorted(lines.values()) == [1, 2]
    put_in(village, village.owner, B=1)
    assert len(queries.get_shared(code).lines) == 2
    assert str(village.shopper.user_id) not in str(SharedCart.objects.values().get())


def test_only_what_is_selected_is_shared(village):
    cart_id = put_in(village, village.owner, A=1, C=1)
    CartLine.objects.filter(variant_id=village.variants["C"]).update(is_selected=False)
    code = services.share(actor=village.shopper, cart_id=cart_id, owner=village.owner)
    assert [line.variant_id for line in queries.get_shared(code).lines] == [village.variants["A"]]
    CartLine.objects.all().update(is_selected=False)
    with pytest.raises(errors.NothingToShare):
        services.share(actor=village.shopper, cart_id=cart_id, owner=village.owner)
    assert SharedCart.objects.count() == 1


def test_nobody_shares_the_cart_of_another(village):
    cart_id = put_in(village, village.owner, A=1)
    with pytest.raises(errors.CartNotFound):
        services.share(actor=SYSTEM, cart_id=cart_id, owner=CartOwner(guest_id=ids.new_id()))


def test_what_cannot_be_bought_any_more_is_shown_and_left_out(village):
    _cart_id, code = shared(village, A=2, C=1)
    catalog.unpublish(actor=SYSTEM, product_id=village.products["A"])
    shown = queries.get_shared(code)
    assert [line.problem for line in shown.lines if line.variant_id == village.variants["A"]] == [
        LineProblem.OFF_SALE
    ]
    assert shown.sum_minor == 4500
    assert taken_by(code)[0] == Taken(added=1, left_out=1)


def test_a_link_ends_and_is_forgotten(village):
    _cart_id, code = shared(village, A=1)
    SharedCart.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    for call in (
        lambda: queries.get_shared(code),
        lambda: services.take_shared(actor=SYSTEM, owner=village.owner, code=code),
        lambda: queries.get_shared("unknown"),
    ):
        with pytest.raises(errors.ShareNotFound):
            call()
    assert services.forget_shared(actor=SYSTEM) == 1
    assert SharedCart.objects.count() == 0


def test_codes_cannot_be_guessed(village):
    codes = {shared(village, A=1)[1] for _ in range(5)}
    assert len(codes) == 5
    assert {len(code) for code in codes} == {20}

"""Points and activities through the house: quoted, bound, paid, and given back to the cent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.goods.pricing import services as pricing
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import ActivityDraft, ItemDraft
from jishi.money.ledger import queries as ledger_queries
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets.types import Asset, HoldState
from jishi.parties.accounts import services as accounts
from jishi.trade.checkout import errors as checkout_errors
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import CheckoutItem
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason, OrderStatus
from tests.money.wallets.factories import fill, purse
from tests.walks import village as villages
from tests.walks.test_walk import orders_by_merchant, pay_by_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


def reduction(village, **values):
    """Publish 30.00 off from 100.00 on in the shop M1."""
    now = clock.now()
    draft = ActivityDraft(
        name={"zh-hans": "满 100 减 30"},
        kind="full_reduction",
        market_code="cn",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        settings={"steps": [{"threshold_minor": 10_000, "off_minor": 3_000}]},
        merchant_id=village.merchants["M1"],
    )
    return publish(replace(draft, **values))


def publish(draft):
    activity_id = promotions.save_activity(actor=villages.SYSTEM, draft=draft)
    pricing.publish_activity(actor=villages.SYSTEM, activity_id=activity_id)
    return activity_id


def start(village, items):
    checkout_id = checkout.start_now(
        actor=village.shopper,
        owner=village.owner,
        items=[CheckoutItem(village.variants[code], count) for code, count in items.items()],
        market_code="cn",
    )
    checkout.set_address(
        actor=village.shopper,
        checkout_id=checkout_id,
        owner=village.owner,
        address=villages.SHENZHEN,
    )
    return checkout_id


def use_points(village, checkout_id, *, uses=True):
    checkout.use_points(
        actor=village.shopper, checkout_id=checkout_id, owner=village.owner, uses_points=uses
    )


def view(village, checkout_id):
    return checkout_queries.get_checkout(checkout_id, village.owner)


def place(village, checkout_id, expected):
    return checkout.place_order(
        actor=village.shopper,
        checkout_id=checkout_id,
        owner=village.owner,
        expected_total_minor=expected,
        locale="zh-hans",
    )


def points_of(village):
    found = wallets_queries.get_purse(
        actor=villages.SYSTEM, purse=purse(village.shopper.user_id, Asset.POINTS)
    )
    return found.available_minor, found.held_minor


def is_proven():
    return (
        list(wallets_queries.prove()) == []
        and promotions_queries.prove_activities() == []
        and list(ledger_queries.prove()) == []
    )


def test_points_pay_for_goods_up_to_half_in_whole_steps(village):
    fill(purse(village.shopper.user_id, Asset.POINTS), 5_150)
    checkout_id = start(village, {"A": 1, "B": 1})
    shown = view(village, checkout_id)
    assert (shown.points.balance, shown.points.usable, shown.points.is_used) == (5150, 4500, False)
    assert shown.total_minor == 9_000
    use_points(village, checkout_id)
    shown = view(village, checkout_id)
    assert (shown.points.usable, shown.points.is_used) == (4_500, True)
    assert shown.total_minor == 4_500
    assert [line.discount_minor for line in shown.quote.lines] == [3_000, 1_500]
    use_points(village, checkout_id, uses=False)
    assert view(village, checkout_id).total_minor == 9_000


def test_guests_and_other_currencies_have_no_points(village):
    checkout_id = start(village, {"A": 1})
    assert view(village, checkout_id).points.usable == 0
    use_points(village, checkout_id)
    assert view(village, checkout_id).total_minor == 6_000
    assert not view(village, checkout_id).points.is_used


def test_spent_points_are_held_then_captured_and_come_back_with_the_goods(village):
    fill(purse(village.shopper.user_id, Asset.POINTS), 3_100)
    activity_id = reduction(village)
    checkout_id = start(village, {"A": 2, "C": 1})
    use_points(village, checkout_id)
    # A: 120.00 - 30.00 = 90.00, C: 45.00; 31.00 of points spread over 135.00.
    placed = place(village, checkout_id, 10_400)
    assert points_of(village) == (0, 3_100)
    pay_by_transfer(village, placed.group_id, 10_400)
    assert points_of(village)[1] == 0
    [hold] = wallets_queries.list_holds(reference=placed.group_id)
    assert (hold.state, hold.amount_minor) == (HoldState.CAPTURED, 3_100)
    effect = promotions_queries.effect_of(activity_id)
    assert (effect.orders, effect.units, effect.discount_minor) == (1, 2, 3_000)
    order = orders_by_merchant(village, placed.group_id)["M1"]
    [line] = order.lines
    by_stage = {share.stage: share.amount_minor for share in line.shares}
    assert by_stage == {"reduction": 3_000, "points": 2_067}
    before = points_of(village)[0]
    for _ in range(2):
        orders.record_returned(
            actor=villages.SYSTEM,
            order_id=order.order_id,
            quantities={line.line_id: 1},
            refunds={line.line_id: 0},
        )
    # 2067 points for two units: 1033 with the first, 1034 with the second.
    assert points_of(village)[0] - before == 2_067
    [hold] = wallets_queries.list_holds(reference=placed.group_id)
    assert hold.returned_minor == 2_067
    assert is_proven()


def test_an_unpaid_group_gives_points_and_activity_back(village):
    fill(purse(village.shopper.user_id, Asset.POINTS), 1_000)
    activity_id = reduction(village, budget_minor=3_000)
    checkout_id = start(village, {"A": 2})
    use_points(village, checkout_id)
    placed = place(village, checkout_id, 8_000)
    assert points_of(village) == (0, 1_000)
    assert promotions_queries.get_activity(activity_id).spent_minor == 3_000
    orders.cancel_unpaid_group(
        actor=village.shopper, group_id=placed.group_id, reason=CancelReason.BUYER
    )
    assert points_of(village) == (1_000, 0)
    assert promotions_queries.get_activity(activity_id).spent_minor == 0
    assert is_proven()


def test_an_order_of_nothing_to_pay_still_spends_its_points(village):
    fill(purse(village.shopper.user_id, Asset.POINTS), 10_000)
    reduction(village, settings={"steps": [{"threshold_minor": 6_000, "off_minor": 6_000}]})
    checkout_id = start(village, {"A": 1})
    use_points(village, checkout_id)
    placed = place(village, checkout_id, 0)
    villages.settle()
    [order] = orders_queries.get_group(placed.group_id).orders
    assert (order.status, order.total_minor) == (OrderStatus.CONFIRMED, 0)
    assert points_of(village) == (10_000, 0)
    assert is_proven()


def test_points_that_were_spent_elsewhere_meanwhile_refuse_the_order(village):
    name = purse(village.shopper.user_id, Asset.POINTS)
    fill(name, 1_000)
    first, second = start(village, {"A": 1}), start(village, {"B": 1})
    for checkout_id in (first, second):
        use_points(village, checkout_id)
    place(village, first, 5_000)
    with pytest.raises(checkout_errors.TotalChanged) as refused:
        place(village, second, 2_000)
    assert refused.value.params == {"expected": 2_000, "actual": 3_000}
    assert points_of(village) == (0, 1_000)


def test_a_flash_price_is_taken_once_and_its_end_is_a_changed_total(village):
    variant = village.variants["A"]
    activity_id = reduction(
        village,
        kind="flash_sale",
        settings={},
        items=(ItemDraft(variant, 1_990, stock=1, per_person=1),),
    )
    first, second = start(village, {"A": 1}), start(village, {"A": 1})
    assert view(village, first).total_minor == 1_990
    place(village, first, 1_990)
    with pytest.raises(checkout_errors.TotalChanged) as refused:
        place(village, second, 1_990)
    assert refused.value.params["actual"] == 6_000
    [item] = promotions_queries.list_items(activity_id)
    assert (item.taken, item.left) == (1, 0)
    promotions.stop_activity(actor=villages.SYSTEM, activity_id=activity_id)
    third = start(village, {"A": 1})
    place(village, third, 6_000)
    assert is_proven()


def test_a_member_of_a_level_pays_what_the_level_pays(village):
    reduction(village, kind="member_price", settings={"rates": {"gold": 9_500}})
    shown = view(village, start(village, {"A": 1, "C": 1}))
    assert shown.total_minor == 10_500
    accounts.set_level(actor=villages.SYSTEM, user_id=village.shopper.user_id, level="gold")
    checkout_id = start(village, {"A": 1, "C": 1})
    assert view(village, checkout_id).total_minor == 10_200
    place(village, checkout_id, 10_200)

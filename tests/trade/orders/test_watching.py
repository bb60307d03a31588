"""Orders that stand still are found within minutes, told once, and can be pushed on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jishi.care.notifications.models import Message
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform import preferences, timers
from jishi.foundation.platform.models import OutboxEvent, Timer
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.warehouse.models import PickLine, PickTask
from jishi.trade.orders import queries, services
from jishi.trade.orders.models import Order, OrderGroup, StuckOrder
from jishi.trade.orders.types import Flag, OrderStatus, ReviewRules, Trouble
from tests.parties.accounts import factories as people
from tests.walks import test_walk as walk
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

SYSTEM = villages.SYSTEM


@pytest.fixture
def village():
    return villages.build()


@pytest.fixture
def placed(village):
    return walk.place(village)


@pytest.fixture
def paid(village, placed):
    walk.pay_by_transfer(village, placed.group_id)
    return walk.orders_by_merchant(village, placed.group_id)


def look(minutes=0):
    """What the watch does by the minute, some minutes from now."""
    StuckOrder.objects.update(since=clock.now() - timedelta(minutes=minutes))
    at = clock.now() + timedelta(minutes=1)
    return services.note_troubles(actor=SYSTEM, troubles=queries.find_troubles(at))


def told():
    return OutboxEvent.objects.filter(name="orders.order_stuck.v1").count()


def unheard(village, group_id, monkeypatch):
    """The money arrives, but the orders do not hear of it."""
    with monkeypatch.context() as patch:
        patch.setattr(villages, "settle", lambda: None)
        walk.pay_by_transfer(village, group_id)


def test_what_goes_its_way_is_left_alone(village, paid):
    assert queries.find_troubles(clock.now() + timedelta(minutes=1)) == set()
    assert look() == 0
    assert StuckOrder.objects.count() == 0


def test_a_paid_order_that_nobody_confirmed_is_told_and_pushed(village, placed, monkeypatch):
    unheard(village, placed.group_id, monkeypatch)
    orders = [one.order_id for one in queries.get_group(placed.group_id).orders]
    assert queries.find_troubles(clock.now() + timedelta(minutes=1)) == {
        (order_id, Trouble.PAID_NOT_CONFIRMED) for order_id in orders
    }
    assert look() == 0
    assert queries.list_stuck() == []
    assert look(minutes=2) == 2
    assert look(minutes=5) == 0
    assert told() == 2
    assert {one.order_id for one in queries.list_stuck()} == set(orders)
    m1 = village.merchants["M1"]
    assert {one.merchant_id for one in queries.list_stuck(frozenset({m1}))} == {m1}
    services.push(actor=SYSTEM, order_id=orders[0])
    villages.settle()
    assert {one.status for one in queries.get_group(placed.group_id).orders} == {
        OrderStatus.CONFIRMED
    }
    look()
    assert queries.list_stuck() == []
    assert Message.objects.filter(title__en="An order stands still").count() == 2


def test_an_order_without_its_parcels_gets_them_by_a_push(village, paid):
    order_id = paid["M1"].order_id
    shipping.cancel_shipments(actor=SYSTEM, references=[order_id], reason="lost")
    villages.settle()
    look()
    assert look(minutes=3) == 1
    assert [(one.order_id, one.trouble) for one in queries.list_stuck()] == [
        (order_id, Trouble.NO_PARCEL)
    ]
    services.push(actor=village.owners["M1"], order_id=order_id)
    services.push(actor=village.owners["M1"], order_id=order_id)
    assert len(shipping_queries.list_open_parcels([order_id])[order_id]) == 2
    villages.settle()
    look()
    assert queries.list_stuck() == []


def test_a_parcel_the_warehouse_does_not_know_is_planned_by_a_push(village, paid):
    order_id = paid["M2"].order_id
    (parcel,) = shipping_queries.list_open_parcels([order_id])[order_id]
    PickLine.objects.filter(task__shipment_id=parcel).delete()
    PickTask.objects.filter(shipment_id=parcel).delete()
    look()
    look(minutes=3)
    assert [one.trouble for one in queries.list_stuck()] == [Trouble.NOT_IN_WAREHOUSE]
    services.push(actor=SYSTEM, order_id=order_id)
    assert PickTask.objects.filter(shipment_id=parcel).count() == 1
    look()
    assert queries.list_stuck() == []


def test_an_overdue_order_is_told_and_its_timer_set_again(village, placed):
    late = clock.now() - timedelta(minutes=3)
    OrderGroup.objects.filter(pk=placed.group_id).update(pay_until=late)
    Timer.objects.all().delete()
    look()
    assert look(minutes=3) == 2
    order_id = queries.get_group(placed.group_id).orders[0].order_id
    services.push(actor=SYSTEM, order_id=order_id)
    assert timers.fire_due(holder="test") == 1


def test_what_stands_still_again_is_told_again(village, paid):
    order_id = paid["M1"].order_id
    for expected in (1, 2):
        shipping.cancel_shipments(actor=SYSTEM, references=[order_id], reason="lost")
        look()
        look(minutes=3)
        assert told() == expected
        services.push(actor=SYSTEM, order_id=order_id)
        villages.settle()
        look()
    assert StuckOrder.objects.count() == 1


def test_only_reviewers_of_the_shop_may_push(village, paid):
    with pytest.raises(Forbidden):
        services.push(actor=village.shopper, order_id=paid["M1"].order_id)
    stranger = village.owners["M2"]
    with pytest.raises(NotFound):
        services.push(actor=stranger, order_id=paid["M1"].order_id)


@pytest.fixture
def rules_of(village):
    def set_rules(**wanted):
        services.set_review_rules(
            actor=village.owners["M1"],
            merchant_id=village.merchants["M1"],
            wanted=ReviewRules(**wanted),
        )
        preferences.forget()

    yield set_rules
    preferences.forget()


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"from_minor": 5000}, "amount"),
        ({"address_words": ("科苑路",)}, "address"),
        ({"units_from": 1}, "units"),
        ({"daily_orders_from": 2}, ""),
    ],
)
def test_a_paid_order_is_held_by_the_rules_of_its_shop_alone(village, rules_of, wanted, why):
    rules_of(**wanted)
    placed = walk.place(village)
    walk.pay_by_transfer(village, placed.group_id)
    orders = walk.orders_by_merchant(village, placed.group_id)
    held = Order.objects.get(pk=orders["M1"].order_id)
    assert (held.is_held, held.hold_reason) == (bool(why), why)
    assert not orders["M2"].is_held


def test_a_buyer_who_was_flagged_is_seen_by_a_person(village, paid, rules_of):
    rules_of(flagged_buyers=True, daily_orders_from=9)
    for flag, why in ((Flag.AMBER, ""), (Flag.RED, "flagged")):
        services.set_flag(actor=SYSTEM, order_id=paid["M1"].order_id, flag=flag)
        buyer = replace(village, shopper=people.actor_of(people.person()))
        group = walk.place(buyer).group_id
        walk.pay_by_transfer(buyer, group)
        # The same phone number, though another account.
        order = walk.orders_by_merchant(buyer, group)["M1"]
        assert Order.objects.get(pk=order.order_id).hold_reason == why


def test_many_orders_of_one_buyer_within_a_day_are_seen_by_a_person(village, paid, rules_of):
    rules_of(daily_orders_from=2)
    other = replace(village, shopper=people.actor_of(people.person()))
    group = walk.place(other).group_id
    walk.pay_by_transfer(other, group)
    order = walk.orders_by_merchant(other, group)["M1"]
    assert Order.objects.get(pk=order.order_id).hold_reason == "frequency"


def test_rules_out_of_bounds_change_nothing(village, rules_of):
    rules_of(from_minor=700)
    with pytest.raises(preferences.BadPreference):
        rules_of(from_minor=800, units_from=-1)
    preferences.forget()
    assert queries.review_rules(village.merchants["M1"]) == ReviewRules(from_minor=700)
    with pytest.raises(Forbidden):
        services.set_review_rules(
            actor=village.shopper, merchant_id=village.merchants["M1"], wanted=ReviewRules()
        )

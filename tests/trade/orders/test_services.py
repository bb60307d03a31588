"""Orders after placing: staff's hands, receipt, completion, claims of guests."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform import preferences, timers
from jishi.foundation.platform.models import Timer
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.money.payments import queries as payments_queries
from jishi.money.settlements import queries as settlements_queries
from jishi.trade.orders import errors, queries, services
from jishi.trade.orders.models import Order
from jishi.trade.orders.types import CancelReason, Flag, OrderFilter, OrderStatus
from tests.walks import test_walk as walk
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


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


def balance_of(village, name):
    return settlements_queries.merchant_balance(
        actor=villages.SYSTEM, merchant_id=village.merchants[name]
    )


def test_a_clash_of_random_numbers_tries_others(village, monkeypatch):
    fresh = iter(["P9", "M9", "M9", "P8", "M8", "M7"])
    monkeypatch.setattr(ids, "human_number", lambda *_: next(fresh))
    group = queries.get_group(walk.place(village).group_id)
    assert (group.number, {one.number for one in group.orders}) == ("P8", {"M8", "M7"})


def test_a_price_reduction_keeps_every_sum(village, placed):
    order = walk.orders_by_merchant(village, placed.group_id)["M1"]
    services.reduce_price(actor=village.owners["M1"], order_id=order.order_id, reduction_minor=667)
    after = queries.get_group(placed.group_id)
    assert after.total_minor == 11_500 - 667 == sum(one.total_minor for one in after.orders)
    assert payments_queries.get_payment(placed.group_id).amount.minor == 10_833
    reduced = next(one for one in after.orders if one.order_id == order.order_id)
    assert reduced.total_minor == sum(line.payable_minor for line in reduced.lines)


@pytest.mark.parametrize("reduction", [0, -1, 7668])
def test_an_impossible_reduction_changes_nothing(village, placed, reduction):
    order = walk.orders_by_merchant(village, placed.group_id)["M1"]
    with pytest.raises(errors.BadPriceChange):
        services.reduce_price(
            actor=village.owners["M1"], order_id=order.order_id, reduction_minor=reduction
        )
    assert queries.get_order(order.order_id).total_minor == 7667


def test_only_the_orders_own_staff_may_touch_it(village, paid):
    with pytest.raises(NotFound):
        services.set_flag(actor=village.owners["M2"], order_id=paid["M1"].order_id, flag=Flag.RED)
    with pytest.raises(Forbidden):
        services.set_flag(actor=village.shopper, order_id=paid["M1"].order_id, flag=Flag.RED)
    services.set_flag(actor=village.owners["M1"], order_id=paid["M1"].order_id, flag=Flag.RED)
    assert queries.get_order(paid["M1"].order_id).flag == Flag.RED


def test_orders_over_the_limit_wait_for_a_person(village, placed):
    preferences.set_value(actor=villages.SYSTEM, name="orders.review_from_minor", value=5000)
    preferences.forget()
    walk.pay_by_transfer(village, placed.group_id)
    found = walk.orders_by_merchant(village, placed.group_id)
    assert (found["M1"].is_held, found["M2"].is_held) == (True, False)
    held = found["M1"].order_id
    assert shipping_queries.get_shipments_of([held]).get(held, ()) == ()
    services.release(actor=villages.SYSTEM, order_id=held)
    villages.settle()
    assert len(shipping_queries.get_shipments_of([held])[held]) == 2


def test_receipt_then_completion_releases_the_merchants_share(village, placed, paid):
    walk.ship_all(village, placed.group_id)
    order_id = paid["M2"].order_id
    services.receive(actor=village.shopper, order_id=order_id)
    assert balance_of(village, "M2").released_minor == 0
    Timer.objects.filter(kind="orders.complete").update(due_at=clock.now() - timedelta(seconds=1))
    assert timers.fire_due(holder="test") == 1
    assert queries.get_order(order_id).status == OrderStatus.COMPLETED
    balance = balance_of(village, "M2")
    assert (balance.accrued_minor, balance.released_minor) == (0, 3450)


def test_nobody_confirms_what_was_not_shipped_or_is_not_theirs(village, placed, paid):
    order_id = paid["M1"].order_id
    with pytest.raises(errors.NothingShipped):
        services.receive(actor=village.shopper, order_id=order_id)
    with pytest.raises(NotFound):
        services.receive(actor=village.owners["M2"], order_id=order_id)
    assert queries.get_order(order_id).received_at is None


def test_an_open_case_stops_the_clock(village, placed, paid):
    walk.ship_all(village, placed.group_id)
    order_id = paid["M1"].order_id
    services.set_aftersale(actor=villages.SYSTEM, order_id=order_id, is_open=True)
    assert Timer.objects.get(kind="orders.receive", subject_id=order_id).state == "paused"
    with pytest.raises(errors.AftersaleOpen):
        services.receive(actor=village.shopper, order_id=order_id)
    services.set_aftersale(actor=villages.SYSTEM, order_id=order_id, is_open=False)
    assert Timer.objects.get(kind="orders.receive", subject_id=order_id).state == "armed"


def test_the_address_changes_within_the_province_until_shipping(village, placed, paid):
    order_id = paid["M1"].order_id
    elsewhere = replace(villages.SHENZHEN, district="福田区", region_code="440304")
    services.change_address(actor=village.shopper, order_id=order_id, address=elsewhere)
    assert queries.get_order(order_id).address == elsewhere
    with pytest.raises(errors.BadPriceChange):
        services.change_address(
            actor=village.shopper,
            order_id=order_id,
            address=replace(elsewhere, region_code="110101"),
        )
    walk.ship_all(village, placed.group_id)
    with pytest.raises(errors.AlreadyShipped):
        services.change_address(actor=village.shopper, order_id=order_id, address=villages.SHENZHEN)


def test_a_paid_group_cannot_be_canceled(village, placed, paid):
    with pytest.raises(errors.NotCancelable):
        services.cancel_unpaid_group(
            actor=village.shopper, group_id=placed.group_id, reason=CancelReason.BUYER
        )
    assert queries.get_order(paid["M1"].order_id).status == OrderStatus.CONFIRMED


def test_a_stranger_cannot_cancel(village, placed):
    with pytest.raises(NotFound):
        services.cancel_unpaid_group(
            actor=village.owners["M1"], group_id=placed.group_id, reason=CancelReason.BUYER
        )
    assert Order.objects.filter(status=OrderStatus.AWAITING_PAYMENT).count() == 2


def test_lists_are_scoped_and_searched(village, placed, paid):
    mine = OrderFilter(merchant_ids=frozenset({village.merchants["M1"]}))
    assert [one.order_id for one in queries.list_orders(mine).items] == [paid["M1"].order_id]
    by_number = replace(mine, text=paid["M2"].number)
    assert queries.list_orders(by_number).items == ()
    by_code = OrderFilter(text="C-1")
    assert [one.order_id for one in queries.list_orders(by_code).items] == [paid["M2"].order_id]
    queues = {queue.name: queue.count for queue in queries.count_queues(None)}
    assert queues["to_ship"] == 2


def test_a_list_of_orders_takes_two_statements(village, placed, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(queries.list_orders(OrderFilter()).items) == 2

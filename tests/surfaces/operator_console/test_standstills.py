"""Operators and shops see what stands still, and push it on."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.platform import preferences
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.trade.orders import queries, services
from jishi.trade.orders.models import StuckOrder
from jishi.trade.orders.types import ReviewRules
from tests.surfaces.merchant_console.test_pages import address as shop_address
from tests.surfaces.operator_console.desks import SYSTEM, address
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuck(desks):
    """An order of M1 without its parcels, told three minutes later."""
    order_id = desks.order_id
    shipping.cancel_shipments(actor=SYSTEM, references=[order_id], reason="lost")
    villages.settle()
    at = clock.now() + timedelta(minutes=1)
    services.note_troubles(actor=SYSTEM, troubles=queries.find_troubles(at))
    StuckOrder.objects.update(since=clock.now() - timedelta(minutes=3))
    services.note_troubles(actor=SYSTEM, troubles=queries.find_troubles(at))
    return order_id


def test_the_operator_is_led_from_today_to_the_order_and_pushes_it(stuck, admin):
    assert address("standstills") in admin.get(address("home")).content.decode()
    listed = admin.get(address("standstills")).content.decode()
    assert queries.get_order(stuck).number in listed
    assert "已确认但没有包裹" in listed
    shown = admin.get(address("order", stuck, language="en")).content.decode()
    assert "Confirmed, but without a parcel" in shown
    assert address("order_push", stuck, language="en") in shown
    assert admin.post(address("order_push", stuck)).status_code == 302
    assert len(shipping_queries.list_open_parcels([stuck])[stuck]) == 2


def test_the_shop_sees_its_own_alone(stuck, owner, village):
    page = shop_address("standstills")
    assert page in owner.get(shop_address("home")).content.decode()
    assert queries.get_order(stuck).number in owner.get(page).content.decode()
    assert owner.post(shop_address("order_push", stuck)).status_code == 302
    assert len(shipping_queries.list_open_parcels([stuck])[stuck]) == 2


def test_the_shop_sets_its_rules_on_one_page(owner, village):
    page = shop_address("order_rules")
    assert "订单审核规则" in owner.get(page).content.decode()
    wrong = owner.post(page, {"from_amount": "-3", "units_from": "0", "daily_orders_from": "1"})
    assert wrong.status_code == 422
    sent = {
        "from_amount": "1,500.50",
        "note_words": "发票\n\n 发票 \n改地址",
        "address_words": "转运",
        "units_from": "50",
        "daily_orders_from": "4",
        "flagged_buyers": "on",
    }
    assert owner.post(page, sent).status_code == 302
    preferences.forget()
    merchant_id = village.merchants["M1"]
    assert queries.review_rules(merchant_id) == ReviewRules(
        from_minor=150_050,
        note_words=("发票", "改地址"),
        address_words=("转运",),
        units_from=50,
        daily_orders_from=4,
        flagged_buyers=True,
    )
    again = owner.get(page).content.decode()
    assert "1500.50" in again
    assert "改地址" in again
    assert owner.post(page, {}).status_code == 302
    preferences.forget()
    assert queries.review_rules(merchant_id) == ReviewRules()


def test_a_held_order_says_why(desks, owner, admin):
    order_id = desks.order_id
    services.hold(actor=SYSTEM, order_id=order_id, reason="frequency")
    assert "同一买家一天内多次下单" in owner.get(shop_address("order", order_id)).content.decode()
    shown = admin.get(address("order", order_id, language="en")).content.decode()
    assert "Many orders of one buyer within a day" in shown

"""A courier's statement from the page to the paid order."""

import pytest

from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.trade.orders import queries as orders_queries
from tests.surfaces.operator_console.desks import address
from tests.walks import village as villages
from tests.walks.test_walk import place

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(village):
    """One order to be paid at the door, on its way with a courier."""
    group_id = place(village, "A", 4000).group_id
    payments.authorize(
        actor=village.shopper,
        reference=group_id,
        provider="cash_on_delivery",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="集市",
    )
    villages.settle()
    (order,) = orders_queries.get_group(group_id).orders
    (parcel,) = shipping_queries.get_shipments_of([order.order_id])[order.order_id]
    warehouse.ship(
        actor=village.owners["M1"],
        shipment_id=parcel.shipment_id,
        carrier_code="sf",
        tracking_no="SF1000000001",
    )
    villages.settle()
    return order


def given(**more) -> dict[str, str]:
    return {"courier": "sf", "statement_no": "S-7", "currency": "CNY", "note": ""} | more


def test_a_statement_pays_by_tracking_number_and_shows_what_differs(order, admin):
    page = admin.get(address("cash", language="en")).content.decode()
    assert "CN¥40.00" in page
    rows = "tracking,amount\nSF1000000001,40.00\nX1;5"
    answer = admin.post(address("cash_new", language="en"), given(total="45.00", rows=rows))
    assert answer.status_code == 302, answer.content.decode()
    shown = admin.get(answer["Location"]).content.decode()
    assert "As due, paid" in shown
    assert "No such payment on delivery" in shown
    assert "CN¥5.00" in shown
    assert payments_queries.get_payment(order.group_id).state == "paid"
    after = admin.get(address("cash", language="en")).content.decode()
    assert "No courier owes anything." in after
    assert "S-7" in after


def test_bad_lines_and_repeated_statements_are_refused(order, admin):
    bad = admin.post(address("cash_new", language="en"), given(total="1", rows="A,1\nB,x"))
    assert bad.status_code == 422
    assert "Line 2 has no number and amount." in bad.content.decode()
    first = admin.post(address("cash_new"), given(total="1", rows=f"{order.number} 1"))
    assert first.status_code == 302
    again = admin.post(address("cash_new", language="en"), given(total="1", rows="A,1"))
    assert again.status_code == 409
    assert "was recorded before" in again.content.decode()
    assert payments_queries.get_payment(order.group_id).state == "open"


def test_it_is_reached_from_the_payments(desks, admin):
    page = admin.get(address("payments", language="en")).content.decode()
    assert address("cash", language="en") in page

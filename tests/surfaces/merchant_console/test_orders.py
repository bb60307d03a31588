"""An order through the pages: held, shipped one by one and in batches, changed before payment."""

import pytest

from jishi.fulfillment.shipping.types import ShipmentState
from jishi.trade.orders.types import Flag, FulfillmentStatus
from tests.surfaces import pdf
from tests.surfaces.merchant_console.test_pages import address
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


def test_an_order_is_shipped_parcel_by_parcel(town, owner):
    order = town.order("M1")
    shown = owner.get(address("order", order.order_id)).content.decode()
    for place, parcel in enumerate(town.parcels("M1")):
        page = address("parcel_ship", order.order_id, parcel.shipment_id)
        assert page in shown
        answer = owner.post(page, {"carrier": "sf", "tracking_no": f"SF10000000{place}"})
        assert answer.status_code == 302
    villages.settle()
    assert town.order("M1").fulfillment_status == FulfillmentStatus.SHIPPED
    assert town.order("M2").fulfillment_status == FulfillmentStatus.TO_SHIP


def test_a_bad_tracking_number_is_refused_beside_its_field(town, owner):
    order, parcel = town.order("M1"), town.parcels("M1")[0]
    page = address("parcel_ship", order.order_id, parcel.shipment_id)
    answer = owner.post(page, {"carrier": "sf", "tracking_no": "!"})
    assert answer.status_code == 422
    assert 'id="id_tracking_no_error"' in answer.content.decode()
    assert {one.state for one in town.parcels("M1")} == {ShipmentState.PENDING}


def test_a_batch_tells_what_became_of_every_row(town, owner):
    good, other = town.parcels("M1")
    rows = f"{good.number},顺丰速运,SF200000001\n{other.number},nobody,SF200000002\nX1,sf,SF3000000"
    answer = owner.post(address("ship_batch"), {"rows": rows})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("table")
    assert "nobody,SF200000002" in text
    states = {one.shipment_id: one.state for one in town.parcels("M1")}
    assert states == {
        good.shipment_id: ShipmentState.HANDED_OVER,
        other.shipment_id: ShipmentState.PENDING,
    }


def test_a_batch_without_rows_says_so_beside_the_box(town, owner):
    answer = owner.post(address("ship_batch"), {"rows": ""})
    assert answer.status_code == 422
    assert 'id="id_rows_error"' in answer.content.decode()


def test_an_order_is_held_and_released(town, owner):
    order = town.order("M1")
    assert owner.post(address("order_hold", order.order_id), {"reason": ""}).status_code == 422
    assert not town.order("M1").is_held
    owner.post(address("order_hold", order.order_id), {"reason": "call the buyer"})
    assert town.order("M1").is_held
    owner.post(address("order_release", order.order_id))
    assert not town.order("M1").is_held


def test_flag_note_and_address_change(town, owner):
    order = town.order("M1")
    owner.post(address("order_flag", order.order_id), {"flag": "red"})
    owner.post(address("order_note", order.order_id), {"note": "易碎"})
    moved = {"name": "王小明", "phone": "13800000009", "line": "广东省广州市天河区体育西路 8 号"}
    assert owner.post(address("order_address", order.order_id), moved).status_code == 302
    order = town.order("M1")
    assert (order.flag, order.merchant_note) == (Flag.RED, "易碎")
    assert order.address
    assert order.address.region_code == "440106"


def test_another_province_is_refused_beside_the_address(town, owner):
    order = town.order("M1")
    page = address("order_address", order.order_id)
    moved = {"name": "王小明", "phone": "13800000009", "line": "somewhere"}
    assert 'id="id_line_error"' in owner.post(page, moved).content.decode()
    far = owner.post(page, moved | {"line": "北京市朝阳区建国路 1 号"})
    assert far.status_code == 422
    assert town.order("M1").address == order.address


def test_a_price_is_reduced_before_payment_but_not_below_nothing(unpaid, owner):
    order = unpaid.order("M1")
    page = address("order_reduce", order.order_id)
    assert owner.post(page, {"reduction_minor": "9999"}).status_code == 422
    assert owner.post(page, {"reduction_minor": "10.00"}).status_code == 302
    assert unpaid.order("M1").total_minor == order.total_minor - 1000


def test_papers_are_printed_for_what_is_still_here(town, owner):
    listed = owner.get(address("orders"), {"queue": "to_ship"}).content.decode()
    assert town.order("M1").number in listed
    assert town.order("M2").number not in listed
    order = town.order("M1")
    from jishi.foundation.kernel import ids

    asked = {"order": ids.encode("ord", order.order_id)}
    slips = owner.get(address("slips"), asked).content.decode()
    assert all(parcel.number in slips for parcel in town.parcels("M1"))
    assert "A-1" in owner.get(address("picks"), asked).content.decode()


def test_slips_are_a_file_with_bar_codes_and_without_prices(town, owner, stranger):
    from jishi.foundation.kernel import ids

    order = town.order("M1")
    asked = {"order": ids.encode("ord", order.order_id)}
    answer = owner.get(address("slips_file"), asked)
    assert answer["Content-Type"] == "application/pdf"
    text = pdf.text_of(answer.content)
    parcels = town.parcels("M1")
    assert pdf.pages_of(answer.content) == len(parcels) == 2
    assert all(text.count(parcel.number) == 2 for parcel in parcels)
    assert "A-1" in text
    assert "¥" not in text
    assert address("slips_file") in owner.get(address("slips"), asked).content.decode()
    assert stranger.get(address("slips_file"), asked).status_code == 404
    assert owner.get(address("slips_file")).status_code == 404

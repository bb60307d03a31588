"""Own delivery and the hours of a location through the pages of a shop."""

import pytest

from jishi.foundation.platform import preferences
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import ShipmentState
from jishi.goods.inventory import queries as inventory_queries
from jishi.trade.orders import queries as orders_queries
from tests.surfaces.merchant_console.test_pages import address
from tests.surfaces.merchant_console.town import signed_in
from tests.walks import own_delivery as walk
from tests.walks.test_walk import pay_by_transfer

pytestmark = pytest.mark.django_db

ZONE = {
    "name_zh": "深圳同城",
    "name_en": "Shenzhen",
    "region_codes": "4403",
    "currency": "CNY",
    "fee": "6.00",
    "free_from": "99.00",
    "cutoff_minutes": "45",
    "days_ahead": "3",
    "is_active": "on",
    "slots-TOTAL_FORMS": "3",
    "slots-INITIAL_FORMS": "0",
    "slots-0-weekday": "1",
    "slots-0-starts": "09:00",
    "slots-0-ends": "12:00",
    "slots-0-capacity": "8",
    "slots-1-weekday": "1",
    "slots-1-starts": "12:00",
    "slots-1-ends": "15:00",
    "slots-1-capacity": "4",
    "slots-2-weekday": "1",
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_area_is_made_and_changed(village, owner, language):
    new = address("own_delivery_new", language=language)
    assert owner.get(new).status_code == 200
    assert owner.post(new, ZONE).status_code == 302
    (zone,) = shipping_queries.list_zones(merchant_id=village.merchants["M1"])
    assert (zone.fee_minor, zone.free_from_minor, zone.cutoff_minutes) == (600, 9900, 45)
    assert [(slot.weekday, slot.starts.hour, slot.capacity) for slot in zone.slots] == [
        (1, 9, 8),
        (1, 12, 4),
    ]
    preferences.forget()
    listed = owner.get(address("own_delivery", language=language)).text
    assert ("深圳同城" if language == "zh-hans" else "Shenzhen") in listed
    page = address("own_delivery_zone", zone.zone_id, language=language)
    assert 'value="09:00"' in owner.get(page).text
    changed = ZONE | {"slots-INITIAL_FORMS": "2", "slots-0-DELETE": "on", "fee": "8"}
    assert owner.post(page, changed).status_code == 302
    (zone,) = shipping_queries.list_zones(merchant_id=village.merchants["M1"])
    assert (zone.fee_minor, len(zone.slots)) == (800, 1)


def test_slots_that_overlap_are_refused(village, owner):
    answer = owner.post(address("own_delivery_new"), ZONE | {"slots-1-starts": "11:00"})
    assert answer.status_code == 422
    assert "时段不能重叠" in answer.text
    assert shipping_queries.list_zones(merchant_id=village.merchants["M1"]) == ()


def test_an_area_of_another_shop_is_not_found(village, stranger):
    zone_id = walk.open_zone(village)
    assert stranger.get(address("own_delivery_zone", zone_id)).status_code == 404
    assert stranger.get(address("own_delivery_zone", zone_id, shop="m2")).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_courier_goes_out_and_delivers(village, owner, language):
    walk.open_zone(village)
    placed = walk.buy(village)
    pay_by_transfer(village, placed.group_id, 6600)
    (order_id,) = placed.order_ids
    (parcel,) = shipping_queries.get_shipments_of([order_id])[order_id]
    record = address("order", order_id, language=language)
    assert ("商家自配送" if language == "zh-hans" else "Own delivery") in owner.get(record).text
    ship = address("parcel_ship", order_id, parcel.shipment_id, language=language)
    assert "courier_name" in owner.get(ship).text
    assert owner.post(ship, {"courier_name": "", "courier_phone": ""}).status_code == 422
    given = {"courier_name": "王送", "courier_phone": "13800000003"}
    assert owner.post(ship, given).status_code == 302
    shown = owner.get(record).text
    assert "王送" in shown
    done = address("parcel_delivered", order_id, parcel.shipment_id, language=language)
    assert done in shown
    assert owner.get(done).status_code == 200
    assert owner.post(done).status_code == 302
    assert shipping_queries.get_shipment(parcel.shipment_id).state == ShipmentState.DELIVERED
    told = "商家配送员已送达" if language == "zh-hans" else "Delivered by the shop’s courier"
    assert told in owner.get(record).text
    buyer = signed_in(village.shopper.user_id)
    number = orders_queries.get_order(order_id).number
    prefix = "" if language == "zh-hans" else "/en"
    page = buyer.get(f"{prefix}/account/orders/{number}/").text
    assert told in page
    assert ("同城配送" if language == "zh-hans" else "Local delivery") in page


def test_a_carriers_parcel_cannot_be_delivered_by_hand(town, owner):
    order, parcel = town.order("M1"), town.parcels("M1")[0]
    page = address("parcel_delivered", order.order_id, parcel.shipment_id)
    assert owner.post(page).status_code == 422
    assert {one.state for one in town.parcels("M1")} == {ShipmentState.PENDING}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_hours_of_a_location_are_kept_and_shown(village, owner, language):
    given = {
        "code": "own",
        "name_zh": "自家仓",
        "kind": "warehouse",
        "address": "江苏省苏州市姑苏区平江路 1 号",
        "contact_name": "陈",
        "contact_phone": "13800000009",
        "position": "0",
        "is_active": "on",
        "weekdays": ["1", "2"],
        "cutoff": "16:30",
        "daily_capacity": "40",
        "time_zone": "Asia/Shanghai",
    }
    new = address("location_new", language=language)
    assert owner.post(new, given).status_code == 302
    listed = owner.get(address("locations", language=language)).text
    told = (
        "16:30 截单 · 每日 40 个包裹" if language == "zh-hans" else "until 16:30 · 40 parcels a day"
    )
    assert told in listed
    actor = village.owners["M1"]
    places = inventory_queries.list_locations(actor=actor, merchant_id=village.merchants["M1"])
    (place,) = [one for one in places if one.code == "own"]
    assert (place.hours.weekdays, place.hours.daily_capacity) == ((1, 2), 40)
    page = address("location", place.location_id, language=language)
    assert 'value="16:30"' in owner.get(page).text
    assert owner.post(page, given | {"daily_capacity": "0"}).status_code == 422

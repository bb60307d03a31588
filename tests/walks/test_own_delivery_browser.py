"""Own delivery as people see it, on a phone in Chinese and a desk in English."""

import pytest

from jishi.foundation.kernel import ids
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.models import Location
from jishi.parties.accounts import queries as accounts_queries
from jishi.trade.orders import queries as orders_queries
from tests.parties.accounts import factories as people
from tests.walks import browser as browsers
from tests.walks import own_delivery as walk
from tests.walks.test_browser import chromium, screen, village  # noqa: F401
from tests.walks.test_transfers import looked_at, picture
from tests.walks.test_walk import pay_by_transfer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


def signed_in(chromium, url, screen, user_id):  # noqa: F811
    window = browsers.window(chromium, url, screen)
    window.sign_in(accounts_queries.get_user(user_id).phone, people.PASSWORD)
    return window


def test_a_slot_from_the_area_to_the_door(village, chromium, live_server, screen, media):  # noqa: F811
    owner = signed_in(chromium, live_server.url, screen, village.owners["M1"].user_id)
    owner.open("/merchant/m1/freight/own/")
    looked_at(owner, "1-no-area")
    zone_id = walk.open_zone(village)
    owner.open("/merchant/m1/freight/own/")
    looked_at(owner, "2-areas")
    owner.open("/merchant/m1/freight/own/new/")
    looked_at(owner, "3-new-area")
    owner.open(f"/merchant/m1/freight/own/{ids.encode('dzn', zone_id)}/")
    looked_at(owner, "4-area")
    owner.open("/merchant/m1/locations/new/")
    looked_at(owner, "5-location")

    Location.objects.update(daily_capacity=1)
    buyer = signed_in(chromium, live_server.url, screen, village.shopper.user_id)
    checkout_id = walk.start(village, "A")
    walk.choose_slot(village, checkout_id)
    buyer.open(f"/checkout/{ids.encode('chk', checkout_id)}/")
    looked_at(buyer, "6-checkout")
    placed = walk.place(village, checkout_id)
    pay_by_transfer(village, placed.group_id, placed.total_minor)
    order = orders_queries.get_group(placed.group_id).orders[0]
    buyer.open(f"/account/orders/{order.number}/")
    looked_at(buyer, "7-paid")

    (parcel,) = shipping_queries.get_shipments_of([order.order_id])[order.order_id]
    record = f"/merchant/m1/orders/{ids.encode('ord', order.order_id)}/"
    ship = f"{record}parcels/{ids.encode('shp', parcel.shipment_id)}/ship/"
    owner.open(record)
    picture(owner, "8-order")
    owner.open(ship)
    looked_at(owner, "9-courier")
    warehouse.plan_picking(actor=village.owners["M1"], shipment_id=parcel.shipment_id)
    found = warehouse_queries.get_task_by_number(actor=village.owners["M1"], number=parcel.number)
    warehouse.ship(
        actor=village.owners["M1"],
        shipment_id=parcel.shipment_id,
        courier_name="王送",
        courier_phone="13800000003",
    )
    task = f"/warehouse/tasks/{ids.encode('tsk', found.task_id)}/"
    owner.open(task)
    looked_at(owner, "10-desk-out")
    owner.follow("form[action$='/delivered/'] button")
    looked_at(owner, "11-desk-done")
    owner.open(record)
    picture(owner, "12-order-done")
    buyer.open(f"/account/orders/{order.number}/")
    looked_at(buyer, "13-delivered")
    owner.open("/merchant/m1/locations/")
    looked_at(owner, "14-locations")
    assert inventory_queries.prove() == ()

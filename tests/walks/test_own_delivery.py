"""A shopper chooses a slot, pays, and the shop's courier brings it; or the slot goes back."""

import pytest

from jishi.foundation.kernel.errors import Conflict
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import ChosenDelivery, SlotCount
from jishi.fulfillment.shipping.types import DeliveryMethod, ShipmentKind, ShipmentState
from jishi.fulfillment.warehouse import services as warehouse
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.errors import DeliveryGone
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason, FulfillmentStatus
from tests.walks import own_delivery as walk
from tests.walks import village as villages
from tests.walks.test_walk import pay_by_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    made = villages.build()
    walk.open_zone(made)
    return made


def counts():
    return sorted(SlotCount.objects.values_list("parcels", flat=True))


def parcels_of(placed):
    (order_id,) = placed.order_ids
    return shipping_queries.get_shipments_of([order_id])[order_id]


def test_from_the_slot_to_the_door(village):
    placed = walk.buy(village)
    assert placed.total_minor == 6600
    assert counts() == [1]
    order = orders_queries.get_group(placed.group_id).orders[0]
    (chosen,) = shipping_queries.list_chosen(placed.group_id)
    assert order.promised_at == chosen.promised_to
    assert order.freight_minor == 600
    pay_by_transfer(village, placed.group_id, 6600)
    (parcel,) = parcels_of(placed)
    assert parcel.kind == ShipmentKind.OWN
    assert (parcel.promised_from, parcel.promised_at) == (
        chosen.promised_from,
        chosen.promised_to,
    )
    warehouse.ship(
        actor=village.owners["M1"],
        shipment_id=parcel.shipment_id,
        courier_name="王送",
        courier_phone="13800000003",
    )
    shipping.deliver_own(actor=village.owners["M1"], shipment_id=parcel.shipment_id)
    villages.settle()
    (parcel,) = parcels_of(placed)
    assert (parcel.state, parcel.courier_name) == (ShipmentState.DELIVERED, "王送")
    after = orders_queries.get_order(order.order_id)
    assert after.fulfillment_status == FulfillmentStatus.DELIVERED
    assert counts() == [1]


def test_an_unpaid_order_that_is_canceled_gives_its_slot_back(village):
    placed = walk.buy(village)
    orders.cancel_unpaid_group(
        actor=village.shopper, group_id=placed.group_id, reason=CancelReason.BUYER
    )
    assert counts() == [0]
    again = walk.buy(village)
    assert counts() == [1]
    assert again.group_id != placed.group_id


def test_a_paid_order_that_ends_before_shipping_gives_its_slot_back(village):
    placed = walk.buy(village)
    pay_by_transfer(village, placed.group_id, 6600)
    orders.cancel(actor=villages.SYSTEM, order_id=placed.order_ids[0], reason=CancelReason.REFUNDED)
    assert counts() == [0]


def test_a_held_order_keeps_its_slot(village):
    placed = walk.buy(village)
    pay_by_transfer(village, placed.group_id, 6600)
    orders.hold(actor=villages.SYSTEM, order_id=placed.order_ids[0], reason="look")
    orders.release(actor=villages.SYSTEM, order_id=placed.order_ids[0])
    assert counts() == [1]
    open_ones = [one for one in parcels_of(placed) if one.state == ShipmentState.PENDING]
    assert [one.kind for one in open_ones] == [ShipmentKind.OWN]


def test_a_slot_that_filled_up_meanwhile_is_not_replaced_silently(village):
    first, second = walk.start(village), walk.start(village)
    assert walk.choose_slot(village, first) == walk.choose_slot(village, second)
    walk.place(village, first)
    with pytest.raises(DeliveryGone):
        walk.place(village, second)
    assert counts() == [1]
    walk.choose_slot(village, second)
    walk.place(village, second)
    assert counts() == [1, 1]
    assert ChosenDelivery.objects.count() == 2


def test_only_the_shop_that_delivers_itself_offers_it(village):
    view = checkout_queries.get_checkout(walk.start(village, "AC"), village.owner)
    offered = {
        parcel.merchant_id: {option.method for option in parcel.options} for parcel in view.parcels
    }
    assert offered == {
        village.merchants["M1"]: {DeliveryMethod.EXPRESS, DeliveryMethod.OWN},
        village.merchants["M2"]: {DeliveryMethod.EXPRESS},
    }


def test_two_parcels_of_one_order_need_two_places(village):
    checkout_id = walk.start(village, "AB")
    view = checkout_queries.get_checkout(checkout_id, village.owner)
    codes = [
        next(one.code for one in parcel.options if one.method == DeliveryMethod.OWN)
        for parcel in view.parcels
    ]
    assert len(codes) == 2
    checkout.choose_delivery(
        actor=village.shopper,
        checkout_id=checkout_id,
        owner=village.owner,
        choices={parcel.key: code for parcel, code in zip(view.parcels, codes, strict=True)},
    )
    with pytest.raises(Conflict):
        walk.place(village, checkout_id)
    assert counts() == []

"""The walk through the house: three articles, two shops, two warehouses, one return."""

import pytest

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseKind, CaseRequest, LineRequest, Reason
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions
from jishi.money.ledger import queries as ledger_queries
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart import services as cart
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import (
    BuyerLabel,
    CancelReason,
    FulfillmentStatus,
    OrderStatus,
    PaymentStatus,
)
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


def test_fill_the_cart_check_out_and_place():
    village = villages.build()
    buyer, owner = village.shopper, village.owner
    promotions.claim(actor=buyer, coupon_id=village.coupon)
    for code in "ABC":
        cart_id = cart.add_line(
            actor=buyer,
            owner=owner,
            market_code="cn",
            variant_id=village.variants[code],
            quantity=1,
        )
    shown = cart_queries.get_cart(cart_id, owner=owner)
    assert shown.quote.total_minor == 11500
    assert {line.variant_id: line.discount_minor for line in shown.quote.lines} == {
        village.variants["A"]: 889,
        village.variants["B"]: 444,
        village.variants["C"]: 667,
    }
    checkout_id = checkout.start_from_cart(actor=buyer, owner=owner, cart_id=cart_id)
    before = checkout_queries.get_checkout(checkout_id, owner)
    assert before.blockers == ("address_missing",)
    checkout.set_address(
        actor=buyer, checkout_id=checkout_id, owner=owner, address=villages.SHENZHEN
    )
    ready = checkout_queries.get_checkout(checkout_id, owner)
    assert ready.blockers == ()
    assert len(ready.parcels) == 3
    placed = checkout.place_order(
        actor=buyer,
        checkout_id=checkout_id,
        owner=owner,
        expected_total_minor=11500,
        locale="zh-hans",
    )
    group = orders_queries.get_group(placed.group_id)
    assert sorted(order.total_minor for order in group.orders) == [3833, 7667]
    assert {order.label for order in group.orders} == {BuyerLabel.TO_PAY}
    assert inventory_queries.available(list(village.variants.values())) == dict.fromkeys(
        village.variants.values(), 9
    )
    assert cart_queries.get_cart(cart_id, owner=owner).lines == ()
    again = checkout.place_order(
        actor=buyer,
        checkout_id=checkout_id,
        owner=owner,
        expected_total_minor=11500,
        locale="zh-hans",
    )
    assert again == placed


def place(village, codes="ABC", expected=11500):
    """Buy articles with the coupon; return the placed group."""
    buyer, owner = village.shopper, village.owner
    promotions.claim(actor=buyer, coupon_id=village.coupon)
    for code in codes:
        cart_id = cart.add_line(
            actor=buyer,
            owner=owner,
            market_code="cn",
            variant_id=village.variants[code],
            quantity=1,
        )
    checkout_id = checkout.start_from_cart(actor=buyer, owner=owner, cart_id=cart_id)
    checkout.set_address(
        actor=buyer, checkout_id=checkout_id, owner=owner, address=villages.SHENZHEN
    )
    return checkout.place_order(
        actor=buyer,
        checkout_id=checkout_id,
        owner=owner,
        expected_total_minor=expected,
        locale="zh-hans",
    )


def pay_by_transfer(village, group_id, amount=11500):
    """Pay a group by bank transfer and let the news travel."""
    payments.authorize(
        actor=village.shopper,
        reference=group_id,
        provider="bank_transfer",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="集市",
    )
    payments.confirm_transfer(actor=villages.SYSTEM, reference=group_id, received_minor=amount)
    villages.settle()


def orders_by_merchant(village, group_id):
    group = orders_queries.get_group(group_id)
    return {
        name: next(o for o in group.orders if o.merchant_id == merchant_id)
        for name, merchant_id in village.merchants.items()
    }


def ship_all(village, group_id):
    """Have both shops send everything, and the carrier deliver it."""
    for name, order in orders_by_merchant(village, group_id).items():
        for shipment in shipping_queries.get_shipments_of([order.order_id])[order.order_id]:
            number = f"SF{shipment.shipment_id.hex[:12].upper()}"
            warehouse.ship(
                actor=village.owners[name],
                shipment_id=shipment.shipment_id,
                carrier_code="sf",
                tracking_no=number,
            )
    villages.settle()


def test_pay_confirm_and_ship():
    village = villages.build()
    placed = place(village)
    pay_by_transfer(village, placed.group_id)
    assert villages.books(village) == {
        "clearing": 11500,
        "customer_funds": 0,
        "M1": -6900,
        "M2": -3450,
        "commission": -1150,
        "refunds_due": 0,
    }
    orders = orders_by_merchant(village, placed.group_id)
    for order in orders.values():
        assert order.status == OrderStatus.CONFIRMED
        assert order.payment_status == PaymentStatus.PAID
        assert order.fulfillment_status == FulfillmentStatus.TO_SHIP
        assert order.label == BuyerLabel.TO_SHIP
    shipments = shipping_queries.get_shipments_of([o.order_id for o in orders.values()])
    assert sorted(len(found) for found in shipments.values()) == [1, 2]
    ship_all(village, placed.group_id)
    for order in orders_by_merchant(village, placed.group_id).values():
        assert order.fulfillment_status == FulfillmentStatus.SHIPPED
        assert order.label == BuyerLabel.TO_RECEIVE
    assert inventory_queries.prove() == ()
    assert ledger_queries.prove() == ()


def test_an_unpaid_group_is_closed_and_everything_goes_back():
    village = villages.build()
    placed = place(village)
    orders.close_unpaid(
        actor=villages.SYSTEM, group_id=placed.group_id, reason=CancelReason.TIMEOUT
    )
    villages.settle()
    group = orders_queries.get_group(placed.group_id)
    assert {order.status for order in group.orders} == {OrderStatus.CANCELED}
    assert {order.label for order in group.orders} == {BuyerLabel.CLOSED}
    assert inventory_queries.available(list(village.variants.values())) == dict.fromkeys(
        village.variants.values(), 10
    )
    claimed = promotions_queries.list_claimed(user_id=village.shopper.user_id)
    assert [one.state for one in claimed.items] == ["unused"]
    assert payments_queries.get_payment(placed.group_id).state == "closed"
    assert set(villages.books(village).values()) == {0}


def test_return_b_and_get_its_money_back_to_the_cent():
    village = villages.build()
    buyer, owner_m1 = village.shopper, village.owners["M1"]
    placed = place(village)
    pay_by_transfer(village, placed.group_id)
    ship_all(village, placed.group_id)
    order = orders_by_merchant(village, placed.group_id)["M1"]
    line = next(line for line in order.lines if line.variant_id == village.variants["B"])
    case_id = aftersales.apply(
        actor=buyer,
        request=CaseRequest(
            order_id=order.order_id,
            kind=CaseKind.RETURN_REFUND,
            reason=Reason.NO_REASON,
            lines=(LineRequest(line.line_id, 1),),
        ),
    )
    aftersales.approve(actor=owner_m1, case_id=case_id)
    case = aftersales_queries.get_case(case_id)
    assert case.requested_minor == 2556
    aftersales.buyer_ship(
        actor=buyer, case_id=case_id, carrier_code="sf", tracking_no="SFRETURN0001"
    )
    warehouse.receive_return(
        actor=owner_m1,
        shipment_id=case.return_shipment_id,
        lines=[ReturnedLine(line.line_id, Grade.A, 1)],
    )
    villages.settle()
    assert villages.books(village) == {
        "clearing": 11500,
        "customer_funds": 0,
        "M1": -4600,
        "M2": -3450,
        "commission": -894,
        "refunds_due": -2556,
    }
    refund = payments_queries.list_refunds(cause=case_id)[0]
    assert (refund.amount.minor, refund.state) == (2556, "manual")
    payments.confirm_manual_refund(actor=villages.SYSTEM, refund_id=refund.refund_id)
    villages.settle()
    assert villages.books(village) == {
        "clearing": 8944,
        "customer_funds": 0,
        "M1": -4600,
        "M2": -3450,
        "commission": -894,
        "refunds_due": 0,
    }
    after = orders_queries.get_order(order.order_id)
    assert (after.refunded_minor, after.payment_status) == (2556, "partially_refunded")
    assert not after.has_open_aftersale
    assert aftersales_queries.get_case(case_id).state in {"refunded", "closed"}
    assert inventory_queries.available([village.variants["B"]])[village.variants["B"]] == 10
    assert inventory_queries.prove() == ()
    assert ledger_queries.prove() == ()

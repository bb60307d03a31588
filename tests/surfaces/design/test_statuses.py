"""Every state that a room has is worded, and no word is for a state that no room has."""

import pytest

from jishi.care.aftersales.types import CaseState
from jishi.care.reviews.types import ReviewState
from jishi.fulfillment.shipping.types import ShipmentState
from jishi.goods.catalog.types import ProductState
from jishi.goods.inventory.types import CardKeyState
from jishi.goods.promotions.types import CouponState, Phase
from jishi.money.payments.types import AttemptState, PaymentState, RefundState
from jishi.money.settlements.types import SaleState
from jishi.parties.accounts.types import UserState
from jishi.parties.merchants.types import MerchantState
from jishi.surfaces.design.statuses import STATUSES
from jishi.trade.orders.types import FulfillmentStatus, OrderStatus, PaymentStatus

AXES = {
    "account": UserState,
    "activity": Phase,
    "attempt": AttemptState,
    "card_key": CardKeyState,
    "case": CaseState,
    "coupon": CouponState,
    "fulfillment": FulfillmentStatus,
    "merchant": MerchantState,
    "order": OrderStatus,
    "parcel": ShipmentState,
    "payment": PaymentState,
    "payment_status": PaymentStatus,
    "product": ProductState,
    "refund": RefundState,
    "review": ReviewState,
    "sale": SaleState,
}


@pytest.mark.parametrize("axis", AXES)
def test_an_axis_words_exactly_the_states_of_its_room(axis):
    assert set(STATUSES[axis]) == {str(state) for state in AXES[axis]}

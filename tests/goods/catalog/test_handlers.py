"""A merchant's fate reaches its products by events."""

import pytest

from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import unit
from jishi.goods.catalog import queries
from jishi.parties.merchants.events import MerchantClosed, MerchantReopened, MerchantSuspended
from tests.goods.catalog.factories import (
    make_category,
    make_merchant,
    make_product,
    make_user,
)

pytestmark = pytest.mark.django_db


def announce(event):
    with unit():
        outbox.emit(event)
    outbox.deliver_all()


def test_products_follow_their_merchant():
    shop = make_merchant()
    product_id = make_product(shop, make_category())
    who = {"merchant_id": str(shop), "owner_id": str(make_user())}
    announce(MerchantSuspended(**who, reason="x"))
    assert not queries.get_product(product_id).is_on_sale
    announce(MerchantReopened(**who))
    assert queries.get_product(product_id).is_on_sale
    announce(MerchantClosed(**who))
    assert not queries.get_product(product_id).is_on_sale

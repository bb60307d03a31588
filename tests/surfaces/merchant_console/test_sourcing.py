"""The page on which a person chooses the warehouse of an order."""

import pytest

from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.trade.orders import queries
from tests.parties.accounts import factories as people
from tests.surfaces.merchant_console.test_pages import address
from tests.surfaces.operator_console.desks import address as operator_address
from tests.surfaces.operator_console.desks import signed_in
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


def test_the_shop_chooses_locks_and_unlocks(town, owner, village):
    order_id, w2 = town.order("M1").order_id, village.locations["W2"]
    assert address("order_location", order_id) in owner.get(address("order", order_id)).text
    page = address("order_location", order_id)
    shown = owner.get(page).text
    assert shown.count("当前计划 · 缺 1 件") == 2
    refused = owner.post(page, {"location": str(w2)})
    assert refused.status_code == 409
    assert "库存不足" in refused.text
    assert owner.post(page, {"location": str(order_id)}).status_code == 422
    inventory.receive(
        actor=villages.SYSTEM, location_id=w2, items=[StockItem(village.variants["A"], 1)]
    )
    assert owner.post(page, {"location": str(w2), "is_locked": "on"}).status_code == 302
    assert queries.get_order(order_id).is_location_locked
    record = owner.get(address("order", order_id)).text
    assert "已人工锁定" in record
    assert address("order_unlock", order_id) in record
    assert owner.post(address("order_unlock", order_id)).status_code == 302
    assert not queries.get_order(order_id).is_location_locked


def test_an_operator_may_as_well_and_a_stranger_may_not(town, stranger, village):
    order_id = town.order("M1").order_id
    assert stranger.get(address("order_location", order_id)).status_code == 404
    admin = signed_in(people.with_role("platform.administrator"))
    page = operator_address("order_location", order_id, language="en")
    assert admin.get(page).text.count("planned now · 1 unit short") == 2


def test_the_cost_of_a_parcel_is_kept(village, owner):
    given = {
        "code": "own",
        "name_zh": "自家仓",
        "kind": "warehouse",
        "address": "江苏省苏州市姑苏区平江路 1 号",
        "contact_name": "陈",
        "contact_phone": "13800000009",
        "position": "0",
        "parcel_cost": "3.50",
        "is_active": "on",
    }
    assert owner.post(address("location_new"), given).status_code == 302
    listed = owner.get(address("locations")).text
    assert "自家仓" in listed

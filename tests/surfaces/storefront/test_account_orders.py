"""Orders: the list, one order, and what its buyer may do."""

import pytest

from jishi.goods.inventory import queries as inventory_queries
from jishi.trade.cart import queries as cart_queries
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import FulfillmentStatus, OrderStatus
from tests.parties.accounts import factories as people
from tests.surfaces.storefront import account_town as towns

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return towns.build()


def stranger():
    client = towns.browser()
    people.person(phone="+8613822223333")
    client.post("/sign-in/", {"contact": "13822223333", "password": people.PASSWORD})
    return client


def test_an_unpaid_order_offers_to_pay_or_cancel_and_nothing_else(town):
    group = towns.place(town)
    number = group.orders[0].number
    page = towns.text_of(town.client.get(f"/en/account/orders/{number}/"))
    assert f"/en/account/orders/{number}/cancel/" in page
    assert "/en/pay/grp_" in page
    for absent in ("received/", "review/", "refund/?line", "receipt/", "again/"):
        assert f"/orders/{number}/{absent}" not in page


def test_canceling_gives_the_stock_back(town):
    group = towns.place(town)
    order = group.orders[0]
    asked = towns.text_of(town.client.get(f"/en/account/orders/{order.number}/cancel/"))
    assert "all of them are canceled" in asked
    answer = town.client.post(f"/account/orders/{order.number}/cancel/")
    assert answer.status_code == 302
    after = orders_queries.get_group(group.group_id)
    assert {one.status for one in after.orders} == {OrderStatus.CANCELED}
    stock = inventory_queries.available(list(town.village.variants.values()))
    assert set(stock.values()) == {10}


def test_a_paid_order_cannot_be_canceled(town):
    group = towns.place(town, "A")
    towns.pay(town, group)
    number = group.orders[0].number
    town.client.post(f"/account/orders/{number}/cancel/")
    order = orders_queries.get_order(group.orders[0].order_id)
    assert order.status == OrderStatus.CONFIRMED


def test_a_paid_order_shows_how_it_was_paid(town):
    group = towns.place(town, "A")
    towns.pay(town, group)
    number = group.orders[0].number
    page = towns.text_of(town.client.get(f"/en/account/orders/{number}/"))
    assert "Bank transfer" in page
    assert "Payment has arrived" in page
    assert f"/orders/{number}/refund/?line=lin_" in page
    receipt = towns.text_of(town.client.get(f"/en/account/orders/{number}/receipt/"))
    assert "CN¥60.00" in receipt


def test_receipt_is_confirmed_after_shipping_and_not_before(town):
    group = towns.place(town, "A")
    towns.pay(town, group)
    order_id, number = group.orders[0].order_id, group.orders[0].number
    town.client.post(f"/account/orders/{number}/received/")
    assert orders_queries.get_order(order_id).received_at is None
    towns.ship(town, group)
    page = towns.text_of(town.client.get(f"/en/account/orders/{number}/"))
    assert "Confirm receipt" in page
    assert "SF" in page
    assert town.client.get(f"/en/account/orders/{number}/received/").status_code == 200
    town.client.post(f"/account/orders/{number}/received/")
    order = orders_queries.get_order(order_id)
    assert order.fulfillment_status == FulfillmentStatus.RECEIVED


def test_time_for_receipt_is_extended_once(town):
    group = towns.place(town, "A")
    towns.pay(town, group)
    towns.ship(town, group)
    url = f"/en/account/orders/{group.orders[0].number}/extend/"
    first = town.client.post(url, follow=True).content.decode()
    assert "You have more time now." in first
    second = town.client.post(url, follow=True).content.decode()
    assert "Nothing can be done about receipt" in second


def test_an_order_goes_to_another_address_of_the_province_only(town):
    group = towns.place(town, "A")
    towns.pay(town, group)
    url = f"/en/account/orders/{group.orders[0].number}/address/"
    given = {
        "name": "林小满", "phone": "13800000001", "country": "CN", "province": "44",
        "city": "4401", "district": "440106", "line": "体育西路 2 号", "postal_code": "",
    }  # fmt: skip
    assert town.client.get(url).status_code == 200
    elsewhere = given | {"province": "31", "city": "3101", "district": "310115"}
    refused = town.client.post(url, elsewhere)
    assert "same province" in refused.content.decode()
    assert town.client.post(url, given).status_code == 302
    order = orders_queries.get_order(group.orders[0].order_id)
    assert order.address is not None
    assert order.address.district == "天河区"


def test_orders_are_found_by_number_and_tab(town):
    group = towns.place(town)
    number = group.orders[0].number
    for query in ("", "?tab=to_pay", f"?q={number}"):
        assert number in towns.text_of(town.client.get(f"/account/orders/{query}"))
    assert number not in towns.text_of(town.client.get("/account/orders/?tab=to_receive"))
    assert town.client.get("/account/orders/?cursor=rubbish").status_code == 404


def test_a_list_of_orders_asks_a_fixed_number_of_questions(town, django_assert_max_num_queries):
    for _ in range(2):
        towns.place(town)
    with django_assert_max_num_queries(10):
        town.client.get("/account/orders/")


def test_orders_of_others_do_not_exist(town):
    number = towns.place(town).orders[0].number
    other = stranger()
    for rest in ("", "cancel/", "received/", "receipt/", "refund/", "review/", "address/"):
        assert other.get(f"/account/orders/{number}/{rest}").status_code == 404, rest
    for rest in ("cancel/", "received/", "extend/", "again/"):
        assert other.post(f"/account/orders/{number}/{rest}").status_code == 404, rest
    assert town.client.get("/account/orders/M00/").status_code == 404


def test_what_was_bought_can_be_bought_again(town):
    group = towns.place(town)
    towns.pay(town, group)
    number = group.orders[0].number
    answer = town.client.post(f"/account/orders/{number}/again/")
    assert answer.status_code == 302
    units = sum(line.quantity for line in group.orders[0].lines)
    assert cart_queries.count_units(town.village.owner, "cn") == units


def test_a_guest_finds_an_order_by_number_and_contact(town):
    group = towns.place_as_guest(town)
    client = towns.browser()
    given = {"number": group.number, "contact": "guest@example.com"}
    wrong = client.post("/en/orders/find/", given | {"contact": "other@example.com"})
    assert "No order has this number and contact" in wrong.content.decode()
    answer = client.post("/en/orders/find/", given)
    assert answer["Location"].startswith("/en/guest/")
    listed = towns.text_of(client.get(answer["Location"]))
    number = group.orders[0].number
    assert number in listed
    page = towns.text_of(client.get(f"{answer['Location']}orders/{number}/"))
    assert "Cancel" in page
    assert client.post(f"{answer['Location']}orders/{number}/cancel/").status_code == 302
    after = orders_queries.get_group(group.group_id)
    assert {one.status for one in after.orders} == {OrderStatus.CANCELED}


def test_a_forged_link_shows_nothing(town):
    towns.place_as_guest(town)
    assert towns.browser().get("/guest/abc:def/").status_code == 404


def test_looking_up_orders_is_limited(town):
    client = towns.browser(REMOTE_ADDR="198.51.100.9")
    for _ in range(10):
        client.post("/orders/find/", {"number": "X", "contact": "a@example.com"})
    answer = client.post("/en/orders/find/", {"number": "X", "contact": "a@example.com"})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_a_guest_confirms_receipt_by_the_signed_link(town):
    group = towns.place_as_guest(town)
    towns.pay(town, group)
    order_id, number = group.orders[0].order_id, group.orders[0].number
    client = towns.browser()
    found = client.post("/en/orders/find/", {"number": number, "contact": "guest@example.com"})
    page = f"{found['Location']}orders/{number}/"
    assert "received/" not in towns.text_of(client.get(page))
    client.post(f"{page}received/")
    assert orders_queries.get_order(order_id).received_at is None
    towns.ship(town, group)
    shown = towns.text_of(client.get(page))
    assert f"{page}received/" in shown
    assert f"{page}extend/" in shown
    assert "Has everything arrived?" in towns.text_of(client.get(f"{page}received/"))
    assert stranger().post(f"/account/orders/{number}/received/").status_code == 404
    assert client.post(f"/guest/forged/orders/{number}/received/").status_code == 404
    assert orders_queries.get_order(order_id).received_at is None
    assert client.post(f"{page}received/").status_code == 302
    after = orders_queries.get_order(order_id)
    assert after.received_at is not None
    assert after.fulfillment_status == FulfillmentStatus.RECEIVED

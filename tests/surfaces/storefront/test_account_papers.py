"""A buyer's papers as files, for members and guests, in both languages."""

import pytest
from django.utils import translation

from jishi.surfaces.design import formats
from tests.surfaces import pdf
from tests.surfaces.storefront import account_town as towns
from tests.surfaces.storefront.test_account_orders import stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return towns.build()


def file_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:200]
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return pdf.text_of(answer.content)


class TestReceipt:
    def test_a_member_keeps_a_paid_order_as_a_file_in_both_languages(self, town):
        group = towns.place(town, "A")
        towns.pay(town, group)
        number = group.orders[0].number
        page = towns.text_of(town.client.get(f"/en/account/orders/{number}/receipt/"))
        address = f"/en/account/orders/{number}/receipt.pdf"
        assert f'href="{address}"' in page
        english = file_of(town.client, address)
        assert "Receipt" in english
        assert f"Order number{number}" in english
        assert "Paid byBank transfer" in english
        assert "TotalCN¥60.00" in english
        chinese = file_of(town.client, f"/account/orders/{number}/receipt.pdf")
        assert f"订单编号{number}" in chinese
        assert "¥60.00" in chinese

    def test_a_guest_has_it_by_the_signed_link(self, town):
        group = towns.place_as_guest(town)
        towns.pay(town, group)
        number = group.orders[0].number
        client = towns.browser()
        found = client.post("/orders/find/", {"number": number, "contact": "guest@example.com"})
        door = found["Location"]
        assert f"订单编号{number}" in file_of(client, f"{door}orders/{number}/receipt.pdf")
        assert client.get(f"{door}orders/O26-999999/receipt.pdf").status_code == 404
        assert client.get(f"/guest/forged/orders/{number}/receipt.pdf").status_code == 404

    def test_there_is_none_before_payment_nor_for_others(self, town):
        group = towns.place(town, "A")
        address = f"/account/orders/{group.orders[0].number}/receipt.pdf"
        assert town.client.get(address).status_code == 404
        towns.pay(town, group)
        assert stranger().get(address).status_code == 404
        assert towns.browser().get(address).status_code == 302


def in_english(minor: int) -> str:
    with translation.override("en"):
        return formats.money(minor, "CNY")


class TestMovements:
    def test_a_member_sees_every_movement_with_what_was_left(self, town):
        group = towns.place(town)
        towns.pay(town, group)
        order = town.orders(group.group_id)["M1"]
        towns.refund(town, order)
        page = towns.text_of(town.client.get("/en/account/movements/"))
        total, back = group.total_minor, order.total_minor
        for minor in (-total, total, back, total - back):
            assert f">{in_english(minor)}<" in page, minor
        assert "It is faulty · Bank transfer" in page
        assert f"/en/account/orders/{order.number}/" in page
        assert "/en/account/movements/" in towns.text_of(town.client.get("/en/account/"))
        assert "No payments yet" in towns.text_of(stranger().get("/en/account/movements/"))

    def test_the_certificate_says_what_was_paid_and_what_came_back(self, town):
        group = towns.place(town)
        address = f"/en/account/orders/{group.orders[0].number}/payment.pdf"
        assert town.client.get(address).status_code == 404
        towns.pay(town, group)
        order = town.orders(group.group_id)["M1"]
        towns.refund(town, order)
        text = file_of(town.client, address)
        assert f"Payment number{group.number}" in text
        assert all(one.number in text for one in group.orders)
        left = in_english(group.total_minor - order.total_minor)
        assert f"Left of this payment{left}" in text
        assert "付款凭证" in file_of(town.client, address.removeprefix("/en"))
        assert stranger().get(address).status_code == 404

    def test_a_guest_has_the_certificate_by_the_signed_link(self, town):
        group = towns.place_as_guest(town)
        towns.pay(town, group)
        number = group.orders[0].number
        client = towns.browser()
        found = client.post("/orders/find/", {"number": number, "contact": "guest@example.com"})
        text = file_of(client, f"{found['Location']}orders/{number}/payment.pdf")
        assert f"支付单号{group.number}" in text

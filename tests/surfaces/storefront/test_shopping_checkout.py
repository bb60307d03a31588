"""Checkout and payment: as a guest, as a member, and when the world moves on meanwhile."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jishi.foundation.kernel import ids
from jishi.goods.inventory import services as inventory
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentState
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import AddressDraft
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter
from tests.surfaces.storefront import shopping_town as town
from tests.surfaces.storefront.shopping_town import ADDRESS, HTMX, text_of
from tests.walks import village as villages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_index")]


@pytest.fixture
def street():
    return town.build()


def begin(street, client, codes: str = "AC") -> str:
    """Fill the cart and go to the checkout; return its address."""
    for code in codes:
        street.add(client, code)
    return client.post("/checkout/start/")["Location"]


def expected_in(body: str) -> str:
    found = re.search(r'name="expected" value="(\d+)"', body)
    assert found
    return found[1]


def ordered(street) -> int:
    return orders_queries.count_orders(OrderFilter())


def test_an_empty_cart_does_not_check_out(street):
    assert street.guest.post("/checkout/start/")["Location"] == "/cart/"
    street.add(street.guest, "A")
    street.guest.post("/cart/select/", {})
    assert street.guest.post("/checkout/start/")["Location"] == "/cart/"
    assert "请至少选择一件" in text_of(street.guest.get("/cart/"))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_guest_orders_and_pays_on_delivery(street, prefix):
    url = prefix + begin(street, street.guest)
    body = text_of(street.guest.get(url))
    assert re.search(r"<button[^>]* disabled>", body), "an address is missing"
    street.guest.post(f"{url}address/", ADDRESS | {"email": "lin@example.com"})
    body = text_of(street.guest.get(url))
    assert "科苑路" in body
    total = expected_in(body)
    assert total == "10500"
    placed = street.guest.post(f"{url}place/", {"expected": total})
    pay = placed["Location"]
    assert pay.startswith(f"{prefix}/pay/grp_")
    body = text_of(street.guest.get(pay))
    assert "105.00" in body
    asked = text_of(street.guest.get(f"{pay}on-delivery/"))
    assert "data-confirm-body" in asked
    done = street.guest.post(f"{pay}on-delivery/")
    assert done["Location"] == f"{pay}paid/"
    assert street.guest.get(done["Location"]).status_code == 200
    assert street.guest.get(pay)["Location"] == f"{pay}paid/"


def test_nobody_sees_anothers_checkout_or_payment(street):
    url = begin(street, street.guest)
    assert street.member.get(url).status_code == 404
    assert street.member.post(f"{url}place/", {"expected": "1"}).status_code == 404
    street.guest.post(f"{url}address/", ADDRESS)
    pay = street.guest.post(f"{url}place/", {"expected": "10500"})["Location"]
    for path in (pay, f"{pay}paid/", f"{pay}state/", f"{pay}return/", f"{pay}on-delivery/"):
        assert street.member.get(path).status_code == 404, path
    assert street.member.post(f"{pay}go/", {"method": "bank_transfer_offline"}).status_code == 404
    street.guest.cookies["jishi_groups"] = "forged"
    assert street.guest.get(pay).status_code == 404


def test_a_member_with_a_known_address_sees_the_total_at_once(street):
    accounts.save_address(actor=street.village.shopper, draft=AddressDraft(villages.SHENZHEN))
    url = begin(street, street.member)
    body = text_of(street.member.get(url))
    assert "科苑路 1 号" in body
    assert not re.search(r'type="submit" disabled', body)
    edit = text_of(street.member.get(f"{url}?edit=address"))
    key = re.search(r'name="saved" value="(adr_\w+)"', edit)
    assert key
    assert street.member.post(f"{url}address/", {"saved": key[1]})["Location"] == url
    foreign = ids.encode("adr", ids.new_id())
    assert street.member.post(f"{url}address/", {"saved": foreign}).status_code == 404


def test_a_new_address_goes_into_the_book_if_wanted(street):
    url = begin(street, street.member)
    street.member.post(f"{url}address/", ADDRESS | {"save": "on"})
    book = accounts_queries.list_addresses(street.village.shopper.user_id)
    assert [one.address.region_code for one in book] == ["440305"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"name": ""}, "address_name"),
        ({"phone": "abc"}, "address_phone"),
        ({"line": ""}, "address_line"),
        ({"district": ""}, "address_district"),
        ({"city": "1101", "district": ""}, "address_city"),
    ],
)
def test_a_bad_address_is_refused_beside_the_field_and_nothing_is_lost(street, change, where):
    url = begin(street, street.guest)
    given = ADDRESS | change
    response = street.guest.post(f"{url}address/", given)
    body = response.content.decode()
    assert response.status_code == 422
    assert f'id="{where}_error"' in body
    assert "error-summary" in body
    if given["line"]:
        assert given["line"] in body
    assert "科苑路" not in text_of(street.guest.get(url))


def test_a_pasted_address_fills_the_form(street):
    url = begin(street, street.guest)
    pasted = "林小满 13800000001 广东省深圳市南山区科苑路1号"
    body = text_of(street.guest.post(f"{url}address/", {"intent": "recognize", "pasted": pasted}))
    assert 'value="林小满"' in body
    assert re.search(r'value="440305" selected', body)


def test_divisions_follow_one_another_with_and_without_scripts(street):
    url = begin(street, street.guest)
    body = text_of(street.guest.get("/checkout/regions/?country=CN&province=44", **HTMX))
    assert "深圳市" in body
    assert "<html" not in body
    kept = ADDRESS | {"intent": "regions", "city": "4403", "district": ""}
    page = text_of(street.guest.post(f"{url}address/", kept))
    assert "南山区" in page
    assert 'value="林小满"' in page, "what was typed stays"


def test_a_changed_total_is_shown_and_asked_for_again(street):
    url = begin(street, street.guest)
    street.guest.post(f"{url}address/", ADDRESS)
    pricing.set_prices(
        actor=villages.SYSTEM,
        merchant_id=street.village.merchants["M1"],
        rows=[PriceRow(street.village.variants["A"], "cn", 7000)],
    )
    response = street.guest.post(f"{url}place/", {"expected": "10500"})
    body = response.content.decode()
    assert response.status_code == 409
    assert "¥105.00" in body
    assert "¥115.00" in body
    assert expected_in(body) == "11500"
    assert ordered(street) == 0
    assert street.guest.post(f"{url}place/", {"expected": "11500"}).status_code == 302


def test_what_sold_out_meanwhile_is_named_and_nothing_is_placed(street):
    url = begin(street, street.guest)
    street.guest.post(f"{url}address/", ADDRESS)
    inventory.adjust(
        actor=villages.SYSTEM,
        location_id=street.village.locations["W1"],
        variant_id=street.village.variants["A"],
        new_on_hand=0,
        reason="counted",
    )
    response = street.guest.post(f"{url}place/", {"expected": "10500"})
    body = response.content.decode()
    assert response.status_code == 409
    assert "好物 A" in body
    assert "售罄" in body
    assert ordered(street) == 0


def test_placing_twice_places_once(street):
    url = begin(street, street.guest)
    street.guest.post(f"{url}address/", ADDRESS)
    first = street.guest.post(f"{url}place/", {"expected": "10500", "note-x": "hi"})
    again = street.guest.post(f"{url}place/", {"expected": "10500"})
    assert first["Location"] == again["Location"]
    assert ordered(street) == 2, "one order for each shop"
    assert street.guest.get(url)["Location"] == first["Location"]


def test_words_for_a_shop_reach_its_order(street):
    url = begin(street, street.guest)
    street.guest.post(f"{url}address/", ADDRESS)
    field = f"note-{ids.encode('mer', street.village.merchants['M1'])}"
    pay = street.guest.post(f"{url}place/", {"expected": "10500", field: "请轻放"})["Location"]
    group = orders_queries.get_group(ids.decode("grp", pay.split("/")[2]))
    assert sorted(order.buyer_note for order in group.orders) == ["", "请轻放"]


def test_ways_of_delivery_that_are_not_offered_are_refused(street):
    url = begin(street, street.guest, "A")
    street.guest.post(f"{url}address/", ADDRESS)
    field = re.search(r'name="(delivery-[^"]+)"', text_of(street.guest.get(url)))
    assert field
    good = street.guest.post(f"{url}delivery/", {field[1]: "express"}, **HTMX)
    assert 'id="checkout"' in text_of(good)
    bad = street.guest.post(f"{url}delivery/", {field[1]: "balloon"})
    assert bad.status_code == 422
    assert "该配送方式已不可用" in bad.content.decode()


def test_a_bank_transfer_is_explained_proven_and_confirmed(street, media):
    accounts.save_address(actor=street.village.shopper, draft=AddressDraft(villages.SHENZHEN))
    url = begin(street, street.member)
    pay = street.member.post(f"{url}place/", {"expected": "10500"})["Location"]
    assert street.member.post(f"{pay}go/", {"method": "nothing"})["Location"] == pay
    assert street.member.post(f"{pay}go/", {"method": "bank_transfer_offline"})["Location"] == pay
    body = text_of(street.member.get(pay))
    assert "6222 0000 0000 0000" in body
    refused = street.member.post(f"{pay}proof/", {"payer_name": "林小满"})
    assert refused.status_code == 422
    assert 'id="proof_receipt_error"' in refused.content.decode()
    broken = SimpleUploadedFile("a.png", b"no picture")
    wrong = street.member.post(f"{pay}proof/", {"payer_name": "林小满", "receipt": broken})
    assert wrong.status_code == 422
    receipt = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4 receipt")
    street.member.post(f"{pay}proof/", {"payer_name": "林小满", "receipt": receipt})
    assert "已收到凭证" in text_of(street.member.get(pay))
    assert "hx-trigger" in text_of(street.member.get(f"{pay}state/"))
    group_id = ids.decode("grp", pay.split("/")[2])
    payments.confirm_transfer(actor=villages.SYSTEM, reference=group_id, received_minor=10500)
    assert street.member.get(f"{pay}state/", **HTMX)["HX-Redirect"] == f"{pay}paid/"
    assert street.member.get(f"{pay}return/")["Location"] == f"{pay}paid/"
    assert "支付成功" in text_of(street.member.get(f"{pay}paid/"))


def test_an_unpaid_order_is_not_called_paid(street):
    url = begin(street, street.guest)
    street.guest.post(f"{url}address/", ADDRESS)
    pay = street.guest.post(f"{url}place/", {"expected": "10500"})["Location"]
    assert street.guest.get(f"{pay}paid/")["Location"] == pay
    assert "正在确认付款" in text_of(street.guest.get(f"{pay}return/"))


def test_a_closed_payment_says_so(street):
    url = begin(street, street.guest)
    street.guest.post(f"{url}address/", ADDRESS)
    pay = street.guest.post(f"{url}place/", {"expected": "10500"})["Location"]
    group_id = ids.decode("grp", pay.split("/")[2])
    payments.close_payment(actor=villages.SYSTEM, reference=group_id)
    assert payments_queries.get_payment(group_id).state is PaymentState.CLOSED
    body = text_of(street.guest.get(pay))
    assert "订单已无法支付" in body
    assert 'name="method"' not in body
    street.guest.post(f"{pay}go/", {"method": "bank_transfer_offline"})
    assert payments_queries.list_attempts(group_id) == ()

"""Every page of the account half answers in both languages, and only to whom it may."""

import pytest

from tests.parties.accounts import factories as people
from tests.surfaces.storefront import account_town as towns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def markets(db):
    towns.open_markets()


PUBLIC = [
    "sign-in/", "sign-in/code/", "register/", "reset-password/", "orders/find/", "help/",
    "help/returns/", "help/delivery/", "help/payment/", "help/coupons/", "help/invoices/",
    "help/account/", "help/merchants/", "help/privacy/", "help/terms/", "privacy/", "terms/",
    "account/messages/unread/", "account/addresses/regions/?country=CN&province=44",
]  # fmt: skip
OWN = [
    "account/", "account/profile/", "account/security/", "account/security/password/",
    "account/security/contact/", "account/security/close/", "account/addresses/",
    "account/addresses/new/", "account/orders/", "account/orders/?tab=to_pay",
    "account/orders/?tab=to_receive", "account/orders/?q=M1", "account/aftersales/",
    "account/reviews/", "account/reviews/?tab=written", "account/messages/",
    "account/messages/choices/", "account/favorites/", "account/footprints/",
    "account/follows/", "account/coupons/", "account/coupons/?tab=used",
    "account/favorites/clear/", "account/footprints/clear/",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_answer_in_both_languages(path):
    for prefix in ("/", "/en/"):
        towns.text_of(towns.browser().get(prefix + path))


def test_pages_of_a_member_answer_in_both_languages():
    town = towns.build()
    for path in OWN:
        for prefix in ("/", "/en/"):
            towns.text_of(town.client.get(prefix + path))


@pytest.mark.parametrize("path", OWN)
def test_visitors_are_sent_to_sign_in_and_come_back(path):
    answer = towns.browser().get(f"/en/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/sign-in/?next=%2Fen%2Faccount%2F")


def test_an_unknown_article_is_a_404():
    assert towns.browser().get("/help/nothing/").status_code == 404


def test_chinese_and_english_pages_do_not_mix():
    town = towns.build()
    assert "我的订单" in towns.text_of(town.client.get("/account/"))
    english = towns.text_of(town.client.get("/en/account/"))
    assert "My orders" in english
    assert "我的订单" not in english


def test_the_account_page_asks_a_fixed_number_of_questions(django_assert_max_num_queries):
    town = towns.build()
    group = towns.place(town)
    assert group
    with django_assert_max_num_queries(16):
        town.client.get("/account/")


def test_messages_link_to_pages_that_exist():
    town = towns.build()
    group = towns.place(town)
    towns.pay(town, group)
    towns.ship(town, group)
    page = towns.text_of(town.client.get("/account/messages/"))
    assert "inbox__title" in page
    number = next(iter(town.orders(group.group_id).values())).number
    assert town.client.get(f"/account/orders/{number}/").status_code == 200


def test_another_member_has_an_empty_account():
    town = towns.build()
    group = towns.place(town)
    other = towns.browser()
    user_id = people.person(phone="+8613811112222")
    assert user_id
    other.post("/sign-in/", {"contact": "13811112222", "password": people.PASSWORD})
    page = towns.text_of(other.get("/account/orders/"))
    assert not any(order.number in page for order in group.orders)

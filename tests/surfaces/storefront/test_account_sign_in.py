"""Signing in, registering, resetting, signing out."""

import pytest

from jishi.foundation.kernel import ids
from jishi.foundation.platform import preferences
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.models import LoginSession, VerificationCode
from jishi.parties.accounts.services import codes
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart.types import CartOwner
from tests.parties.accounts import factories as people
from tests.surfaces.storefront import account_town as towns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def markets(db):
    towns.open_markets()


PHONE = "13800009999"


@pytest.fixture
def member():
    return people.person(phone=f"+86{PHONE}")


def newest_code() -> str:
    return codes.digits_of(VerificationCode.objects.latest("created_at", "id").id)


def test_sign_in_goes_where_one_wanted(member):
    client = towns.browser()
    answer = client.post(
        "/sign-in/",
        {"contact": PHONE, "password": people.PASSWORD, "next": "/account/coupons/"},
    )
    assert answer["Location"] == "/account/coupons/"
    assert client.get("/account/").status_code == 200


def test_sign_in_never_leads_out_of_the_house(member):
    answer = towns.browser().post(
        "/sign-in/",
        {"contact": PHONE, "password": people.PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == "/account/"


def test_a_wrong_password_is_told_beside_the_field(member):
    answer = towns.browser().post("/en/sign-in/", {"contact": PHONE, "password": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Account or password is wrong." in page
    assert 'id="id_password_error"' in page
    assert f'value="{PHONE}"' in page
    assert not LoginSession.objects.exists()


def test_an_empty_form_says_what_is_missing():
    answer = towns.browser().post("/en/sign-in/", {"contact": "", "password": ""})
    assert answer.status_code == 422
    assert 'id="id_contact_error"' in answer.content.decode()


def test_after_too_many_wrong_passwords_signing_in_is_locked_and_says_so(member):
    preferences.set_value(actor=people.SYSTEM, name="accounts.challenge_failures", value=0)
    preferences.forget()
    client = towns.browser()
    for _ in range(5):
        client.post("/en/sign-in/", {"contact": PHONE, "password": "wrong"})
    answer = client.post("/en/sign-in/", {"contact": PHONE, "password": people.PASSWORD})
    assert answer.status_code == 429
    assert "signing in by password is locked" in answer.content.decode()
    assert not LoginSession.objects.exists()
    chinese = client.post("/sign-in/", {"contact": PHONE, "password": people.PASSWORD})
    assert "密码登录已锁定" in chinese.content.decode()


def test_sign_in_by_code_takes_two_steps(member):
    client = towns.browser()
    first = towns.text_of(client.post("/sign-in/code/", {"contact": PHONE}))
    assert 'name="code"' in first
    answer = client.post("/sign-in/code/", {"contact": PHONE, "code": newest_code()})
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_wrong_code_keeps_what_was_typed(member):
    client = towns.browser()
    client.post("/sign-in/code/", {"contact": PHONE})
    answer = client.post("/en/sign-in/code/", {"contact": PHONE, "code": "000000x"})
    assert answer.status_code == 422
    assert "This code is wrong" in answer.content.decode()
    assert PHONE in answer.content.decode()


def test_asking_again_too_soon_leaves_the_code_field_open(member):
    client = towns.browser()
    client.post("/sign-in/code/", {"contact": PHONE})
    answer = client.post("/en/sign-in/code/", {"contact": PHONE, "again": "1"})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    assert 'name="code"' in answer.content.decode()


def test_register_makes_an_account_and_signs_in():
    client = towns.browser()
    client.post("/register/", {"contact": "new@example.com"})
    given = {
        "contact": "new@example.com", "code": newest_code(), "nickname": "小雨",
        "password": "green tea before rain", "agreed": "on",
    }  # fmt: skip
    assert client.post("/register/", given).status_code == 302
    person = accounts_queries.find_user("new@example.com")
    assert person is not None
    assert person.nickname == "小雨"
    assert client.get("/account/").status_code == 200


def test_register_refuses_a_weak_password_and_missing_consent():
    client = towns.browser()
    client.post("/register/", {"contact": "new@example.com"})
    given = {"contact": "new@example.com", "code": newest_code(), "password": "12345678"}
    answer = client.post("/en/register/", given)
    assert "Please accept the terms to go on." in answer.content.decode()
    answer = client.post("/en/register/", given | {"agreed": "on"})
    assert 'id="id_password_error"' in answer.content.decode()
    assert accounts_queries.find_user("new@example.com") is None


def test_a_forgotten_password_is_replaced(member):
    client = towns.browser()
    client.post("/reset-password/", {"contact": PHONE})
    given = {"contact": PHONE, "code": newest_code(), "password": "white tea after rain"}
    assert client.post("/reset-password/", given)["Location"] == "/sign-in/"
    answer = client.post("/sign-in/", {"contact": PHONE, "password": "white tea after rain"})
    assert answer.status_code == 302


def test_the_cart_of_a_visitor_comes_along():
    town = towns.build()
    client = towns.browser()
    visitor = ids.new_id()
    client.cookies["jishi_guest"] = str(visitor)
    owner = CartOwner(guest_id=visitor)
    towns.cart.add_line(
        actor=people.guest(), owner=owner, market_code="cn",
        variant_id=town.village.variants["A"], quantity=2,
    )  # fmt: skip
    client.post("/sign-in/", {"contact": town.phone, "password": people.PASSWORD})
    assert cart_queries.count_units(town.village.owner, "cn") == 2
    assert cart_queries.count_units(owner, "cn") == 0


def test_sign_out_forgets_the_device(member):
    client = towns.browser()
    client.post("/sign-in/", {"contact": PHONE, "password": people.PASSWORD})
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302
    assert not LoginSession.objects.exists()


def test_sign_out_by_a_link_is_refused(member):
    assert towns.browser().get("/sign-out/").status_code == 405

"""Addresses, profile, password, devices, closing an account."""

import io

import pytest
from PIL import Image

from jishi.foundation.kernel import ids
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.models import VerificationCode
from jishi.parties.accounts.services import codes
from tests.parties.accounts import factories as people
from tests.surfaces.storefront import account_town as towns

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "张三", "phone": "13800000000", "country": "CN", "province": "44", "city": "4403",
    "district": "440305", "line": "科技园 1 号", "postal_code": "", "label": "家",
}  # fmt: skip


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def me(town):
    return town.village.shopper.user_id


def newest_code() -> str:
    return codes.digits_of(VerificationCode.objects.latest("created_at", "id").id)


def test_an_address_is_added_changed_and_deleted(town, me):
    assert town.client.post("/account/addresses/new/", GIVEN).status_code == 302
    (saved,) = accounts_queries.list_addresses(me)
    assert (saved.address.district, saved.label, saved.is_default) == ("南山区", "家", True)
    url = f"/account/addresses/{ids.encode('adr', saved.id)}/"
    assert "科技园 1 号" in towns.text_of(town.client.get(url))
    town.client.post(url, GIVEN | {"line": "科技园 2 号"})
    assert accounts_queries.get_address(me, saved.id).address.line == "科技园 2 号"
    assert "删除这个地址？" in towns.text_of(town.client.get(f"{url}delete/"))
    town.client.post(f"{url}delete/")
    assert accounts_queries.list_addresses(me) == ()


def test_a_bad_address_is_refused_beside_the_field(town, me):
    answer = town.client.post("/en/account/addresses/new/", GIVEN | {"district": ""})
    assert answer.status_code == 422
    assert 'id="address_district_error"' in answer.content.decode()
    phone = town.client.post("/en/account/addresses/new/", GIVEN | {"phone": "12345"})
    assert 'id="address_phone_error"' in phone.content.decode()
    assert "科技园 1 号" in phone.content.decode()
    assert accounts_queries.list_addresses(me) == ()


def test_a_pasted_address_fills_the_form(town):
    pasted = "李雷 13800138000 广东省深圳市南山区科苑路 15 号"
    answer = town.client.post("/account/addresses/new/", {"intent": "recognize", "pasted": pasted})
    page = towns.text_of(answer)
    assert 'value="李雷"' in page
    assert 'value="440305" selected' in page


def test_divisions_follow_what_is_chosen_without_javascript(town):
    page = towns.text_of(
        town.client.post("/account/addresses/new/", GIVEN | {"intent": "regions", "city": ""})
    )
    assert 'value="4403"' in page
    assert 'value="张三"' in page


def test_addresses_of_others_do_not_exist(town):
    other = people.actor_of(people.person())
    address_id = accounts.save_address(actor=other, draft=people.draft())
    url = f"/account/addresses/{ids.encode('adr', address_id)}/"
    assert town.client.get(url).status_code == 404
    assert town.client.post(url, GIVEN).status_code == 404
    assert town.client.post(f"{url}delete/").status_code == 404
    assert town.client.post(f"{url}default/").status_code == 404
    assert accounts_queries.get_address(other.user_id, address_id)


def test_the_profile_is_changed(town, me, media):
    held = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(held, "PNG")
    held.seek(0)
    held.name = "me.png"
    given = {"nickname": "阿满", "birthday": "1990-05-01", "locale": "en", "avatar": held}
    assert town.client.post("/account/profile/", given).status_code == 302
    person = accounts_queries.get_user(me)
    assert (person.nickname, str(person.birthday), person.locale) == ("阿满", "1990-05-01", "en")
    assert person.avatar_id
    assert "/media/" in towns.text_of(town.client.get("/account/"))


def test_a_bad_profile_is_refused_beside_the_field(town, me):
    given = {"nickname": "官方客服", "birthday": "2990-05-01", "locale": "en"}
    answer = town.client.post("/en/account/profile/", given)
    assert 'id="id_nickname_error"' in answer.content.decode()
    answer = town.client.post("/en/account/profile/", given | {"nickname": "阿满"})
    assert 'id="id_birthday_error"' in answer.content.decode()
    junk = io.BytesIO(b"not a picture")
    junk.name = "me.png"
    answer = town.client.post(
        "/en/account/profile/", {"nickname": "阿满", "locale": "en", "avatar": junk}
    )
    assert 'id="id_avatar_error"' in answer.content.decode()
    assert accounts_queries.get_user(me).nickname == "小满"


def test_the_password_is_changed_with_the_old_one(town):
    url = "/en/account/security/password/"
    new = "white tea after rain"
    wrong = town.client.post(url, {"old": "wrong", "password": new})
    assert 'id="id_old_error"' in wrong.content.decode()
    weak = town.client.post(url, {"old": people.PASSWORD, "password": "12345678"})
    assert 'id="id_password_error"' in weak.content.decode()
    assert town.client.post(url, {"old": people.PASSWORD, "password": new}).status_code == 302
    assert town.client.get("/account/").status_code == 200
    again = towns.browser().post("/sign-in/", {"contact": town.phone, "password": new})
    assert again.status_code == 302


def test_a_device_is_kicked_out(town, me):
    other = towns.browser()
    other.post("/sign-in/", {"contact": town.phone, "password": people.PASSWORD})
    mine = town.client.cookies["jishi_visit"].value
    found = accounts_queries.list_sessions(me, session_key=mine)
    key = next(ids.encode("ses", one.id) for one in found if not one.is_current)
    town.client.post(f"/account/security/devices/{key}/")
    assert other.get("/account/").status_code == 302
    assert town.client.get("/account/").status_code == 200


def test_an_email_address_is_verified(town, me):
    url = "/account/security/contact/"
    town.client.post(url, {"contact": "me@example.com"})
    given = {"contact": "me@example.com", "code": newest_code()}
    assert town.client.post(url, given).status_code == 302
    assert accounts_queries.get_user(me).email == "me@example.com"


def test_an_account_is_closed_and_kept_again(town, me):
    url = "/account/security/close/"
    elsewhere = town.client.post(url, {"contact": "other@example.com"})
    assert elsewhere.status_code == 422
    town.client.post(url, {"contact": town.phone})
    given = {"contact": town.phone, "code": newest_code()}
    assert town.client.post(url, given).status_code == 422
    assert town.client.post(url, given | {"agreed": "on"}).status_code == 302
    assert accounts_queries.get_user(me).closes_at
    assert "保留账户" in towns.text_of(town.client.get("/account/"))
    town.client.post("/account/security/keep/")
    assert accounts_queries.get_user(me).closes_at is None

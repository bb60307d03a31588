"""Levels are edited with clear refusals; members are looked up, given to and taken from."""

import pytest

from jishi.foundation.platform.models import AuditEntry
from jishi.growth.loyalty import queries as loyalty_queries
from jishi.growth.loyalty import services as loyalty
from jishi.parties.accounts import queries as accounts_queries
from tests.parties.accounts import factories as people
from tests.surfaces.operator_console.desks import address, signed_in

pytestmark = pytest.mark.django_db

BRONZE = {
    "name_zh": "青铜会员",
    "name_en": "Bronze",
    "code": "bronze",
    "threshold": "500",
    "rate": "100",
    "factor": "1.05",
}


def post(browser, name, *args, **data):
    return browser.post(address(name, *args, language="en"), data)


def body_of(browser, name, *args, query=""):
    return browser.get(address(name, *args, language="en", query=query)).content.decode()


def codes():
    return [level.code for level in loyalty_queries.list_levels()]


def test_a_level_is_made_changed_and_removed(admin):
    assert "Silver" in body_of(admin, "levels")
    assert post(admin, "level_new", **BRONZE).status_code == 302
    assert codes()[:3] == ["plain", "bronze", "silver"]
    assert loyalty_queries.get_level("bronze").points_bp == 10_500
    assert post(admin, "level", "bronze", **BRONZE | {"threshold": "600"}).status_code == 302
    assert loyalty_queries.get_level("bronze").threshold == 600
    assert post(admin, "level_delete", "bronze").status_code == 302
    assert "bronze" not in codes()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"threshold": "1000"}, "threshold", "needs more growth than the one below it"),
        ({"rate": "90"}, "rate", "This does not fit the level silver"),
        ({"factor": "9"}, "factor", "This does not fit the level silver"),
        ({"code": "silver"}, "code", "Another level has this code."),
        ({"code": "two words"}, "code", "This does not fit"),
        ({"rate": "101"}, "rate", "less than or equal to 100"),
        ({"factor": "0.5"}, "factor", "greater than or equal to 1"),
    ],
)
def test_a_level_that_does_not_fit_is_refused_beside_its_field(admin, changes, field, words):
    before = codes()
    refused = post(admin, "level_new", **BRONZE | changes)
    body = refused.content.decode()
    assert refused.status_code in {409, 422}
    assert f'id="id_{field}_error"' in body
    assert words in body
    assert codes() == before


def test_a_level_that_members_have_stays(admin, village):
    post(admin, "level_new", **BRONZE)
    member = village.shopper.user_id
    post(admin, "loyalty_adjust", member, points="0", growth="700", reason="x", idempotency_key="g")
    refused = post(admin, "level_delete", "bronze")
    assert "1 members have this level; it cannot go away." in refused.content.decode()
    assert "bronze" in codes()


def test_a_member_is_found_and_given_points_once_per_form(admin, village):
    member = village.shopper.user_id
    phone = accounts_queries.get_user(member).phone.removeprefix("+")
    listed = body_of(admin, "loyalty_members", query=f"q=%2B{phone}")
    assert address("loyalty_member", member, language="en") in listed
    form = {"points": "150", "growth": "0", "reason": "a late parcel", "idempotency_key": "one"}
    for _ in range(2):
        assert post(admin, "loyalty_adjust", member, **form).status_code == 302
    page = body_of(admin, "loyalty_member", member)
    assert "a late parcel" in page
    assert ">150<" in page
    assert "a late parcel" in body_of(admin, "loyalty_points", member)
    assert AuditEntry.objects.filter(action="loyalty.adjust").count() == 1
    refused = post(
        admin, "loyalty_adjust", member, points="-151", growth="0", reason="x", idempotency_key="2"
    )
    assert "The member has 1 points too few for this." in refused.content.decode()
    nothing = post(
        admin, "loyalty_adjust", member, points="0", growth="0", reason="x", idempotency_key="3"
    )
    assert 'id="id_points_error"' in nothing.content.decode()


def test_support_sees_points_and_changes_none(village):
    browser = signed_in(people.with_role("platform.support"))
    member = village.shopper.user_id
    assert browser.get(address("loyalty_member", member)).status_code == 200
    assert address("loyalty_adjust", member) not in body_of(browser, "loyalty_member", member)
    form = {"points": "5", "growth": "0", "reason": "x", "idempotency_key": "k"}
    assert post(browser, "loyalty_adjust", member, **form).status_code == 403
    assert browser.get(address("levels")).status_code == 403
    assert loyalty.sign_in(actor=village.shopper).is_signed
    assert loyalty_queries.get_member(actor=village.shopper, user_id=member).points == 1

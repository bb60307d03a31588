"""Every page opens for an administrator in both languages, and for nobody without its right."""

from uuid import uuid4

import pytest

from jishi.parties.accounts import queries as accounts_queries
from tests.parties.accounts import factories as people
from tests.surfaces.operator_console.desks import address, signed_in

pytestmark = pytest.mark.django_db

ROLES = ("finance", "operations", "support", "warehouse", "analyst", "auditor")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_for_an_administrator(desks, admin, language):
    wrong = {}
    for _permission, name, args in (("", "home", ()), *desks.pages()):
        response = admin.get(address(name, *args, language=language))
        body = response.content.decode()
        if (
            response.status_code != 200
            or body.count("<h1") != 1
            or f'lang="{language[:2]}' not in body
        ):
            wrong[name] = (response.status_code, body.count("<h1"))
    assert wrong == {}


def test_the_statement_of_an_account_opens(desks, admin):
    assert desks.order_id
    listed = admin.get(address("ledger")).content.decode()
    assert "code=customer_funds&amp;currency=CNY" in listed
    shown = admin.get(address("statement", query="code=customer_funds&currency=CNY"))
    assert shown.status_code == 200
    assert admin.get(address("statement")).status_code == 404


def test_visitors_are_sent_to_sign_in(desks, client):
    for _permission, name, args in desks.pages():
        assert client.get(address(name, *args)).status_code == 302, name


def test_customers_and_owners_of_shops_see_nothing(desks, customer, owner):
    for browser in (customer, owner):
        opened = [
            name
            for _permission, name, args in (("", "home", ()), *desks.pages())
            if browser.get(address(name, *args)).status_code not in {403, 404}
        ]
        assert opened == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_exactly_what_it_allows(desks, role):
    browser = signed_in(people.with_role(f"platform.{role}"))
    held = accounts_queries.get_role(people.role_id(f"platform.{role}")).permissions
    assert browser.get(address("home")).status_code == 200
    for permission, name, args in desks.pages():
        expected = 200 if permission in held else 403
        assert browser.get(address(name, *args)).status_code == expected, (role, name)


def test_a_post_without_the_right_changes_nothing(desks):
    browser = signed_in(people.with_role("platform.auditor"))
    refused = browser.post(address("merchant_approve", desks.applicant))
    assert refused.status_code == 403
    assert browser.get(address("merchants")).status_code == 403


def test_pages_that_one_may_not_use_are_not_in_the_navigation(desks):
    browser = signed_in(people.with_role("platform.auditor"))
    body = browser.get(address("home")).content.decode()
    assert address("ledger") in body
    assert address("merchants") not in body
    assert address("settings") not in body


def test_a_role_over_one_warehouse_opens_no_page_of_the_whole_platform(desks):
    reach = {"warehouse_id": desks.village.locations["W1"]}
    browser = signed_in(people.with_role("platform.warehouse", **reach))
    assert browser.get(address("home")).status_code == 200
    assert browser.get(address("orders")).status_code == 403


def test_what_does_not_exist_is_not_found(desks, admin):
    stranger = uuid4()
    names = (
        "merchant", "merchant_suspend", "product", "product_reject", "category", "order",
        "customer", "payment", "coupon", "freight_edit", "member", "role", "parked_job",
        "parked_timer", "audit_entry", "location", "review_item",
    )  # fmt: skip
    found = [name for name in names if admin.get(address(name, stranger)).status_code != 404]
    assert found == []
    for name, code in (("setting", "no.such"), ("settings_room", "nowhere"), ("market", "xx")):
        assert admin.get(address(name, code)).status_code == 404

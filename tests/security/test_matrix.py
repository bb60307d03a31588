"""Every address, knocked at in every role with own and foreign things, against the matrix.

What is refused must also write nothing. The town is built once; every knock is undone.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction

from jishi.surfaces.design.admission import ADMISSIONS, Admission, Gate
from jishi.surfaces.operator_console.views import health
from tests.security.addresses import Address, Arguments, every_address, query_of, url_of
from tests.security.bodies import body_of
from tests.security.cast import ROLES, Cast
from tests.security.expectations import OF_ONES_CART, Target, expected, who
from tests.security.knocking import METHODS, Knocker, Outcome, drawn_for

pytestmark = pytest.mark.django_db

SURFACES = ("site", "webhooks", "storefront", "merchant", "operator", "warehouse", "api")
OF_SHOPS = {Gate.BUYER_OR_STAFF, Gate.STAFF}
PERSONAL = {Gate.MEMBER, *OF_SHOPS}
"""Doors of the API that heed who asks; the others are tried by the apps of one scope only."""


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Cast()
        transaction.set_rollback(True)


def of_surface(surface: str) -> list[Address]:
    return [one for one in every_address() if one.name.partition(":")[0] == surface]


def test_every_address_is_declared_and_every_declaration_has_an_address():
    names = [one.name for one in every_address()]
    assert set(names) == set(ADMISSIONS)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("surface", SURFACES)
def test_everybody_gets_in_where_declared_and_nowhere_else(cast, surface, role):
    knocker = Knocker(cast, role)
    wrong = []
    with drawn_for(role):
        for address in of_surface(surface):
            wrong += knock(knocker, ADMISSIONS.get(address.name), address)
    assert not wrong, "\n" + "\n".join(wrong)


def test_an_app_gets_in_where_its_scope_is_declared_and_nowhere_else(cast):
    wrong = []
    for role in cast.keys:
        knocker = Knocker(cast, role)
        for address in of_surface("api"):
            admission = ADMISSIONS.get(address.name)
            if admission.gate in PERSONAL or role.endswith("orders.view"):
                wrong += knock(knocker, admission, address)
    assert not wrong, "\n" + "\n".join(wrong)


def knock(knocker: Knocker, admission: Admission, address: Address) -> list[str]:
    """Knock with every method and target; return what went otherwise than declared."""
    wrong = []
    someone = who(knocker.role)
    for target, arguments in probes(knocker, admission, address):
        url = url_of(address.name, arguments) + query_of(address.name, arguments, knocker.cast)
        for method in address.methods or METHODS[:2]:
            has_object = bool(address.parameters)
            wanted = expected(admission, someone, target, method, has_object=has_object)
            is_api = address.name.startswith("api:")
            answer = knocker.ask(method, url, body_of(address.name, knocker.cast), api=is_api)
            fits = {Outcome.OK if wanted == Outcome.TOLD else wanted}
            if address.methods is None:
                fits.add(Outcome.CLOSED)
            if answer.outcome not in fits:
                got = f"{answer.outcome} ({answer.status})"
                wrong.append(
                    f"{method} {address.name} {target} as {knocker.role}: {got}, not {wanted}"
                )
            elif wanted != Outcome.OK and answer.wrote:
                wrong.append(
                    f"{method} {address.name} {target} as {knocker.role} wrote {answer.wrote}"
                )
    return wrong


def probes(
    knocker: Knocker, admission: Admission, address: Address
) -> Iterator[tuple[Target, dict[str, object]]]:
    """Return what to ask for: one's own, others', and own addresses with others' records."""
    cast, name = knocker.cast, address.name
    make = Arguments(cast)

    def only(known: dict[str, object]) -> dict[str, object]:
        return {one: known[one] for one in address.parameters}

    if admission.gate in {Gate.SHOP, Gate.PLACE}:
        of = make.of_shop if admission.gate == Gate.SHOP else make.of_place
        own, foreign = of(name, cast.own), of(name, cast.foreign)
        yield Target.OWN, only(own)
        strange = {"name": "orders.pay_within_minutes", "role_id": cast.foreign.role_id}
        records = [one for one in address.parameters if one in FOREIGN_RECORDS]
        if "shop" in address.parameters:
            yield Target.FOREIGN, only(foreign)
            for record in records:
                other = strange.get(record, foreign[record])
                yield Target.MIXED, only(own | {record: other})
        elif records:
            yield Target.FOREIGN, only(foreign)
    elif name.startswith("merchant:"):
        yield Target.OWN, only(make.of_shop(name, cast.own))
    elif name.startswith("operator:"):
        yield Target.OWN, only(make.of_platform(name))
    elif name.startswith("storefront:"):
        yield from _of_buyers(knocker, admission, make.of_buyer, address, only)
    elif name.startswith("api:"):
        yield from _of_buyers(knocker, admission, make.of_api, address, only)
    else:
        given = {"provider": "alipay", "carrier": "kuaidi100", "path": cast.picture}
        yield Target.OWN, only(given)


def _of_buyers(knocker, admission, make, address, only):
    cast, name = knocker.cast, address.name
    if "token" in address.parameters:
        own = make(name, cast.gail)
    else:
        own = make(name, cast.mia if admission.gate in OF_SHOPS else knocker.own)
    yield Target.OWN, only(own)
    if not address.parameters or name in OF_ONES_CART:
        return
    if admission.gate in OF_SHOPS and knocker.role != "member":
        yield Target.FOREIGN, only(make(name, cast.noah, shop="M2"))
        return
    if name.startswith("api:") and own["key"] != "me":
        yield Target.FOREIGN, only(make(name, cast.hugo) | {"key": own["key"]})
        return
    if knocker.role in {"guest", "anonymous"} or "token" in address.parameters:
        other = make(name, cast.hugo)
    else:
        other = make(name, cast.noah)
    if "token" in address.parameters:
        if "key" in address.parameters:
            yield Target.FOREIGN, only(own | {"key": other["key"]})
        yield Target.FOREIGN, only(own | {"token": str(own["token"])[:-2] + "xx"})
    else:
        yield Target.FOREIGN, only(other)


FOREIGN_RECORDS = {
    "order_id", "shipment_id", "product_id", "shop_category_id", "variant_id", "location_id",
    "case_id", "review_id", "coupon_id", "template_id", "user_id", "role_id", "app_id", "task_id",
    "name", "message_id",
}  # fmt: skip


def test_a_page_that_lets_in_too_many_is_noticed(cast, monkeypatch):
    """An offence planted: the audit trail for whoever works for the platform."""
    monkeypatch.setattr(health.Audit, "permission", "")
    (audit,) = (one for one in of_surface("operator") if one.name == "operator:audit")
    wrong = knock(Knocker(cast, "platform.support"), ADMISSIONS.get(audit.name), audit)
    assert wrong == ["GET operator:audit own as platform.support: ok (200), not refused"]

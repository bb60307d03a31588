"""A basket is bought through the API alone; refusals are problems; keys replay."""

import json

import pytest

from jishi.foundation.kernel.ids import encode
from jishi.trade.orders.models import OrderGroup
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

ADDRESS = {
    "name": "林小满",
    "phone": "13800000001",
    "country": "CN",
    "province": "广东省",
    "city": "深圳市",
    "district": "南山区",
    "line": "科苑路 1 号",
    "region_code": "440305",
}


class Api:
    """A client that speaks JSON and expects a status."""

    def __init__(self, client, token: str = "") -> None:
        self.client, self.token = client, token

    def __call__(self, method, path, body=None, expect=200, **headers):
        if self.token:
            headers["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        answer = self.client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            **headers,
        )
        assert answer.status_code == expect, answer.content.decode()
        return answer.json() if answer.content else None


@pytest.fixture
def village():
    return villages.build()


@pytest.fixture
def api(client):
    return Api(client)


def test_a_visitor_buys_three_articles_of_two_shops(api, village):
    cart = api("POST", "/carts", {}, 201)
    for code in "ABC":
        sku = encode("var", village.variants[code])
        cart = api("POST", f"/carts/{cart['id']}/lines", {"sku": sku, "quantity": 1}, 201)
    assert cart["quote"]["total_minor"] == 13500
    checkout = api(
        "POST",
        f"/carts/{cart['id']}/checkouts",
        {"address": ADDRESS, "contact": {"email": "guest@example.com"}},
        201,
    )
    assert checkout["blockers"] == []
    assert [len(parcel["options"]) for parcel in checkout["parcels"]] == [1, 1, 1]
    base = f"/carts/{cart['id']}/checkouts/{checkout['id']}"
    refused = api("POST", f"{base}/place", {"expected_total_minor": 1}, 409)
    assert refused["code"] == "checkout.total_changed"
    assert refused["params"] == {"expected": 1, "actual": 13500}
    assert not OrderGroup.objects.exists()
    placed = api("POST", f"{base}/place", {"expected_total_minor": 13500}, 201)
    assert api("POST", f"{base}/place", {"expected_total_minor": 13500}, 201) == placed
    group = f"/carts/{cart['id']}/groups/{placed['group']}"
    assert len(api("GET", group)["orders"]) == 2
    methods = {one["provider"] for one in api("GET", f"{group}/payment-methods")}
    assert {"bank_transfer", "cash_on_delivery"} <= methods
    api("POST", f"{group}/pay", {"provider": "cash_on_delivery", "scene": "offline"})
    villages.settle()
    assert api("GET", f"{group}/payment")["amount_minor"] == 13500
    found = api(
        "POST", "/orders/lookup", {"number": placed["number"], "contact": "guest@example.com"}
    )
    assert {order["status"] for order in found["orders"]} == {"confirmed"}
    assert {order["fulfillment_status"] for order in found["orders"]} == {"to_ship"}


def test_another_cart_sees_nothing_of_it(api, village):
    mine, other = api("POST", "/carts", {}, 201), api("POST", "/carts", {}, 201)
    sku = encode("var", village.variants["A"])
    api("POST", f"/carts/{mine['id']}/lines", {"sku": sku, "quantity": 1}, 201)
    checkout = api("POST", f"/carts/{mine['id']}/checkouts", {}, 201)
    assert api("GET", f"/carts/{other['id']}/checkouts/{checkout['id']}", expect=404)["code"] == (
        "checkout.not_found"
    )


def test_a_keyed_write_is_replayed_byte_for_byte(api, village, client):
    first = client.post(
        "/api/v1/carts", "{}", content_type="application/json", HTTP_IDEMPOTENCY_KEY="k-1"
    )
    second = client.post(
        "/api/v1/carts", "{}", content_type="application/json", HTTP_IDEMPOTENCY_KEY="k-1"
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sku": "var_nonsense", "quantity": 1}, None),
        ({"sku": 5, "quantity": 1}, "body.sku"),
        ({"quantity": 0}, "body.sku"),
        ({"sku": "x", "quantity": -1}, "body.quantity"),
        ({"sku": "x", "quantity": 10**30}, "body.quantity"),
        ({"sku": "x", "quantity": 1, "price": 1}, "body.price"),
    ],
)
def test_bad_lines_are_refused_with_a_problem(api, village, body, field):
    cart = api("POST", "/carts", {}, 201)
    status = 404 if field is None else 422
    refused = api("POST", f"/carts/{cart['id']}/lines", body, status)
    assert {"type", "title", "status", "code"} <= set(refused)
    if field:
        name = field.rsplit(".", 1)[-1]
        assert any(name in error["field"] for error in refused["errors"])
    assert api("GET", f"/carts/{cart['id']}")["count"] == 0


def test_the_description_is_openapi_3_1(api):
    described = api("GET", "/openapi.json")
    assert described["openapi"].startswith("3.1")
    assert "/api/v1/search" in described["paths"]

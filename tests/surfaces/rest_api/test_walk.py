"""A basket is bought through the API alone; refusals are problems; keys replay."""

import json

import pytest

from jishi.foundation.kernel.ids import encode
from jishi.fulfillment.shipping import tasks as shipping_tasks
from jishi.goods.inventory import queries as inventory_queries
from jishi.money.ledger import queries as ledger_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.integrations import services as integrations
from jishi.parties.integrations.types import AppDraft
from jishi.trade.orders.models import OrderGroup
from tests.parties.accounts import factories as people
from tests.simulators.shop import http
from tests.walks import providers
from tests.walks import test_walk as walk
from tests.walks import village as villages
from tests.walks.village import LEFT, PAID

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

AUTOMATES = ("orders.view", "warehouse.work", "aftersales.view", "aftersales.decide")


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


class Wire:
    """A client over real HTTP, as an app at the other end of the world would be."""

    def __init__(self, shop_url: str, token: str = "") -> None:
        self.base, self.headers = f"{shop_url}/api/v1", {}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method, path, body=None, expect=200):
        answer = http.request(method, self.base + path, json=body, headers=self.headers)
        assert answer.status_code == expect, answer.text
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


@pytest.mark.django_db(transaction=True)
def test_the_walk_through_the_api_alone(village, live_server, tmp_path, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with providers.beside(live_server.url, tmp_path, settings) as outside:
        buyer = signed_in(live_server.url, village)
        shops = {name: an_app(live_server.url, village, name) for name in ("M1", "M2")}
        placed = buy_with_the_coupon(buyer, village)
        pay_at_alipay(buyer, placed)
        assert villages.books(village, "alipay") == PAID
        for place, shop in enumerate(shops.values(), 1):
            send_everything(shop, place)
        villages.settle()
        shipping_tasks.subscribe_parcels.func()
        outside.sign_for_all()
        villages.settle()
        for order_id in placed["orders"]:
            follow_and_receive(buyer, order_id)
        case = return_b(buyer, shops["M1"], placed)
        providers.until(lambda: outside.refunds() == [2556])
        villages.settle()
    shown = buyer("GET", f"/cases/{case}")
    assert (shown["state"], shown["agreed_minor"]) == ("refunded", 2556)
    assert villages.books(village, "alipay") == LEFT
    payment = buyer("GET", f"/carts/me/groups/{placed['group']}/payment")
    assert (payment["captured_minor"], payment["refunded_minor"]) == (11500, 2556)
    left = inventory_queries.available(list(village.variants.values()))
    assert [left[village.variants[code]] for code in "ABC"] == [9, 10, 9]
    assert ledger_queries.prove() == ()


def test_an_app_of_another_shop_finds_no_parcel_and_no_case(client, village):
    placed = walk.place(village)
    walk.pay_by_transfer(village, placed.group_id)
    mine, other = (Api(client, key_of(village, name)) for name in ("M1", "M2"))
    (order,) = mine("GET", "/merchant/orders?fulfillment_status=to_ship")["items"]
    first, second = mine("GET", "/merchant/shipments?state=pending")["items"]
    assert first["order"] == second["order"] == order["id"]
    waybill = {"carrier": "sf", "tracking_no": "SF1000000001"}
    for path in (f"/orders/{order['id']}", f"/orders/{order['id']}/shipments"):
        other("GET", path, expect=404)
    assert other("POST", f"/shipments/{first['id']}/ship", waybill, 404)["code"]
    assert mine("GET", "/merchant/shipments?state=pending")["items"] == [first, second]
    assert other("GET", "/merchant/cases") == {"items": [], "next_cursor": None}
    Api(client)("GET", "/merchant/shipments", expect=401)
    refused = Api(client, key_of(village, "M1", "catalog.edit"))
    assert refused("GET", "/merchant/shipments", expect=403)["code"] == "jishi.forbidden"


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


def test_a_member_reads_points_and_level_and_checks_in_once(api, client, village):
    who = {"contact": accounts_queries.get_user(village.shopper.user_id).phone}
    who["password"] = people.PASSWORD
    member = Api(client, api("POST", "/account/tokens", who, 201)["token"])
    for _ in range(2):
        signed = member("POST", "/me/sign-in")
        assert (signed["points"], signed["streak"], signed["cards_left"]) == (1, 1, 2)
    points = member("GET", "/me/points")
    assert (points["available"], points["pending"], points["next_cursor"]) == (1, 0, None)
    assert [(one["cause"], one["amount"]) for one in points["movements"]] == [
        ("loyalty.signed_in", 1)
    ]
    level = member("GET", "/me/level")
    assert (level["level"]["code"], level["growth"], level["missing"]) == ("plain", 0, 1_000)
    assert level["next_level"]["points_bp"] == 11_000
    for path in ("/me/points", "/me/level"):
        api("GET", path, expect=401)


# What the people of the walk do


def signed_in(shop_url, village):
    person = accounts_queries.get_user(village.shopper.user_id)
    who = {"contact": person.phone, "password": people.PASSWORD}
    return Wire(shop_url, Wire(shop_url)("POST", "/account/tokens", who, 201)["token"])


def an_app(shop_url, village, name):
    return Wire(shop_url, key_of(village, name))


def key_of(village, name, *scopes):
    draft = AppDraft(name="ERP", scopes=scopes or AUTOMATES, merchant_id=village.merchants[name])
    return integrations.create_app(actor=village.owners[name], draft=draft).key


def buy_with_the_coupon(buyer, village):
    (coupon,) = buyer("GET", "/coupons")
    assert (coupon["value_minor"], coupon["can_claim"]) == (2000, True)
    buyer("POST", f"/coupons/{coupon['id']}/claim", expect=201)
    for code in "ABC":
        sku = encode("var", village.variants[code])
        buyer("POST", "/carts/me/lines", {"sku": sku, "quantity": 1}, 201)
    assert buyer("GET", "/carts/me")["quote"]["total_minor"] == 11500
    checkout = buyer("POST", "/carts/me/checkouts", {"address": ADDRESS}, 201)
    agreed = {"expected_total_minor": checkout["total_minor"]}
    return buyer("POST", f"/carts/me/checkouts/{checkout['id']}/place", agreed, 201)


def pay_at_alipay(buyer, placed):
    group = f"/carts/me/groups/{placed['group']}"
    how = {"provider": "alipay", "scene": "page", "return_url": "http://127.0.0.1:9/back"}
    action = buyer("POST", f"{group}/pay", how)
    assert action["kind"] == "redirect"
    cashier = http.get(action["url"], follow_redirects=True).url
    http.post(f"{cashier}/pay")
    providers.until(lambda: buyer("GET", f"{group}/payment")["state"] == "paid")
    villages.settle()


def send_everything(shop, place):
    parcels = shop("GET", "/merchant/shipments?state=pending&direction=outbound")["items"]
    for number, parcel in enumerate(parcels):
        waybill = {"carrier": "yto", "tracking_no": f"YT{place}00000000{number}"}
        sent = shop("POST", f"/shipments/{parcel['id']}/ship", waybill)
        assert (sent["state"], sent["carrier"]) == ("handed_over", "yto")
    assert shop("GET", "/merchant/shipments?state=pending")["items"] == []


def follow_and_receive(buyer, order_id):
    for parcel in buyer("GET", f"/orders/{order_id}/shipments"):
        assert parcel["state"] == "delivered"
        assert len(parcel["tracking"]) == providers.JOURNEY_STEPS
    received = buyer("POST", f"/orders/{order_id}/receive")
    assert received["fulfillment_status"] == "received"


def return_b(buyer, shop, placed):
    """Ask, agree, send back and take in; return the case."""
    orders = [buyer("GET", f"/orders/{one}") for one in placed["orders"]]
    order, line = next(
        (order, line) for order in orders for line in order["lines"] if line["code"] == "B-1"
    )
    allowed = buyer("GET", f"/orders/{order['id']}/returnable")
    assert [one["shipped_quantity"] for one in allowed] == [1, 1]
    wanted = {
        "kind": "return_refund",
        "reason": "no_reason",
        "lines": [{"line": line["id"], "quantity": 1}],
    }
    case = buyer("POST", f"/orders/{order['id']}/cases", wanted, 201)
    assert case["requested_minor"] == 2556
    (waiting,) = shop("GET", "/merchant/cases?state=applied")["items"]
    agreed = shop("POST", f"/cases/{waiting['id']}/approve", {})
    assert agreed["state"] == "waiting_buyer_ship"
    waybill = {"carrier": "sf", "tracking_no": "SF3000000001"}
    sent = buyer("POST", f"/cases/{case['id']}/send", waybill)
    assert sent["state"] == "buyer_shipped"
    back = {"lines": [{"line": line["id"], "grade": "A", "quantity": 1}]}
    shop("POST", f"/shipments/{sent['shipment']}/receive", back)
    villages.settle()
    return case["id"]

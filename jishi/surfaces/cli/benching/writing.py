"""What shoppers do: fill a cart, check out."""

import json

from django.test import Client

from jishi.foundation.kernel import ids
from jishi.surfaces.cli.benching.figures import Paths, rate
from jishi.surfaces.cli.proving import shop

ADDRESS = {
    "name": "林小满", "phone": "13800000001", "country": "CN", "province": "广东省",
    "city": "深圳市", "district": "南山区", "line": "科苑路 1 号", "region_code": "440305",
}  # fmt: skip


def _cart(stage: shop.Stage) -> float:
    client = Client()
    return rate(60, lambda: _new_cart(client, stage))


def _checkout(stage: shop.Stage) -> float:
    client = Client()
    return rate(12, lambda: _buy(client, stage))


def _new_cart(client: Client, stage: shop.Stage) -> str:
    cart = _post(client, "/carts", {})["id"]
    sku = ids.encode("var", stage.variants[0])
    _post(client, f"/carts/{cart}/lines", {"sku": sku, "quantity": 1})
    return str(cart)


def _buy(client: Client, stage: shop.Stage) -> None:
    cart = _new_cart(client, stage)
    sku = ids.encode("var", stage.variants[-1])
    _post(client, f"/carts/{cart}/lines", {"sku": sku, "quantity": 1})
    body: dict[str, object] = {"address": ADDRESS, "contact": {"email": "bench@jishi.example"}}
    checkout = _post(client, f"/carts/{cart}/checkouts", body)
    base = f"/carts/{cart}/checkouts/{checkout['id']}"
    total: dict[str, object] = {"expected_total_minor": checkout["total_minor"]}
    group = _post(client, f"{base}/place", total)["group"]
    _post(
        client,
        f"/carts/{cart}/groups/{group}/pay",
        {"provider": "cash_on_delivery", "scene": "offline"},
    )


def _post(client: Client, path: str, body: dict[str, object]) -> dict[str, object]:
    answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code < 300, answer.content
    found: dict[str, object] = json.loads(answer.content)
    return found


PATHS: Paths = {
    "cart": ("flows/s", "new cart and one line through REST", _cart),
    "checkout": ("flows/s", "cart to placed cash order of two shops through REST", _checkout),
}

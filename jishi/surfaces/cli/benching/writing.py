"""What shoppers do: fill a cart, check out, place an order; through the API, from outside."""

import random
from collections.abc import Mapping
from typing import Any

from jishi.surfaces.cli.benching import clients, flash
from jishi.surfaces.cli.benching.clients import Client
from jishi.surfaces.cli.benching.figures import Measured, Path, Paths
from jishi.surfaces.cli.benching.stage import Stage

WARM = 64
SAMPLE_S = 8.0
ORDERS = 200
CARTS = "/api/v1/carts"
ADDRESS = {
    "name": "林小满", "phone": "13800000001", "country": "CN", "province": "广东省",
    "city": "深圳市", "district": "南山区", "line": "科苑路 1 号", "region_code": "440305",
}  # fmt: skip


def _cart(stage: Stage) -> Measured:
    skus = stage.goods.skus

    async def flow(client: Client) -> None:
        await _add(client, await _open_cart(client), skus)

    return _flows(stage, flow)


def _checkout(stage: Stage) -> Measured:
    skus = stage.goods.skus

    async def flow(client: Client) -> None:
        await _place(client, await _check_out(client, skus))

    return _flows(stage, flow)


def _order(stage: Stage) -> Measured:
    skus = stage.goods.skus
    ready: list[Mapping[str, Any]] = []

    async def prepare(client: Client) -> None:
        ready.append(await _check_out(client, skus))

    async def place(client: Client) -> None:
        await _place(client, ready.pop())

    clients.run_flows(stage.base, prepare, times=ORDERS)
    return clients.run_flows(stage.base, place, times=ORDERS)


def _flows(stage: Stage, flow: clients.Flow) -> Measured:
    clients.run_flows(stage.base, flow, times=WARM)
    return clients.run_flows(stage.base, flow, seconds=SAMPLE_S)


async def _open_cart(client: Client) -> str:
    return str((await client.post(CARTS, {}))["id"])


async def _add(client: Client, cart: str, skus: tuple[str, ...]) -> None:
    await client.post(f"{CARTS}/{cart}/lines", {"sku": random.choice(skus), "quantity": 1})


async def _check_out(client: Client, skus: tuple[str, ...]) -> Mapping[str, Any]:
    """Return a checkout of two articles, mostly of two shops, that can be placed."""
    cart = await _open_cart(client)
    await _add(client, cart, skus)
    await _add(client, cart, skus)
    body = {"address": ADDRESS, "contact": {"email": "bench@jishi.example"}}
    started = await client.post(f"{CARTS}/{cart}/checkouts", body)
    shown: Mapping[str, Any] = {"cart": cart} | started
    await client.get(f"{CARTS}/{cart}/checkouts/{started['id']}")
    return shown


async def _place(client: Client, checkout: Mapping[str, Any]) -> None:
    """Place a checkout and choose to pay on delivery."""
    own = f"{CARTS}/{checkout['cart']}"
    total = {"expected_total_minor": checkout["total_minor"]}
    placed = await client.post(f"{own}/checkouts/{checkout['id']}/place", total)
    await client.post(
        f"{own}/groups/{placed['group']}/pay", {"provider": "cash_on_delivery", "scene": "offline"}
    )


PATHS: Paths = {
    "cart": Path("flows/s", "new cart and one line", _cart),
    "checkout": Path("flows/s", "empty cart to a placed cash order of two shops", _checkout),
    "order": Path("orders/s", "placing and paying checkouts that are ready", _order),
    "flash": Path("orders/s", "64 buyers place orders of one SKU, 3,000 units", flash.measure),
}

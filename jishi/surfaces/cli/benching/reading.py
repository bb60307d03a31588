"""What shoppers read: products, lists and search."""

import json

from django.test import Client

from jishi.surfaces.cli.benching.figures import Paths, rate
from jishi.surfaces.cli.proving import shop


def _product(stage: shop.Stage) -> float:
    return _gets(f"/api/v1/products/{_slug()}", 800)


def _list(stage: shop.Stage) -> float:
    return _gets("/api/v1/products?category=scarce&limit=24", 500)


def _search(stage: shop.Stage) -> float:
    return _gets("/api/v1/search?q=scarce&limit=24", 500)


def _product_html(stage: shop.Stage) -> float:
    return _gets(f"/p/{_slug()}", 300)


def _slug() -> str:
    body = json.loads(Client().get("/api/v1/products?category=scarce&limit=1").content)
    return str(body["items"][0]["slug"])


def _gets(path: str, times: int) -> float:
    client = Client()
    assert client.get(path).status_code == 200, path
    return rate(times, lambda: client.get(path))


PATHS: Paths = {
    "product": ("requests/s", "product detail as JSON, one process, no network", _product),
    "product_html": ("requests/s", "product page, one process, no network", _product_html),
    "list": ("requests/s", "list as JSON, one process, no network", _list),
    "search": ("requests/s", "search as JSON, one process, no network", _search),
}

"""Jishi for the shared load: `python shopload.py …/benchmarks/targets/jishi.py`, or `compare.py`.

Before it: an empty database filled by `benchmarks/seed_peers_load.py`, with `DATABASE_URL` and
`JISHI_DATA` as here. `SHOP_BASE` says where a running server is; `compare.py --start` starts one.
"""

import json
import os
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("JISHI_DATA", ROOT / "var"))
GOODS = json.loads((DATA / "peers-load.json").read_text(encoding="utf-8"))

NAME = "jishi"
BASE = os.environ.get("SHOP_BASE", "http://127.0.0.1:8000")
HEADERS = {"User-Agent": "shopload", "Accept": "application/json"}
HTML = {"Accept": "text/html"}
POOLS = {
    "slug": GOODS["slugs"],
    "sku": GOODS["skus"],
    "cat": GOODS["categories"],
    "word": GOODS["words"],
    "num": [str(number) for number in range(1000, len(GOODS["slugs"]))],
    "email": lambda: f"u{random.getrandbits(48)}@jishi.example",
}
ADDRESS = {
    "name": "林小满", "phone": "13800000001", "country": "CN", "province": "广东省",
    "city": "深圳市", "district": "南山区", "line": "科苑路 1 号", "region_code": "440305",
}  # fmt: skip
CART = "/api/v1/carts/{{cart}}"
CHECKOUT = CART + "/checkouts/{{checkout}}"


def post(path: str, body: dict[str, object], **more: object) -> dict[str, object]:
    """Return a step that sends JSON."""
    return {"m": "POST", "p": path, "j": body, **more}


def get(path: str, has: str, **more: object) -> dict[str, object]:
    """Return an operation of one request, as `wrk` drives it."""
    return {"wrk": True, "steps": [{"p": path, "has": has, **more}]}


def add(number: int) -> dict[str, object]:
    """Return the step that puts one more article into the cart."""
    return post(CART + "/lines", {"sku": f"{{{{sku#{number}}}}}", "quantity": 1})


NEW = post("/api/v1/carts", {}, x={"cart": ("json", "id")})
START = post(
    CART + "/checkouts",
    {"address": ADDRESS, "contact": {"email": "{{email}}"}},
    x={"checkout": ("json", "id"), "total": ("json", "total_minor")},
)
PLACE = post(
    CHECKOUT + "/place",
    {"expected_total_minor": "{{total}}"},
    x={"group": ("json", "group")},
    has="number",
)
PAY = post(
    CART + "/groups/{{group}}/pay",
    {"provider": "cash_on_delivery", "scene": "offline"},
    ok=[200, 201, 202],
)
OPS = {
    "list": get("/api/v1/products?category={{cat}}&limit=24", "items"),
    "detail": get("/api/v1/products/{{slug}}", "skus"),
    "search": get("/api/v1/search?q={{word}}&limit=24", "items"),
    "search_rare": get("/api/v1/search?q={{num}}&limit=24", "items"),
    "list_html": get("/c/{{cat}}/", "</html>", h=HTML),
    "detail_html": get("/p/{{slug}}/", "</html>", h=HTML),
    "search_html": get("/search/?q={{word}}", "</html>", h=HTML),
    "add_to_cart": {"steps": [NEW, add(1)]},
    "checkout": {
        "steps": [NEW, add(1), add(2), START, {"p": CHECKOUT, "has": "parcels"}, PLACE, PAY]
    },
}
READY = "/healthz"
PROCS = [
    {
        "cmd": [
            sys.executable, "-m", "jishi.surfaces.cli", "serve", "web",
            "--host", "127.0.0.1", "--port", BASE.rpartition(":")[2], "--processes", "2",
        ],
        "cwd": str(ROOT),
        "env": {"JISHI_API_WRITES": "1000000/minute", "JISHI_LOG_JSON": "0"},
    }
]  # fmt: skip

"""The measured paths, each a function that does one unit of work many times."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.test import Client

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.events import Event, fact
from jishi.foundation.platform import outbox, timers
from jishi.foundation.platform.transactions import unit
from jishi.insight.search import services as search
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountName, Voucher, VoucherLine
from jishi.surfaces.cli.proving import shop

HOUSE = Actor.system("bench")
ADDRESS = {
    "name": "林小满", "phone": "13800000001", "country": "CN", "province": "广东省",
    "city": "深圳市", "district": "南山区", "line": "科苑路 1 号", "region_code": "440305",
}  # fmt: skip


@fact("bench.ticked.v1", key="subject")
class Ticked(Event):
    """Nothing happened, for the clock."""

    subject: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. value: `unit` per second unless the unit says otherwise."""

    name: str
    value: float
    unit: str
    what: str


def figures(wanted: list[str]) -> Iterator[Figure]:
    """Measure the named paths, or all, one after the other."""
    stage = shop.build(1)
    search.rebuild_all(actor=HOUSE)
    for name, (unit_name, what, measure) in PATHS.items():
        if not wanted or name in wanted:
            yield Figure(name, round(measure(stage), 1), unit_name, what)


def _product(stage: shop.Stage) -> float:
    return _gets(f"/api/v1/products/{_slug()}", 800)


def _list(stage: shop.Stage) -> float:
    return _gets("/api/v1/products?category=scarce&limit=24", 500)


def _search(stage: shop.Stage) -> float:
    return _gets("/api/v1/search?q=scarce&limit=24", 500)


def _product_html(stage: shop.Stage) -> float:
    return _gets(f"/p/{_slug()}", 300)


def _cart(stage: shop.Stage) -> float:
    client = Client()
    return _rate(60, lambda: _new_cart(client, stage))


def _checkout(stage: shop.Stage) -> float:
    client = Client()
    return _rate(12, lambda: _buy(client, stage))


def _outbox(stage: shop.Stage) -> float:
    with unit():
        for number in range(4000):
            outbox.emit(Ticked(subject=str(number % 50)))
    with _timed() as took:
        delivered = outbox.deliver_all(holder="bench")
    return delivered / took()


def _timers(stage: shop.Stage) -> float:
    timers.TIMERS.add("bench.tick", _ignore)
    with unit():
        for _ in range(4000):
            timers.set_new_timer("bench.tick", ids.new_id(), clock.now() - timedelta(seconds=1))
    fired = 0
    with _timed() as took:
        while count := timers.fire_due(holder="bench"):
            fired += count
    return fired / took()


def _ledger(stage: shop.Stage) -> float:
    def post() -> None:
        vouchers = [
            Voucher(
                key=f"bench:{ids.new_id()}",
                cause="bench.posted",
                reference=ids.new_id(),
                currency="CNY",
                lines=(
                    VoucherLine(AccountName("bank"), 100),
                    VoucherLine(AccountName("suspense"), -100),
                ),
            )
            for _ in range(100)
        ]
        ledger.post_many(actor=HOUSE, vouchers=vouchers)

    return 100 * _rate(10, post)


def _ignore(_subject: UUID) -> None:
    """A timer that has nothing to do."""


def _slug() -> str:
    body = json.loads(Client().get("/api/v1/products?category=scarce&limit=1").content)
    return str(body["items"][0]["slug"])


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


def _gets(path: str, times: int) -> float:
    client = Client()
    assert client.get(path).status_code == 200, path
    return _rate(times, lambda: client.get(path))


def _rate(times: int, work: Callable[[], object]) -> float:
    work()
    with _timed() as took:
        for _ in range(times):
            work()
    return times / took()


@contextmanager
def _timed() -> Iterator[Callable[[], float]]:
    started = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - started
    ended.append(time.perf_counter())


PATHS: dict[str, tuple[str, str, Callable[[shop.Stage], float]]] = {
    "product": ("requests/s", "product detail as JSON, one process, no network", _product),
    "product_html": ("requests/s", "product page, one process, no network", _product_html),
    "list": ("requests/s", "list as JSON, one process, no network", _list),
    "search": ("requests/s", "search as JSON, one process, no network", _search),
    "cart": ("flows/s", "new cart and one line through REST", _cart),
    "checkout": ("flows/s", "cart to placed cash order of two shops through REST", _checkout),
    "outbox": ("events/s", "events delivered by one worker", _outbox),
    "timers": ("timers/s", "due timers fired by one scheduler", _timers),
    "ledger": ("vouchers/s", "vouchers posted in hundreds by one process", _ledger),
}

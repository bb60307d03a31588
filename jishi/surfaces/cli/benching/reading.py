"""What shoppers read: products, lists and search, from outside."""

import random
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial

from jishi.surfaces.cli.benching import clients, peers
from jishi.surfaces.cli.benching.figures import Measured, Path, Paths
from jishi.surfaces.cli.benching.stage import Stage

WARM_S = 2.0
PAGES_WARM_S = 8.0
"""Pages are kept once they have been rendered; a shop that was opened just now has none."""

SAMPLE_S = 5.0
ADDRESSES = 2000
"""How many different addresses are asked for, as with the peers."""

JSON, HTML = "application/json", "text/html"
RARE = range(1000, 5000)


def _read(stage: Stage, addresses: "Callable[[Stage], Sequence[str]]", accept: str) -> Measured:
    base, asked = stage.base, addresses(stage)
    for one in asked[:20]:
        _check(base + one, accept)
    warm_s = PAGES_WARM_S if accept == HTML else WARM_S
    clients.load(base, asked, seconds=warm_s, accept=accept)
    return clients.load(base, asked, seconds=SAMPLE_S, accept=accept)


def _check(url: str, accept: str) -> None:
    """Refuse to measure something that is not the whole answer."""
    request = urllib.request.Request(url, headers={"Accept": accept})  # noqa: S310  our own
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        body = answer.read()
    assert (b"</html>" if accept == HTML else b'"code":"P-') in body, url


def _some(values: Sequence[str], form: str) -> list[str]:
    return [form.format(random.choice(values)) for _ in range(ADDRESSES)]


def _path(what: str, addresses: "Callable[[Stage], Sequence[str]]", accept: str) -> Path:
    return Path("requests/s", what, partial(_read, addresses=addresses, accept=accept))


def _products(stage: Stage) -> list[str]:
    return _some(stage.goods.slugs, "/api/v1/products/{}")


def _product_pages(stage: Stage) -> list[str]:
    return _some(stage.goods.slugs, "/p/{}/")


def _lists(stage: Stage) -> list[str]:
    return _some(stage.goods.categories, "/api/v1/products?category={}&limit=24")


def _list_pages(stage: Stage) -> list[str]:
    return _some(stage.goods.categories, "/c/{}/")


def _common(_stage: Stage) -> list[str]:
    return _some(peers.WORDS, "/api/v1/search?q={}&limit=24")


def _rare(_stage: Stage) -> list[str]:
    return _some([str(one) for one in RARE], "/api/v1/search?q={}&limit=24")


PATHS: Paths = {
    "product": _path("product detail as JSON", _products, JSON),
    "product_html": _path("product page", _product_pages, HTML),
    "list": _path("list of 24 of a category as JSON", _lists, JSON),
    "list_html": _path("category page with 24 cards and its filters", _list_pages, HTML),
    "search": _path("text search for a common word as JSON", _common, JSON),
    "search_rare": _path("text search for a rare word as JSON", _rare, JSON),
}

"""Reads of markets, from a copy in the process that is at most two seconds old."""

import time
from typing import Final

from jishi.goods.markets.errors import MarketNotFound
from jishi.goods.markets.models import Market
from jishi.goods.markets.types import MarketInfo

FRESH_S: Final = 2.0

_copy: dict[str, tuple[float, tuple[MarketInfo, ...]]] = {}


def get_market(code: str) -> MarketInfo:
    """Return the market of a code.

    Raises: MarketNotFound if there is none.
    """
    for market in list_markets():
        if market.code == code:
            return market
    raise MarketNotFound(market=code)


def get_default() -> MarketInfo:
    """Return the market of visitors who chose none.

    Raises: MarketNotFound before the first market is made.
    """
    for market in list_markets():
        if market.is_default:
            return market
    raise MarketNotFound


def list_markets() -> tuple[MarketInfo, ...]:
    """Return every market in the order of the menu."""
    at, markets = _copy.get("markets", (-FRESH_S, ()))
    # An empty copy is never kept, so that the first market shows at once.
    if not markets or time.monotonic() - at >= FRESH_S:
        markets = tuple(_info(row) for row in Market.objects.order_by("position", "code"))
        _copy["markets"] = (time.monotonic(), markets)
    return markets


def forget() -> None:
    """Drop this process's copy, so that the next read is fresh."""
    _copy.clear()


def _info(row: Market) -> MarketInfo:
    return MarketInfo(
        code=row.code,
        name=row.name,
        currency=row.currency,
        countries=tuple(row.countries),
        locales=tuple(row.locales),
        is_default=row.is_default,
        position=row.position,
    )

"""What makes a market valid, and the markets every installation begins with."""

import re

from jishi.foundation.kernel.text import LOCALES
from jishi.goods.markets.errors import BadMarket
from jishi.goods.markets.types import MarketInfo

_CODE = re.compile(r"[a-z][a-z0-9-]{1,15}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")

STARTING_MARKETS = (
    MarketInfo(
        code="cn",
        name={"zh-hans": "中国大陆", "en": "Mainland China"},
        currency="CNY",
        countries=("CN",),
        locales=("zh-hans", "en"),
        is_default=True,
        position=0,
    ),
    MarketInfo(
        code="us",
        name={"zh-hans": "美国", "en": "United States"},
        currency="USD",
        countries=("US",),
        locales=("en", "zh-hans"),
        position=1,
    ),
)


def check(market: MarketInfo) -> None:
    """Refuse a market that cannot work.

    Raises: BadMarket naming the field at fault.
    """
    if not _CODE.fullmatch(market.code):
        raise BadMarket(field="code")
    if not any(text.strip() for text in market.name.values()):
        raise BadMarket(field="name")
    if not _CURRENCY.fullmatch(market.currency):
        raise BadMarket(field="currency")
    if not market.countries or not all(_COUNTRY.fullmatch(code) for code in market.countries):
        raise BadMarket(field="countries")
    if not market.locales or not set(market.locales) <= set(LOCALES):
        raise BadMarket(field="locales")

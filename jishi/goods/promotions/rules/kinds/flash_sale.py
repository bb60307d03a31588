"""A flash sale (秒杀): few units, a low price, a short time, so many per person."""

from dataclasses import dataclass

from jishi.goods.promotions.rules.kinds import limited_price
from jishi.goods.promotions.types import Kind


@dataclass(frozen=True, slots=True)
class FlashSale:
    """Which later discounts come on top: none, unless it says so."""

    takes_coupons: bool = False
    takes_reductions: bool = False
    takes_member_price: bool = False


KIND = Kind(
    code="flash_sale",
    settings=FlashSale,
    offers=limited_price.offers,
    has_items=True,
    counts_units=True,
    needs_stock=True,
    for_platform=True,
)

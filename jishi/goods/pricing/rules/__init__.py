"""The quote: thirteen stages on top of the list price, in a fixed order, pure and explained."""

from jishi.goods.pricing.rules.compose import STAGES, compose
from jishi.goods.pricing.rules.prices import check_price

__all__ = ["STAGES", "check_price", "compose"]

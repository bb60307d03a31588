"""The quote: thirteen stages on top of the list price, in a fixed order, pure and explained."""

from jishi.goods.pricing.rules.compose import STAGES, compose
from jishi.goods.pricing.rules.prices import check_price
from jishi.goods.pricing.rules.uses import uses_of

__all__ = ["STAGES", "check_price", "compose", "uses_of"]

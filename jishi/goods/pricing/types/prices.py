"""Prices as they are kept: one per variant and market."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PriceInfo:
    """What a variant costs in a market, in minor units.

    list_minor: the struck-through price, null if none is shown.
    """

    variant_id: UUID
    market_code: str
    currency: str
    amount_minor: int
    list_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The lowest and the highest price of a product's active variants in a market."""

    product_id: UUID
    currency: str
    lowest_minor: int
    highest_minor: int


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One price to set, in minor units of the market's currency."""

    variant_id: UUID
    market_code: str
    amount_minor: int
    list_minor: int | None = None

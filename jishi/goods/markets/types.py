"""The nouns of markets that others see."""

from dataclasses import dataclass

from jishi.foundation.kernel.text import TextMap


@dataclass(frozen=True, slots=True)
class MarketInfo:
    """A shop front for some countries: one currency, a few languages.

    code: short and stable, for instance `cn`. currency: ISO 4217.
    countries: ISO 3166-1 alpha-2 codes it delivers to. locales: first is its default.
    position: order of the market menu, smallest first.
    """

    code: str
    name: TextMap
    currency: str
    countries: tuple[str, ...]
    locales: tuple[str, ...]
    is_default: bool = False
    position: int = 0

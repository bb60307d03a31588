"""The nouns of community that other rooms see."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FavoriteView:
    """A product somebody keeps in mind. Pages show its card from the catalog's read model.

    price_minor, currency: the lowest price when it was added, 0 and empty if unknown.
    """

    product_id: UUID
    added_at: datetime
    price_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class FootprintView:
    """A product somebody looked at on a day (Shanghai), last at a moment."""

    product_id: UUID
    day: date
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class FollowView:
    """A shop somebody follows."""

    merchant_id: UUID
    followed_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """Badge counts of the member center."""

    favorites: int
    footprints: int
    follows: int

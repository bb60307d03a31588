"""The order of results: the composite score (综合), and sort keys that never tie.

score = text relevance × quality, where

    quality = (1 + sales_weight × sales) × (1 + rating_weight × rating)
            × (1 + click_weight × click rate) × (1 + merchant_weight × merchant score)
            × (in stock ? 1 : 1 − out_of_stock_penalty)

Each signal lies between 0 and 1. Sales grow by logarithm and are full at 10,000 units; the
rating is drawn to 3.5 stars by ten imagined reviews, so that one friend's five stars weigh
little. Sales are those that `orders.count_buyer_days` counts: a buyer once a day, nothing of
what was given back. Operators set the weights. Quality is computed when a product is indexed:
new weights hold for all products after the index has been rebuilt.
"""

import hashlib
import math
from dataclasses import dataclass
from uuid import UUID

from jishi.insight.search.types import SearchDocument

_FULL_SALES = 10_000
_PRIOR_RATING = 3.5
_PRIOR_REVIEWS = 10
_TIE_BITS = 20
_TIE_VALUES = 1 << _TIE_BITS
_TIE_SHARE = 1e-4
"""The largest part of a score that the tie-break may add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWeights:
    """How much each signal counts in the composite score; 0 switches it off.

    out_of_stock_penalty: share of the score taken from what cannot be bought, 0 to 0.9.
    """

    sales: float = 0.6
    rating: float = 0.3
    clicks: float = 0.3
    merchant: float = 0.2
    out_of_stock_penalty: float = 0.5


@dataclass(frozen=True, slots=True)
class SortKeys:
    """Unsigned 64-bit numbers to sort by; equal values differ by a hash of the product id."""

    sales: int
    price: int
    newest: int
    rating: int


def quality(document: SearchDocument, weights: ScoreWeights) -> float:
    """Return what the text relevance is multiplied with: 1 or more, ties broken by id.

    The penalty is turned into a bonus for what is in stock, which ranks the same.
    """
    stars = smoothed_rating(document.rating, document.review_count) / 5
    bought = min(1.0, math.log1p(max(0, document.sales)) / math.log1p(_FULL_SALES))
    product = (
        (1 + weights.sales * bought)
        * (1 + weights.rating * stars)
        * (1 + weights.clicks * _share(document.click_rate))
        * (1 + weights.merchant * _share(document.merchant_score))
    )
    in_stock_bonus = 1 / (1 - min(0.9, weights.out_of_stock_penalty)) if document.in_stock else 1
    return product * in_stock_bonus * (1 + _TIE_SHARE * _tie(document.product_id) / _TIE_VALUES)


def smoothed_rating(rating: float, review_count: int) -> float:
    """Return the average rating after ten more reviews of 3.5 stars, 0 to 5."""
    count = max(0, review_count)
    stars = min(5.0, max(0.0, rating))
    return (stars * count + _PRIOR_RATING * _PRIOR_REVIEWS) / (count + _PRIOR_REVIEWS)


def sort_keys(document: SearchDocument, *, price_minor: int) -> SortKeys:
    """Return the numbers a product is sorted by in a market."""
    stars = smoothed_rating(document.rating, document.review_count)
    tie = _tie(document.product_id)
    return SortKeys(
        sales=_key(document.sales, tie),
        price=_key(price_minor, tie),
        newest=_key(int(document.created_at.timestamp()), tie),
        rating=_key(round(stars * 10_000), tie),
    )


def _key(value: int, tie: int) -> int:
    largest = (1 << 64 - _TIE_BITS) - 1
    return min(max(0, value), largest) << _TIE_BITS | tie


def _tie(product_id: UUID) -> int:
    digest = hashlib.blake2b(product_id.bytes, digest_size=4).digest()
    return int.from_bytes(digest) >> (32 - _TIE_BITS)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))

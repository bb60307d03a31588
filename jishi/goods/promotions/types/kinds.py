"""What a kind of activity is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from jishi.foundation.kernel.money import MAX_MINOR
from jishi.goods.promotions.types.activities import ActivityItemInfo, LiveActivity
from jishi.goods.promotions.types.offers import Activities

Amount = Annotated[int, Meta(ge=0, le=MAX_MINOR)]
"""Minor units of the activity's currency."""

Rate = Annotated[int, Meta(ge=0, le=10_000)]
"""Basis points of what is paid: 8000 is 80 %."""

Count = Annotated[int, Meta(ge=1, le=1_000)]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of activity.

    settings: a frozen dataclass of `Amount`, `Rate`, `Count`, `bool` and tuples or dicts of
    these, which is its stored shape and its form. has_items: every variant has a price of
    its own; else a scope says what takes part. counts_units: variants may have a stock and a
    limit per person; needs_stock: they must have a stock. for_merchants, for_platform: who can
    run it.
    offers: what it offers while it runs. flaw: the setting that makes no sense, or nothing.
    """

    code: str
    settings: type[Any]
    offers: Callable[[LiveActivity, Any, Sequence[ActivityItemInfo]], Activities]
    flaw: Callable[[Any], str] = lambda _settings: ""
    has_items: bool = False
    counts_units: bool = False
    needs_stock: bool = False
    for_merchants: bool = True
    for_platform: bool = False

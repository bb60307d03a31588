"""A rate per unit from so many units on (N 件折)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jishi.goods.promotions.types import (
    Activities,
    ActivityItemInfo,
    Count,
    Kind,
    LiveActivity,
    QuantityDiscount,
    Rate,
)


@dataclass(frozen=True, slots=True)
class QuantityStep:
    """From so many units on, this rate of the price is paid."""

    minimum_quantity: Count
    rate_bp: Rate


@dataclass(frozen=True, slots=True)
class QuantitySteps:
    """The best step reached holds."""

    steps: tuple[QuantityStep, ...]


def offers(
    live: LiveActivity, settings: QuantitySteps, _items: Sequence[ActivityItemInfo]
) -> Activities:
    """Return one offer a step."""
    info = live.info
    assert info.draft.merchant_id is not None, "the kind is for shops"
    return Activities(
        set_offers=tuple(
            QuantityDiscount(
                source_id=info.activity_id,
                merchant_id=info.draft.merchant_id,
                minimum_quantity=step.minimum_quantity,
                rate_bp=step.rate_bp,
                scope=info.draft.scope,
                funder=info.funder,
                platform_share_bp=info.draft.platform_share_bp or 0,
            )
            for step in settings.steps
        )
    )


def flaw(settings: QuantitySteps) -> str:
    """Refuse steps that give nothing, or less for more units."""
    steps = sorted(settings.steps, key=lambda step: step.minimum_quantity)
    is_sound = (
        0 < len(steps) <= 5
        and all(step.minimum_quantity >= 2 and step.rate_bp < 10_000 for step in steps)
        and all(
            low.minimum_quantity < high.minimum_quantity and low.rate_bp > high.rate_bp
            for low, high in pairwise(steps)
        )
    )
    return "" if is_sound else "steps"


KIND = Kind(code="quantity_discount", settings=QuantitySteps, offers=offers, flaw=flaw)

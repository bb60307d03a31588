"""An amount off from an amount on (满减), in a shop or, by the platform, across shops."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jishi.goods.promotions.types import (
    Activities,
    ActivityItemInfo,
    Amount,
    Kind,
    LiveActivity,
    Reduction,
    Tier,
)


@dataclass(frozen=True, slots=True)
class Step:
    """From goods worth this on, this much off."""

    threshold_minor: Amount
    off_minor: Amount


@dataclass(frozen=True, slots=True)
class FullReduction:
    """steps: the best one reached holds. is_repeating: once for every full threshold."""

    steps: tuple[Step, ...]
    is_repeating: bool = False


def offers(
    live: LiveActivity, settings: FullReduction, _items: Sequence[ActivityItemInfo]
) -> Activities:
    """Return the reduction."""
    info = live.info
    return Activities(
        reductions=(
            Reduction(
                source_id=info.activity_id,
                merchant_id=info.draft.merchant_id,
                tiers=tuple(Tier(step.threshold_minor, step.off_minor) for step in settings.steps),
                is_repeating=settings.is_repeating,
                scope=info.draft.scope,
                funder=info.funder,
                platform_share_bp=info.draft.platform_share_bp or 0,
            ),
        )
    )


def flaw(settings: FullReduction) -> str:
    """Refuse steps that take nothing, more than what they ask for, or less for more."""
    steps = sorted(settings.steps, key=lambda step: step.threshold_minor)
    pairs = pairwise(steps)
    is_sound = (
        0 < len(steps) <= 5
        and all(0 < step.off_minor <= step.threshold_minor for step in steps)
        and all(
            low.threshold_minor < high.threshold_minor and low.off_minor < high.off_minor
            for low, high in pairs
        )
        and (len(steps) == 1 or not settings.is_repeating)
    )
    return "" if is_sound else "steps"


KIND = Kind(
    code="full_reduction",
    settings=FullReduction,
    offers=offers,
    flaw=flaw,
    for_platform=True,
)

"""What a quote takes of activities."""

from collections import defaultdict
from uuid import UUID

from jishi.goods.pricing.types import Quote, Stage
from jishi.goods.promotions.types import NewUse

STAGES = frozenset(
    {Stage.ACTIVITY, Stage.MEMBER, Stage.QUANTITY, Stage.REDUCTION, Stage.CROSS_REDUCTION}
)
"""The stages whose discounts come from activities."""


def uses_of(quote: Quote) -> tuple[NewUse, ...]:
    """Return what a quote takes of each activity, and of each variant with a price in one."""
    found: dict[tuple[UUID, UUID | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in quote.lines:
        for share in line.shares:
            if share.stage in STAGES:
                variant_id = line.variant_id if share.stage == Stage.ACTIVITY else None
                sums = found[share.source_id, variant_id]
                sums[0] += line.quantity
                sums[1] += share.amount_minor
                sums[2] += share.platform_minor
    return tuple(
        NewUse(activity_id, variant_id, *sums) for (activity_id, variant_id), sums in found.items()
    )

"""A lower price of some variants for a time (限时折扣)."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.goods.promotions.types import Activities, ActivityItemInfo, Kind, LiveActivity, UnitPrice


@dataclass(frozen=True, slots=True)
class LimitedPrice:
    """Which later discounts come on top."""

    takes_coupons: bool = True
    takes_reductions: bool = True
    takes_member_price: bool = False


def offers(
    live: LiveActivity, settings: LimitedPrice, items: Sequence[ActivityItemInfo]
) -> Activities:
    """Return the price of each variant; one that is sold out has none."""
    info = live.info
    return Activities(
        unit_prices=tuple(
            UnitPrice(
                source_id=info.activity_id,
                variant_id=item.variant_id,
                price_minor=item.price_minor,
                most_units=most_units(item),
                funder=info.funder,
                platform_share_bp=info.draft.platform_share_bp or 0,
                takes_member_price=settings.takes_member_price,
                takes_reductions=settings.takes_reductions,
                takes_coupons=settings.takes_coupons,
            )
            for item in items
            if item.left != 0
        )
    )


def most_units(item: ActivityItemInfo) -> int | None:
    """Return how many units one line can have at the price, null for no limit."""
    limits = [limit for limit in (item.left, item.per_person) if limit is not None]
    return min(limits) if limits else None


KIND = Kind(
    code="limited_price",
    settings=LimitedPrice,
    offers=offers,
    has_items=True,
    counts_units=True,
    for_platform=True,
)

"""Lower prices for members of a level (会员价)."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.goods.promotions.types import (
    Activities,
    ActivityItemInfo,
    Kind,
    LiveActivity,
    MemberPrice,
    Rate,
)


@dataclass(frozen=True, slots=True)
class MemberRates:
    """rates: what members of a level pay of the price, by the level's code."""

    rates: dict[str, Rate]


def offers(
    live: LiveActivity, settings: MemberRates, _items: Sequence[ActivityItemInfo]
) -> Activities:
    """Return one offer a level."""
    info = live.info
    return Activities(
        member_prices=tuple(
            MemberPrice(
                source_id=info.activity_id,
                level=level,
                rate_bp=rate_bp,
                merchant_id=info.draft.merchant_id,
                scope=info.draft.scope,
                funder=info.funder,
                platform_share_bp=info.draft.platform_share_bp or 0,
            )
            for level, rate_bp in sorted(settings.rates.items())
        )
    )


def flaw(settings: MemberRates) -> str:
    """Refuse rates that give nothing."""
    is_sound = settings.rates and all(0 < rate < 10_000 for rate in settings.rates.values())
    return "" if is_sound else "rates"


KIND = Kind(code="member_price", settings=MemberRates, offers=offers, flaw=flaw, for_platform=True)

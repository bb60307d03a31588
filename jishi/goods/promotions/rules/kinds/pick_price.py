"""So many units, whichever, for one price (X 元 Y 件)."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.goods.promotions.types import (
    Activities,
    ActivityItemInfo,
    Amount,
    Count,
    Kind,
    LiveActivity,
    PickPrice,
)


@dataclass(frozen=True, slots=True)
class PickPriceSettings:
    """price_minor: of `count` units together."""

    count: Count
    price_minor: Amount


def offers(
    live: LiveActivity, settings: PickPriceSettings, _items: Sequence[ActivityItemInfo]
) -> Activities:
    """Return the offer."""
    info = live.info
    assert info.draft.merchant_id is not None, "the kind is for shops"
    return Activities(
        set_offers=(
            PickPrice(
                source_id=info.activity_id,
                merchant_id=info.draft.merchant_id,
                count=settings.count,
                price_minor=settings.price_minor,
                scope=info.draft.scope,
                funder=info.funder,
                platform_share_bp=info.draft.platform_share_bp or 0,
            ),
        )
    )


KIND = Kind(
    code="pick_price",
    settings=PickPriceSettings,
    offers=offers,
    flaw=lambda settings: "count" if settings.count < 2 else "",
)

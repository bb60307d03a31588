"""Every n-th unit cheaper (第二件半价)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from jishi.goods.promotions.types import (
    Activities,
    ActivityItemInfo,
    Kind,
    LiveActivity,
    NthUnit,
    Rate,
)


@dataclass(frozen=True, slots=True)
class NthUnitSettings:
    """rate_bp: what the n-th unit costs, 5000 for half its price."""

    nth: Annotated[int, Meta(ge=2, le=10)]
    rate_bp: Rate


def offers(
    live: LiveActivity, settings: NthUnitSettings, _items: Sequence[ActivityItemInfo]
) -> Activities:
    """Return the offer."""
    info = live.info
    assert info.draft.merchant_id is not None, "the kind is for shops"
    return Activities(
        set_offers=(
            NthUnit(
                source_id=info.activity_id,
                merchant_id=info.draft.merchant_id,
                nth=settings.nth,
                rate_bp=settings.rate_bp,
                scope=info.draft.scope,
                funder=info.funder,
                platform_share_bp=info.draft.platform_share_bp or 0,
            ),
        )
    )


KIND = Kind(
    code="nth_unit",
    settings=NthUnitSettings,
    offers=offers,
    flaw=lambda settings: "rate_bp" if settings.rate_bp == 10_000 else "",
)

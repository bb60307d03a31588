"""Given variants together for less (组合套餐): one unit of each, at the price each has in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.goods.promotions.types import Activities, ActivityItemInfo, Bundle, Kind, LiveActivity


@dataclass(frozen=True, slots=True)
class BundleSettings:
    """Nothing to set: the variants and their prices say it all."""


def offers(
    live: LiveActivity, _settings: BundleSettings, _items: Sequence[ActivityItemInfo]
) -> Activities:
    """Return the bundle; it needs all its variants, whichever are asked about."""
    info = live.info
    assert info.draft.merchant_id is not None, "the kind is for shops"
    items = sorted(live.items.values(), key=lambda item: item.variant_id)
    if any(item.left == 0 for item in items):
        return Activities()
    return Activities(
        set_offers=(
            Bundle(
                source_id=info.activity_id,
                merchant_id=info.draft.merchant_id,
                parts=tuple((item.variant_id, 1) for item in items),
                price_minor=sum(item.price_minor for item in items),
                funder=info.funder,
                platform_share_bp=info.draft.platform_share_bp or 0,
            ),
        )
    )


KIND = Kind(code="bundle", settings=BundleSettings, offers=offers, has_items=True)

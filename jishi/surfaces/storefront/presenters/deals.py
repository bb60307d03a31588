"""What activities offer on a product now: lower prices of variants, and other offers by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel.text import localized
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import LiveActivity


@dataclass(frozen=True, slots=True)
class Deal:
    """A lower price of one variant for a time. left, per_person: null for no limit.

    takes_coupons: whether coupons come on top.
    """

    name: str
    price_minor: int
    ends_at: datetime
    left: int | None
    per_person: int | None
    takes_coupons: bool


@dataclass(frozen=True, slots=True)
class Deals:
    """prices: the lowest running price by variant. offers: names of what else applies.

    upcoming: the next lower price to come. Equal deals show equal pages.
    """

    prices: tuple[tuple[UUID, Deal], ...]
    offers: tuple[str, ...]
    upcoming: Deal | None
    begins_at: datetime | None

    def by_variant(self) -> Mapping[UUID, Deal]:
        """Return the prices by variant."""
        return dict(self.prices)


NONE = Deals((), (), None, None)


def of_product(
    market_code: str,
    *,
    product_id: UUID,
    variant_ids: Sequence[UUID],
    merchant_id: UUID,
    category_ids: tuple[UUID, ...],
    at: datetime,
    locale: str,
) -> Deals:
    """Return what is offered on a product; no statement while the copy of activities is fresh."""
    live = promotions_queries.live(market_code)
    if not live:
        return NONE
    running = [one for one in live if one.runs(at)]
    prices = {
        variant_id: deal
        for variant_id in variant_ids
        if (deal := _lowest(running, variant_id, locale)) is not None
    }
    coming = sorted(
        (one for one in live if not one.runs(at)), key=lambda one: one.info.draft.starts_at
    )
    upcoming, begins_at = None, None
    for one in coming:
        found = (_lowest([one], variant_id, locale) for variant_id in variant_ids)
        upcoming = next((deal for deal in found if deal), None)
        if upcoming is not None:
            begins_at = one.info.draft.starts_at
            break
    return Deals(
        prices=tuple(sorted(prices.items())),
        offers=tuple(
            localized(one.info.draft.name, locale)
            for one in running
            if not promotions_queries.get_kind(one.info.draft.kind).has_items
            and one.info.draft.merchant_id in (None, merchant_id)
            and one.info.draft.scope.covers(product_id, category_ids)
            and one.info.draft.kind != "member_price"
        ),
        upcoming=upcoming,
        begins_at=begins_at,
    )


def _lowest(live: Sequence[LiveActivity], variant_id: UUID, locale: str) -> Deal | None:
    found = [
        Deal(
            name=localized(one.info.draft.name, locale),
            price_minor=item.price_minor,
            ends_at=one.info.draft.ends_at,
            left=item.left,
            per_person=item.per_person,
            takes_coupons=one.terms.takes_coupons,
        )
        for one in live
        if hasattr(one.terms, "takes_coupons")
        and (item := one.items.get(variant_id)) is not None
        and item.left != 0
    ]
    return min(found, key=lambda deal: deal.price_minor, default=None)

"""A quote in rows: what the goods cost, what was taken off and why, freight, tax, total."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jishi.foundation.kernel.text import TextMap, localized
from jishi.goods.pricing.types import Quote, QuotedLine, Stage
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import CouponOffer


@dataclass(frozen=True, slots=True)
class SumRow:
    """One row of a total. amount_minor: negative for what is taken off. note: why."""

    label: str
    amount_minor: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one discount took off one line."""

    label: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Totals:
    """A whole quote, ready to show. saved_minor: everything taken off."""

    currency: str
    rows: tuple[SumRow, ...]
    total_minor: int
    saved_minor: int


class Explainer:
    """Words for the steps of a quote.

    offers: the coupons that took part. market_code: whose activities may have.
    """

    def __init__(self, offers: Iterable[CouponOffer], market_code: str, locale: str) -> None:
        self._names: dict[UUID, TextMap] = {offer.offer_id: offer.name for offer in offers}
        for live in promotions_queries.live(market_code):
            self._names[live.info.activity_id] = live.info.draft.name
        self._locale = locale

    def totals(self, quote: Quote, *, with_freight: bool = True) -> Totals:
        """Return the rows of a quote; one row per discount.

        with_freight: whether freight is known and shown.
        """
        rows = [SumRow(_("Goods total"), quote.goods_minor)]
        by_source: dict[tuple[Stage, UUID], int] = {}
        for line in quote.lines:
            for share in line.shares:
                key = (share.stage, share.source_id)
                by_source[key] = by_source.get(key, 0) + share.amount_minor
        rows += [
            SumRow(self._label(stage, source_id), -amount)
            for (stage, source_id), amount in by_source.items()
        ]
        if with_freight:
            rows.append(SumRow(_("Shipping"), quote.freight_minor + quote.freight_discount_minor))
        if quote.freight_discount_minor:
            rows.append(SumRow(_("Shipping coupon"), -quote.freight_discount_minor))
        if quote.tax_minor:
            rows.append(SumRow(_("Tax"), quote.tax_minor))
        return Totals(
            currency=quote.currency,
            rows=tuple(rows),
            total_minor=quote.total_minor,
            saved_minor=quote.discount_minor + quote.freight_discount_minor,
        )

    def reasons(self, line: QuotedLine) -> tuple[Reason, ...]:
        """Return what each discount took off a line."""
        return tuple(
            Reason(self._label(share.stage, share.source_id), share.amount_minor)
            for share in (*line.shares, *line.freight_shares)
        )

    def _label(self, stage: Stage, source_id: UUID) -> str:
        name = localized(self._names.get(source_id, {}), self._locale)
        if name:
            return name
        return {
            Stage.ACTIVITY: _("Special price"),
            Stage.MEMBER: pgettext("discount", "Member price"),
            Stage.QUANTITY: _("Quantity discount"),
            Stage.REDUCTION: _("Shop offer"),
            Stage.CROSS_REDUCTION: _("Offer across shops"),
            Stage.SHOP_COUPON: _("Shop coupon"),
            Stage.PLATFORM_COUPON: _("Coupon for all shops"),
            Stage.ALLOWANCE: _("Red packet"),
            Stage.POINTS: pgettext("discount", "Points"),
            Stage.FREIGHT: _("Shipping coupon"),
        }.get(stage, _("Discount"))

"""Reads of prices, and the quote."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from jishi.foundation.platform import prepared
from jishi.goods.pricing import rules
from jishi.goods.pricing.models import Price
from jishi.goods.pricing.types import PriceInfo, PriceRange, Quote, QuoteRequest
from jishi.goods.promotions.types import NewUse


def list_prices(variant_ids: Collection[UUID], market_code: str) -> dict[UUID, PriceInfo]:
    """Return the prices of variants in a market, by variant; one statement.

    Variants that are not sold in the market are left out.
    """
    return {row[0]: PriceInfo(*row) for row in _prices(set(variant_ids), market_code)}


def list_all_prices(variant_ids: Collection[UUID]) -> tuple[PriceInfo, ...]:
    """Return the prices of variants in every market, by market; one statement.

    For editors and exports.
    """
    rows = Price.objects.filter(variant_id__in=set(variant_ids))
    ordered = rows.order_by("market_code", "variant_id").values_list(
        "variant_id", "market_code", "currency", "amount_minor", "list_minor"
    )
    return tuple(PriceInfo(*row) for row in ordered)


def list_price_ranges(product_ids: Collection[UUID], market_code: str) -> dict[UUID, PriceRange]:
    """Return the lowest and highest price of the active variants of products; one statement."""
    if not product_ids:
        return {}
    rows = (
        Price.objects.filter(
            variant__product_id__in=set(product_ids),
            variant__is_active=True,
            market_code=market_code,
        )
        .values_list("variant__product_id", "currency")
        .annotate(lowest=Min("amount_minor"), highest=Max("amount_minor"))
    )
    return {row[0]: PriceRange(*row) for row in rows}


@prepared.reading
def _prices(
    variant_ids: Collection[UUID], market_code: str
) -> QuerySet[Price, tuple[UUID, str, str, int, int | None]]:
    rows = Price.objects.filter(variant_id__in=variant_ids, market_code=market_code)
    return rows.values_list("variant_id", "market_code", "currency", "amount_minor", "list_minor")


def quote(request: QuoteRequest) -> Quote:
    """Price an order: every discount, freight and tax, to the minor unit, explained.

    Pure: the same request always gives the same quote, and no statement is run.
    """
    return rules.compose(request)


def uses_of(quote: Quote) -> tuple[NewUse, ...]:
    """Return what a quote takes of each activity, and of each variant with a price in one."""
    return rules.uses_of(quote)

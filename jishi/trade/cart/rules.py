"""Decisions about carts. Pure."""

from collections.abc import Iterable

from jishi.trade.cart.types import LineProblem


def problem_of(
    *, is_on_sale: bool, is_merchant_open: bool, has_price: bool, available: int, quantity: int
) -> LineProblem | None:
    """Return why a line cannot be bought, the most serious reason first."""
    if not is_merchant_open:
        return LineProblem.MERCHANT_CLOSED
    if not is_on_sale:
        return LineProblem.OFF_SALE
    if not has_price:
        return LineProblem.NO_PRICE
    if available <= 0:
        return LineProblem.OUT_OF_STOCK
    return LineProblem.NOT_ENOUGH if available < quantity else None


def merged_quantity(quantities: Iterable[int], *, limit: int) -> int:
    """Return what two carts make of one article: the sum, up to the limit."""
    return min(sum(quantities), limit)

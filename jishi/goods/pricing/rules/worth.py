"""What one coupon is worth on given amounts: shared by the stages and by the search."""

from collections.abc import Sequence

from jishi.foundation.kernel.money import apportion, at_rate
from jishi.goods.pricing.rules.state import LineState
from jishi.goods.pricing.types import CouponRefusal, FreightCharge, QuoteRequest
from jishi.goods.promotions.types import Audience, CouponKind, CouponOffer


def refusal(offer: CouponOffer, request: QuoteRequest) -> CouponRefusal | None:
    """Return why a coupon cannot be used with this request at all, or None if it can."""
    if not offer.valid_from <= request.at < offer.valid_until:
        return CouponRefusal.NOT_VALID_NOW
    if offer.currency != request.currency:
        return CouponRefusal.OTHER_CURRENCY
    if offer.audience == Audience.NEW_USER and not request.facts.is_first_order:
        return CouponRefusal.NEW_USERS_ONLY
    return None


def participants(offer: CouponOffer, lines: Sequence[LineState]) -> tuple[int, ...]:
    """Return the positions of the lines that a coupon speaks of."""
    return tuple(
        place
        for place, state in enumerate(lines)
        if state.takes_coupons
        and offer.merchant_id in (None, state.line.merchant_id)
        and offer.scope.covers(state.line.product_id, state.line.category_ids)
    )


def package_places(charge: FreightCharge, lines: Sequence[LineState]) -> tuple[int, ...]:
    """Return the positions of the lines in a package."""
    named = {line_id for line_id, _ in charge.line_shares} or set(charge.line_ids)
    return tuple(
        place
        for place, state in enumerate(lines)
        if state.line.merchant_id == charge.merchant_id
        and (not named or state.line.line_id in named)
    )


def off_goods(offer: CouponOffer, base_minor: int, left_minor: int) -> int:
    """Return what a coupon takes off its goods.

    base_minor: what the threshold is compared with. left_minor: what is left to pay of the
    participating lines; more than that is never taken off, and that is no reason to refuse.
    """
    if base_minor < offer.threshold_minor:
        return 0
    if offer.kind == CouponKind.AMOUNT:
        return min(offer.value_minor, left_minor)
    return _capped(offer, at_rate(left_minor, offer.rate_bp))


def goods_shares(
    offer: CouponOffer, base_minor: int, amounts: Sequence[int], quantities: Sequence[int]
) -> tuple[int, ...]:
    """Return what a coupon takes off each participating line.

    base_minor: as for `off_goods`. amounts, quantities: what is left to pay of the lines, and
    their units, in one order. An exchange coupon pays one unit of the line whose unit costs
    most, the earlier of equals; a unit's price is rounded up, so that nothing of it is left.
    """
    if offer.kind != CouponKind.EXCHANGE:
        return apportion(off_goods(offer, base_minor, sum(amounts)), amounts)
    units = [-(-amount // many) for amount, many in zip(amounts, quantities, strict=True)]
    shares = [0] * len(units)
    if units and base_minor >= offer.threshold_minor:
        place = units.index(max(units))
        shares[place] = _capped(offer, units[place])
    return tuple(shares)


def off_freight(offer: CouponOffer, base_minor: int, fee_minor: int) -> int:
    """Return what a freight coupon takes off a fee. base_minor: as for goods."""
    return _capped(offer, fee_minor) if base_minor >= offer.threshold_minor else 0


def _capped(offer: CouponOffer, amount_minor: int) -> int:
    return amount_minor if offer.cap_minor is None else min(amount_minor, offer.cap_minor)

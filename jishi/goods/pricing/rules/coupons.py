"""Stages 6 and 7: coupons on goods, one of each shop and one of the platform."""

from dataclasses import replace

from jishi.goods.pricing.rules import choice, worth
from jishi.goods.pricing.rules.state import State, take_shares
from jishi.goods.pricing.types import CouponRefusal, Stage, UnusedCoupon, UsedCoupon
from jishi.goods.promotions.types import CouponKind, CouponOffer


def shop_coupon(state: State) -> State:
    """Stage 6: one coupon per shop; thresholds on stage-4 amounts, caps on stage-5 amounts.

    Which coupons are used, here and later, is settled before the first of them applies.
    """
    opened = choice.choose(state)
    for offer in opened.chosen:
        if offer.merchant_id and offer.kind != CouponKind.FREE_FREIGHT:
            opened = _apply(opened, offer, Stage.SHOP_COUPON)
    return opened


def platform_coupon(state: State) -> State:
    """Stage 7: one coupon of the platform, on what stage 6 left of its goods."""
    for offer in state.chosen:
        if offer.merchant_id is None and offer.kind != CouponKind.FREE_FREIGHT:
            state = _apply(state, offer, Stage.PLATFORM_COUPON)
    return replace(
        state,
        lines=tuple(replace(line, after_coupons_minor=line.amount_minor) for line in state.lines),
    )


def _apply(state: State, offer: CouponOffer, stage: Stage) -> State:
    places = worth.participants(offer, state.lines)
    amounts = [state.lines[place].amount_minor for place in places]
    base = sum(amounts)
    if stage == Stage.SHOP_COUPON:
        base = sum(state.lines[place].after_reductions_minor for place in places)
    quantities = [state.lines[place].line.quantity for place in places]
    shares = worth.goods_shares(offer, base, amounts, quantities)
    lines = take_shares(
        state.lines, places, shares, stage=stage, source_id=offer.offer_id, source=offer
    )
    return note(replace(state, lines=lines), offer, sum(shares), base)


def note(state: State, offer: CouponOffer, off_minor: int, base_minor: int) -> State:
    """Remember that a coupon was used, or that its threshold was out of reach after all."""
    if off_minor:
        used = UsedCoupon(offer.offer_id, offer.coupon_id, offer.merchant_id, off_minor)
        return replace(state, used=(*state.used, used))
    missing = max(0, offer.threshold_minor - base_minor)
    reason = CouponRefusal.THRESHOLD if missing else CouponRefusal.NO_MATCHING_GOODS
    unused = UnusedCoupon(offer.offer_id, reason, missing)
    return replace(state, unused=(*state.unused, unused))

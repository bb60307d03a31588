"""Coupons of the platform and of shops, some of them claimed already."""

from contextlib import suppress
from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.errors import ClaimLimitReached, DailyLimitReached
from jishi.goods.promotions.types import (
    Audience,
    ClaimFacts,
    CouponDraft,
    CouponKind,
    Scope,
    ScopeKind,
)
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, words
from jishi.surfaces.cli.demo.types import Coupon

KINDS = {"percent": CouponKind.PERCENT, "freight": CouponKind.FREE_FREIGHT}
CLAIM_DAYS = 60


def make(made: Made) -> None:
    """Save and open every coupon; most members have claimed one or two."""
    for coupon in made.town.coupons:
        coupon_id = promotions.save_coupon(actor=HOUSE, draft=_draft(made, coupon))
        promotions.activate(actor=HOUSE, coupon_id=coupon_id)
        made.coupons[coupon.key] = coupon_id
    for index in range(len(made.members)):
        wanted = made.chance.sample(list(made.coupons.values()), min(2, len(made.coupons)))
        for coupon_id in wanted:
            with suppress(ClaimLimitReached, DailyLimitReached):
                promotions.claim(
                    actor=made.member(index),
                    coupon_id=coupon_id,
                    facts=ClaimFacts(is_new_user=True),
                )


def _draft(made: Made, coupon: Coupon) -> CouponDraft:
    is_platform = coupon.issuer == "platform"
    kind = KINDS.get(coupon.kind, CouponKind.AMOUNT)
    caps = {CouponKind.PERCENT: coupon.cap_minor, CouponKind.FREE_FREIGHT: coupon.amount_minor}
    return CouponDraft(
        code=coupon.key,
        name=words(coupon.title),
        kind=kind,
        merchant_id=None if is_platform else made.merchants[coupon.issuer],
        platform_share_bp=10_000 if is_platform else 0,
        threshold_minor=coupon.threshold_minor,
        value_minor=coupon.amount_minor if kind == CouponKind.AMOUNT else 0,
        rate_bp=coupon.percent_off_bp,
        cap_minor=caps.get(kind) or None,
        scope=_scope(made, coupon),
        claim_until=clock.now() + timedelta(days=CLAIM_DAYS),
        valid_days=coupon.days,
        total=coupon.quantity,
        per_user=coupon.per_member,
        audience=Audience.NEW_USER if coupon.kind == "new_user" else Audience.ALL,
    )


def _scope(made: Made, coupon: Coupon) -> Scope:
    if not coupon.category:
        return Scope()
    return Scope(ScopeKind.CATEGORY, frozenset({made.categories[coupon.category]}))

"""Coupons and people that promotion tests begin with."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor, ActorKind
from jishi.goods.promotions import services
from jishi.goods.promotions.types import CouponDraft, CouponKind
from tests.goods.catalog.factories import HOUSE, make_user


def make_shopper() -> Actor:
    """Return a signed-in person with an account."""
    user_id = make_user()
    return Actor(ActorKind.CUSTOMER, str(user_id), user_id=user_id)


def coupon_draft(code: str = "SPRING", **values) -> CouponDraft:
    """Return a sound draft: 10.00 off from 100.00 on, for a week from claiming."""
    values = {
        "name": {"zh-hans": "满 100 减 10", "en": "10 off 100"},
        "kind": CouponKind.AMOUNT,
        "threshold_minor": 10_000,
        "value_minor": 1_000,
    } | values
    if "use_until" not in values:
        values.setdefault("valid_days", 7)
    return CouponDraft(code=code, **values)


def make_coupon(code: str = "SPRING", **values) -> UUID:
    """Save a coupon, let it be claimed, and return its id."""
    coupon_id = services.save_coupon(actor=HOUSE, draft=coupon_draft(code, **values))
    services.activate(actor=HOUSE, coupon_id=coupon_id)
    return coupon_id


def ago(**span: int):
    """Return a moment in the past."""
    return clock.now() - timedelta(**span)

"""Coupons and people that promotion tests begin with."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor, ActorKind
from jishi.goods.promotions import services
from jishi.goods.promotions.types import ActivityDraft, CouponDraft, CouponKind
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


def activity_draft(kind: str = "full_reduction", **values) -> ActivityDraft:
    """Return a sound draft that runs now, for a day: 30.00 off from 200.00 on."""
    now = clock.now()
    values = {
        "name": {"zh-hans": "满 200 减 30", "en": "30 off 200"},
        "market_code": "cn",
        "starts_at": now - timedelta(minutes=1),
        "ends_at": now + timedelta(days=1),
        "settings": {"steps": [{"threshold_minor": 20_000, "off_minor": 3_000}]}
        if kind == "full_reduction"
        else {},
    } | values
    return ActivityDraft(kind=kind, **values)


def make_activity(kind: str = "full_reduction", prices=None, **values) -> UUID:
    """Save an activity, publish it, and return its id. prices: of its variants without it."""
    activity_id = services.save_activity(actor=HOUSE, draft=activity_draft(kind, **values))
    services.publish_activity(actor=HOUSE, activity_id=activity_id, prices=prices or {})
    return activity_id

"""Facts that promotions announce."""

from jishi.foundation.kernel.events import Event, fact


@fact("promotions.coupon_changed.v1", key="coupon_id")
class CouponChanged(Event):
    """A coupon was made, changed, or moved to another state.

    merchant_id: empty for the platform's.
    """

    coupon_id: str
    merchant_id: str


@fact("promotions.coupon_claimed.v1", key="claimed_id")
class CouponClaimed(Event):
    """Somebody claimed a coupon, or was given one."""

    claimed_id: str
    coupon_id: str
    user_id: str
    valid_until: str


@fact("promotions.coupon_expiring.v1", key="claimed_id")
class CouponExpiring(Event):
    """An unused coupon expires in three days or one."""

    claimed_id: str
    coupon_id: str
    user_id: str
    days_left: int
    valid_until: str


@fact("promotions.activity_changed.v1", key="activity_id")
class ActivityChanged(Event):
    """An activity was made, changed, or moved to another state.

    merchant_id: empty for the platform's. state: what it is in now.
    """

    activity_id: str
    merchant_id: str
    state: str

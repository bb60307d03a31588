"""Write use cases of promotions."""

from jishi.goods.promotions.services.activities import (
    copy_activity,
    pause_activity,
    publish_activity,
    resume_activity,
    save_activity,
    stop_activity,
    stop_exhausted,
)
from jishi.goods.promotions.services.claims import claim, claim_code, create_codes, grant
from jishi.goods.promotions.services.orders import lock, redeem, return_coupons, unlock
from jishi.goods.promotions.services.sweeps import advance_due, expire_due, remind_due
from jishi.goods.promotions.services.templates import activate, pause, save_coupon, void
from jishi.goods.promotions.services.uses import take

__all__ = [
    "activate",
    "advance_due",
    "claim",
    "claim_code",
    "copy_activity",
    "create_codes",
    "expire_due",
    "grant",
    "lock",
    "pause",
    "pause_activity",
    "publish_activity",
    "redeem",
    "remind_due",
    "resume_activity",
    "return_coupons",
    "save_activity",
    "save_coupon",
    "stop_activity",
    "stop_exhausted",
    "take",
    "unlock",
    "void",
]

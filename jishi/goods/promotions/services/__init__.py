"""Write use cases of promotions."""

from jishi.goods.promotions.services.claims import claim, claim_code, create_codes, grant
from jishi.goods.promotions.services.orders import lock, redeem, return_coupons, unlock
from jishi.goods.promotions.services.sweeps import advance_due, expire_due, remind_due
from jishi.goods.promotions.services.templates import activate, pause, save_coupon, void

__all__ = [
    "activate",
    "advance_due",
    "claim",
    "claim_code",
    "create_codes",
    "expire_due",
    "grant",
    "lock",
    "pause",
    "redeem",
    "remind_due",
    "return_coupons",
    "save_coupon",
    "unlock",
    "void",
]

"""Write use cases of loyalty."""

from jishi.growth.loyalty.services.awards import adjust, cancel, expect, grant
from jishi.growth.loyalty.services.levels import review_due, review_member, save_levels
from jishi.growth.loyalty.services.signing import make_up, sign_in

__all__ = [
    "adjust",
    "cancel",
    "expect",
    "grant",
    "make_up",
    "review_due",
    "review_member",
    "save_levels",
    "sign_in",
]

"""Write use cases of loyalty."""

from jishi.growth.loyalty.services.adjusting import adjust_member
from jishi.growth.loyalty.services.awards import adjust, cancel, expect, grant
from jishi.growth.loyalty.services.levels import (
    add_level,
    change_level,
    remove_level,
    review_due,
    review_member,
    save_levels,
)
from jishi.growth.loyalty.services.reminding import (
    remind_batch,
    tell_of_endangered_level,
    tell_of_expiring_points,
    tell_of_level,
)
from jishi.growth.loyalty.services.signing import make_up, sign_in

__all__ = [
    "add_level",
    "adjust",
    "adjust_member",
    "cancel",
    "change_level",
    "expect",
    "grant",
    "make_up",
    "remind_batch",
    "remove_level",
    "review_due",
    "review_member",
    "save_levels",
    "sign_in",
    "tell_of_endangered_level",
    "tell_of_expiring_points",
    "tell_of_level",
]

"""What promotions may refuse."""

from jishi.foundation.kernel.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    LimitExceeded,
    NotFound,
)


class CouponNotFound(NotFound):
    """No such coupon, or not for this actor."""

    code = "promotions.coupon_not_found"


class CodeNotFound(NotFound):
    """No coupon is claimed by that code."""

    code = "promotions.code_not_found"


class BadCoupon(InvalidInput):
    """A field of the coupon is not valid; `field` tells which."""

    code = "promotions.bad_coupon"


class CouponFixed(Conflict):
    """What people were promised cannot change once a coupon is out; `field` tells what."""

    code = "promotions.coupon_fixed"


class DuplicateCode(Conflict):
    """Another coupon has that code."""

    code = "promotions.duplicate_code"


class SignInNeeded(Forbidden):
    """Coupons belong to accounts; a guest must sign in to claim one."""

    code = "promotions.sign_in_needed"


class ClaimNotOpen(Conflict):
    """The coupon cannot be claimed yet, or is paused."""

    code = "promotions.claim_not_open"


class ClaimEnded(Conflict):
    """The coupon can no longer be claimed."""

    code = "promotions.claim_ended"


class NewUsersOnly(Conflict):
    """The coupon is for people who have not bought anything yet."""

    code = "promotions.new_users_only"


class SoldOut(Conflict):
    """Every coupon of this kind has been claimed."""

    code = "promotions.sold_out"


class ClaimLimitReached(LimitExceeded):
    """This person has claimed as many as one may. `limit` tells how many."""

    code = "promotions.claim_limit_reached"


class DailyLimitReached(LimitExceeded):
    """This person has claimed as many as one may today. `limit` tells how many."""

    code = "promotions.daily_limit_reached"


class CodeUsed(Conflict):
    """The one-time code has been used."""

    code = "promotions.code_used"


class CouponUnavailable(Conflict):
    """A claimed coupon is used, expired, or locked by another order."""

    code = "promotions.coupon_unavailable"


class ActivityNotFound(NotFound):
    """No such activity, or not for this actor."""

    code = "promotions.activity_not_found"


class BadActivity(InvalidInput):
    """A field of the activity is not valid; `field` tells which, `setting` which setting."""

    code = "promotions.bad_activity"


class MisleadingActivity(InvalidInput):
    """The activity would promise what it does not give; `pattern` tells how."""

    code = "promotions.misleading_activity"


class ActivityFixed(Conflict):
    """What people were promised cannot change once an activity is out; `field` tells what."""

    code = "promotions.activity_fixed"


class ActivityUnavailable(Conflict):
    """An activity is over, sold out, or its limit is reached; nothing was taken of any."""

    code = "promotions.activity_unavailable"

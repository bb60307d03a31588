"""What promotions decide: coupons and activities, pure."""

from jishi.goods.promotions.rules.activities import (
    ACTIVITY,
    USE,
    check_activity,
    check_change,
    check_publish,
    offers,
    phase,
)
from jishi.goods.promotions.rules.coupons import (
    CLAIM,
    COUPON,
    MAX_CODES,
    changed_fixed_field,
    check_claim,
    check_draft,
    days_left,
    next_reminder,
    next_seq,
    validity,
)
from jishi.goods.promotions.rules.kinds import KINDS, Kind, kind_of, settings_of

__all__ = [
    "ACTIVITY",
    "CLAIM",
    "COUPON",
    "KINDS",
    "MAX_CODES",
    "USE",
    "Kind",
    "changed_fixed_field",
    "check_activity",
    "check_change",
    "check_claim",
    "check_draft",
    "check_publish",
    "days_left",
    "kind_of",
    "next_reminder",
    "next_seq",
    "offers",
    "phase",
    "settings_of",
    "validity",
]

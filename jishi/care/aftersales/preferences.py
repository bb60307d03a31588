"""What operators and merchants may set about after-sale cases."""

from jishi.foundation.platform.preferences import between, declare

AGREE_UNSHIPPED_HOURS = declare(
    "aftersales.agree_unshipped_hours",
    48,
    "Hours a merchant has to answer a refund before shipping; then it is agreed to.",
    check=between(1, 240),
)
AGREE_SHIPPED_DAYS = declare(
    "aftersales.agree_shipped_days",
    5,
    "Days a merchant has to answer a case after shipping; then it is agreed to.",
    check=between(1, 15),
)
SHIP_BACK_DAYS = declare(
    "aftersales.ship_back_days",
    7,
    "Days a buyer has to send goods back; then the case closes.",
    check=between(1, 60),
)
AMEND_DAYS = declare(
    "aftersales.amend_days",
    7,
    "Days a buyer has to amend a rejected case; then it closes.",
    check=between(1, 30),
)
RECEIVE_AFTER_SHIP_DAYS = declare(
    "aftersales.receive_after_ship_days",
    10,
    "Days after goods were sent back until the refund is made without an answer.",
    check=between(1, 60),
)
RECEIVE_AFTER_SIGN_DAYS = declare(
    "aftersales.receive_after_sign_days",
    3,
    "Days after returned goods were signed for until the refund is made without an answer.",
    check=between(1, 30),
)
QUALITY_DAYS = declare(
    "aftersales.quality_days",
    15,
    "Days after signing in which faults may be claimed.",
    check=between(7, 365),
)
MAX_CASES_PER_LINE = declare(
    "aftersales.max_cases_per_line",
    3,
    "How often one order line may be applied for, amendments included.",
    check=between(1, 20),
)
INSTANT_REFUND_MINOR = declare(
    "aftersales.instant_refund_minor",
    0,
    "Refunds before shipping up to this amount are agreed to at once; 0 is never.",
    per_merchant=True,
    check=between(0, 10**9),
)

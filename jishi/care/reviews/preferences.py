"""What operators may set about reviews."""

from jishi.foundation.platform.preferences import between, declare

REVIEW_WITHIN_DAYS = declare(
    "reviews.review_within_days",
    30,
    "Days after receipt in which a buyer may review.",
    check=between(7, 365),
)
FOLLOW_UP_WITHIN_DAYS = declare(
    "reviews.follow_up_within_days",
    180,
    "Days after a review in which its buyer may add to it, once.",
    check=between(1, 730),
)
DEFAULT_REVIEWS = declare(
    "reviews.default_reviews",
    True,
    "Whether the house makes a labeled five-star review, outside all scores, for silent buyers.",
)
SENSITIVE_WORDS = declare(
    "reviews.sensitive_words",
    list[str](),
    "Words that keep a review back until somebody has looked at it.",
)

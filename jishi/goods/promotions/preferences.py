"""What operators may set in this room."""

from jishi.foundation.platform import preferences

RETURN_EXTENSION_DAYS = preferences.declare(
    "promotions.return_extension_days",
    default=7,
    help="Days an expired coupon is valid again when its order failed by the merchant's fault.",
    check=preferences.between(0, 90),
)

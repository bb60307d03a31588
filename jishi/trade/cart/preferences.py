"""What operators may set about carts."""

from jishi.foundation.platform.preferences import between, declare

max_lines = declare(
    "cart.max_lines", 200, "Different articles a cart may hold.", check=between(1, 1000)
)
max_quantity = declare(
    "cart.max_quantity", 999, "Units of one article in a cart.", check=between(1, 100_000)
)
share_days = declare(
    "cart.share_days", 30, "Days for which the link of a shared cart works.", check=between(1, 365)
)

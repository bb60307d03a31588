"""What operators may set about paying with points."""

from jishi.foundation.platform.preferences import between, declare

POINTS_CURRENCY = declare(
    "checkout.points_currency",
    "CNY",
    "The currency of which one minor unit is worth one point; empty if points pay for nothing.",
    check=lambda code: code == "" or (len(code) == 3 and code.isalpha() and code.isupper()),
)

POINTS_STEP = declare(
    "checkout.points_step",
    100,
    "Points are spent in multiples of this number.",
    check=between(1, 100_000),
)

POINTS_MAX_BP = declare(
    "checkout.points_max_bp",
    5_000,
    "The largest part of the goods that points may pay, in basis points.",
    check=between(0, 10_000),
)

"""What operators may set for merchants."""

from jishi.foundation.platform.preferences import between, declare

AGREEMENT_VERSION = declare(
    "merchants.agreement_version",
    "2026-01",
    "The version of the merchant agreement that applicants accept.",
)
COMMISSION_RATE_BP = declare(
    "merchants.commission_rate_bp",
    500,
    "The commission where neither goods nor merchant have their own, in basis points.",
    check=between(0, 10_000),
)
RESERVED_CODES = declare(
    "merchants.reserved_codes",
    ["admin", "api", "apply", "cart", "checkout", "help", "jishi", "search", "shop", "www"],
    "Words that no shop may have as its code.",
)

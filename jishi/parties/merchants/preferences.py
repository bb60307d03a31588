"""What operators may set for merchants."""

import re

from jishi.foundation.platform.preferences import between, declare

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def _is_domain(value: str) -> bool:
    return value == "" or (len(value) <= 200 and bool(_DOMAIN.fullmatch(value)))


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
BASE_DOMAIN = declare(
    "merchants.base_domain",
    "",
    "The domain below which shops have sub-domains, such as shops.example; empty for none.",
    check=_is_domain,
)

"""What operators may set about stored value."""

from jishi.foundation.platform.preferences import between, declare

RETURN_GRACE_DAYS = declare(
    "wallets.return_grace_days",
    30,
    "Days that value returned to an expired lot can still be spent.",
    check=between(0, 365),
)

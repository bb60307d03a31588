"""What operators may set about the books."""

from jishi.foundation.platform.preferences import between, declare

SNAPSHOT_LAG_S = declare(
    "ledger.snapshot_lag_s",
    900,
    "Seconds that a snapshot stays behind the present, longer than any transaction runs.",
    check=between(60, 86_400),
)

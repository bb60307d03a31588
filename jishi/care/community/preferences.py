"""What operators may set about favorites and footprints."""

from jishi.foundation.platform.preferences import between, declare

FAVORITES_MAX = declare(
    "community.favorites_max",
    2000,
    "How many favorites, and how many shops, one person may keep.",
    check=between(10, 100_000),
)
FOOTPRINTS_MAX = declare(
    "community.footprints_max",
    300,
    "How many footprints of a person are kept.",
    check=between(10, 10_000),
)
FOOTPRINT_DAYS = declare(
    "community.footprint_days",
    90,
    "How many days footprints are kept.",
    check=between(1, 730),
)
DROP_PERCENT = declare(
    "community.drop_percent",
    5,
    "By how many percent a favorite must get cheaper for its fans to be told.",
    check=between(1, 90),
)

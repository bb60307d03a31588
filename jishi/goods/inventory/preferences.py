"""What operators and merchants may set about stock."""

from jishi.foundation.platform.preferences import between, declare

LOW_STOCK_THRESHOLD = declare(
    "inventory.low_stock_threshold",
    3,
    "Units available at or below which a variant counts as running low.",
    per_merchant=True,
    check=between(0, 1_000_000),
)

DISTANCE_COST_MINOR = declare(
    "inventory.distance_cost_minor",
    100,
    "What 100 km of way count for when a warehouse is chosen, in cents; 0 leaves distance out.",
    check=between(0, 1_000_000),
)

WAITING_COST_MINOR = declare(
    "inventory.waiting_cost_minor",
    500,
    "What a day counts for that a warehouse waits until it can send, in cents, when one is chosen; "
    "0 leaves waiting out.",
    check=between(0, 1_000_000),
)

ALERTS_PER_UNIT = declare(
    "inventory.alerts_per_unit",
    3,
    "How many waiting shoppers are told for every unit that is back in stock.",
    check=between(1, 100),
)

"""What operators and merchants may set about the work in the warehouse."""

from jishi.foundation.platform.preferences import between, declare

PACKAGING_G = declare(
    "warehouse.packaging_g",
    50,
    "Weight of an empty box with its padding, in grams.",
    per_merchant=True,
    check=between(0, 5000),
)
WEIGHT_TOLERANCE_BP = declare(
    "warehouse.weight_tolerance_bp",
    300,
    "How far a parcel may differ from its expected weight, in basis points (300 = 3 %).",
    per_merchant=True,
    check=between(0, 10_000),
)
WEIGHT_TOLERANCE_G = declare(
    "warehouse.weight_tolerance_g",
    50,
    "How far a parcel may differ from its expected weight at least, in grams.",
    per_merchant=True,
    check=between(0, 5000),
)
BATCH_ROWS_MAX = declare(
    "warehouse.batch_rows_max",
    1000,
    "How many rows one batch of tracking numbers may have.",
    check=between(1, 5000),
)

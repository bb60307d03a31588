"""What operators and merchants may set about orders."""

from jishi.foundation.platform.preferences import between, declare

pay_within_minutes = declare(
    "orders.pay_within_minutes",
    30,
    "Minutes after which an unpaid order closes.",
    check=between(5, 1440),
)
transfer_within_hours = declare(
    "orders.transfer_within_hours",
    72,
    "Hours a buyer has for a bank transfer.",
    check=between(1, 240),
)
receive_after_ship_days = declare(
    "orders.receive_after_ship_days",
    10,
    "Days after shipping until receipt confirms itself.",
    per_merchant=True,
    check=between(1, 30),
)
receive_after_sign_hours = declare(
    "orders.receive_after_sign_hours",
    72,
    "Hours after signing until receipt confirms itself.",
    per_merchant=True,
    check=between(1, 720),
)
receive_virtual_hours = declare(
    "orders.receive_virtual_hours",
    24,
    "Hours until receipt of virtual goods confirms itself.",
    check=between(1, 720),
)
extend_receipt_days = declare(
    "orders.extend_receipt_days",
    5,
    "Days a buyer may add to the time for receipt, once.",
    check=between(1, 30),
)
complete_after_days = declare(
    "orders.complete_after_days",
    7,
    "Days after receipt until the sale is final.",
    check=between(0, 90),
)
review_from_minor = declare(
    "orders.review_from_minor",
    0,
    "Orders of at least this amount wait for review; 0 is never.",
    per_merchant=True,
    check=between(0, 10**12),
)
review_notes = declare(
    "orders.review_notes",
    False,
    "Whether orders with a buyer's note wait for review.",
    per_merchant=True,
)
review_note_words = declare(
    "orders.review_note_words",
    list[str](),
    "Orders whose note contains one of these words wait for review.",
    per_merchant=True,
)
review_address_words = declare(
    "orders.review_address_words",
    list[str](),
    "Orders whose address contains one of these words wait for review.",
    per_merchant=True,
)
review_units_from = declare(
    "orders.review_units_from",
    0,
    "Orders with at least this many units of one article wait for review; 0 is never.",
    per_merchant=True,
    check=between(0, 1_000_000),
)
review_daily_orders_from = declare(
    "orders.review_daily_orders_from",
    0,
    "From this many orders of one buyer within a day on they wait for review; 0 is never.",
    per_merchant=True,
    check=between(0, 1000),
)
review_flagged = declare(
    "orders.review_flagged",
    False,
    "Whether orders wait for review if an earlier one of the buyer carries a red flag.",
    per_merchant=True,
)

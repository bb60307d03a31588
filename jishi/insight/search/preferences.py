"""What operators may set about search."""

from jishi.foundation.platform.preferences import between, declare

hot_words = declare("search.hot_words", 12, "Hot words shown.", check=between(0, 50))
history_length = declare(
    "search.history_length", 20, "Searches of a member that are kept.", check=between(0, 200)
)
low_stock = declare(
    "search.low_stock",
    5,
    "From how many units on a page says how few are left.",
    check=between(0, 1000),
)
weight_sales = declare(
    "search.weight_sales",
    60,
    "How much sales count in the ranking, percent.",
    check=between(0, 300),
)
weight_rating = declare(
    "search.weight_rating",
    30,
    "How much the rating counts in the ranking, percent.",
    check=between(0, 300),
)
weight_clicks = declare(
    "search.weight_clicks",
    30,
    "How much the rate of clicks counts in the ranking, percent.",
    check=between(0, 300),
)
weight_merchant = declare(
    "search.weight_merchant",
    20,
    "How much the score of the shop counts in the ranking, percent.",
    check=between(0, 300),
)
out_of_stock_penalty = declare(
    "search.out_of_stock_penalty",
    50,
    "What is taken from the ranking of what cannot be bought, percent.",
    check=between(0, 90),
)
sales_days = declare(
    "search.sales_days", 90, "Days of sales that the ranking looks at.", check=between(1, 730)
)

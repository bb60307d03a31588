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

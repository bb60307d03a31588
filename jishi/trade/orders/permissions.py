"""What roles may do with orders."""

from jishi.foundation.platform.permissions import declare

VIEW = declare("orders.view", "See orders.", for_merchants=True)
EDIT = declare(
    "orders.edit",
    "Change notes, flags, addresses and prices; cancel unpaid orders.",
    for_merchants=True,
)
REVIEW = declare("orders.review", "Hold and release orders.", for_merchants=True)

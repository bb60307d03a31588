"""What a role can be given in this room."""

from jishi.foundation.platform import permissions

EDIT = permissions.declare(
    "promotions.edit", "Make coupons, start and stop them, and give them away.", for_merchants=True
)

"""What a role may allow in this room."""

from jishi.foundation.platform import permissions

REVIEW = permissions.declare(
    "merchants.review", "Decide on applications, suspend merchants and agree on their terms."
)
EDIT = permissions.declare(
    "merchants.edit", "Change how the shop presents itself.", for_merchants=True
)

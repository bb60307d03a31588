"""What a role may be allowed in shipping."""

from jishi.foundation.platform import permissions

EDIT = permissions.declare(
    "shipping.edit", "Edit freight templates and carriers.", for_merchants=True
)
SHIP = permissions.declare(
    "shipping.ship", "Hand parcels over and correct tracking numbers.", for_merchants=True
)

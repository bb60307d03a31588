"""What a role may be allowed in the warehouse."""

from jishi.foundation.platform import permissions

WORK = permissions.declare(
    "warehouse.work", "Pick, pack, hand over and take back parcels.", for_merchants=True
)

"""What a role can be given in this room."""

from jishi.foundation.platform import permissions

EDIT = permissions.declare("pricing.edit", "Set the prices of products.", for_merchants=True)

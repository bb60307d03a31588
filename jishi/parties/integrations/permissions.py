"""What a role may allow in this room."""

from jishi.foundation.platform import permissions

MANAGE = permissions.declare(
    "integrations.manage", "Admit apps, renew their keys and revoke them.", for_merchants=True
)

"""What a role may be allowed to do with stock."""

from jishi.foundation.platform.permissions import declare

VIEW = declare("inventory.view", "See stock levels, locations and movements.", for_merchants=True)
EDIT = declare(
    "inventory.edit",
    "Receive and correct stock, keep locations, and add card keys.",
    for_merchants=True,
)

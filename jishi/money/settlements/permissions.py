"""What a role may be allowed to do with settlements."""

from jishi.foundation.platform.permissions import declare

VIEW = declare(
    "settlements.view", "See sales, commission and what merchants are due.", for_merchants=True
)

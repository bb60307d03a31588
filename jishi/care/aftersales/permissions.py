"""What roles may do with after-sale cases."""

from jishi.foundation.platform.permissions import declare

VIEW = declare("aftersales.view", "See after-sale cases.", for_merchants=True)
DECIDE = declare(
    "aftersales.decide", "Agree to, reject and settle after-sale cases.", for_merchants=True
)

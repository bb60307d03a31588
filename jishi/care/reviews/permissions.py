"""What roles may do with reviews."""

from jishi.foundation.platform.permissions import declare

MODERATE = declare("reviews.moderate", "Show and hide reviews.")
REPLY = declare("reviews.reply", "Reply to reviews.", for_merchants=True)

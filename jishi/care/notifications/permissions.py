"""What roles may do with notifications."""

from jishi.foundation.platform.permissions import declare

EDIT = declare(
    "notifications.edit", "Change the words of notifications, and see and repeat deliveries."
)

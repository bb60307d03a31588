"""What operators may set about notifications."""

from jishi.foundation.platform.preferences import between, declare

SMS_TEMPLATES = declare(
    "notifications.sms_templates",
    list[str](),
    "Approved text messages: lines of a template's name, an equals sign, the provider's code.",
)
KEEP_MESSAGES_DAYS = declare(
    "notifications.keep_messages_days",
    180,
    "Days after which messages leave the inboxes.",
    check=between(30, 1825),
)
KEEP_DELIVERIES_DAYS = declare(
    "notifications.keep_deliveries_days",
    90,
    "Days after which lines of the delivery log are deleted.",
    check=between(7, 1825),
)

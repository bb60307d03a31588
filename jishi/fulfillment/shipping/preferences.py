"""What operators and merchants may set about delivery."""

from jishi.foundation.platform.preferences import between, declare, one_of
from jishi.fulfillment.shipping.types import MergePolicy

MERGE_POLICY = declare(
    "shipping.merge_policy",
    str(MergePolicy.MAX_FIRST),
    "How several freight templates in one parcel are charged: the highest first fee once "
    "(max_first), or every template in full (sum).",
    per_merchant=True,
    check=one_of(*MergePolicy),
)
FREE_FROM_MINOR = declare(
    "shipping.free_from_minor",
    0,
    "Goods amount from which a shop's orders travel free, in minor units; 0 turns it off.",
    per_merchant=True,
    check=between(0, 10**9),
)
FREE_FROM_CURRENCY = declare(
    "shipping.free_from_currency",
    "CNY",
    "Currency of the amount from which orders travel free; others are not affected.",
    per_merchant=True,
)
SHIP_WITHIN_H = declare(
    "shipping.ship_within_h",
    48,
    "Hours after payment until a parcel must have left.",
    per_merchant=True,
    check=between(1, 24 * 90),
)
SAME_PROVINCE_DAYS = declare(
    "shipping.same_province_days",
    2,
    "Most days a parcel travels inside a province.",
    per_merchant=True,
    check=between(1, 60),
)
OTHER_PROVINCE_DAYS = declare(
    "shipping.other_province_days",
    4,
    "Most days a parcel travels to another province.",
    per_merchant=True,
    check=between(1, 60),
)
REMOTE_DAYS = declare(
    "shipping.remote_days",
    8,
    "Most days a parcel travels to a remote region.",
    per_merchant=True,
    check=between(1, 90),
)
ABROAD_DAYS = declare(
    "shipping.abroad_days",
    20,
    "Most days a parcel travels to another country.",
    per_merchant=True,
    check=between(1, 120),
)
REMOTE_REGIONS = declare(
    "shipping.remote_regions",
    ["54", "63", "65"],
    "Division codes of remote regions, which take longer: by default Tibet, Qinghai, Xinjiang.",
)
PICKUP_READY_H = declare(
    "shipping.pickup_ready_h",
    2,
    "Hours until an order can be collected at the store.",
    per_merchant=True,
    check=between(0, 24 * 30),
)
OWN_DELIVERY = declare(
    "shipping.own_delivery",
    False,
    "Whether the shop's own delivery is offered; switched on with its first area.",
    per_merchant=True,
)
TRACKING_FIX_H = declare(
    "shipping.tracking_fix_h",
    24,
    "Hours after dispatch in which a tracking number may be corrected.",
    check=between(0, 24 * 30),
)
TRACKING_FIXES_MAX = declare(
    "shipping.tracking_fixes_max",
    3,
    "How often the tracking number of a parcel may be corrected.",
    check=between(0, 20),
)
KUAIDI100_KEY = declare(
    "shipping.kuaidi100_key", "", "Kuaidi100: authorization key.", is_secret=True
)
KUAIDI100_CUSTOMER = declare("shipping.kuaidi100_customer", "", "Kuaidi100: customer number.")
KUAIDI100_SECRET = declare(
    "shipping.kuaidi100_secret", "", "Kuaidi100: secret for labels.", is_secret=True
)
KUAIDI100_SALT = declare(
    "shipping.kuaidi100_salt", "", "Kuaidi100: salt that signs its pushes.", is_secret=True
)
KUAIDI100_CALLBACK_URL = declare(
    "shipping.kuaidi100_callback_url", "", "Kuaidi100: public address that receives its pushes."
)
KUAIDI100_POLL_URL = declare(
    "shipping.kuaidi100_poll_url",
    "https://poll.kuaidi100.com",
    "Kuaidi100: address of its tracking interface.",
)
KUAIDI100_LABEL_URL = declare(
    "shipping.kuaidi100_label_url",
    "https://api.kuaidi100.com",
    "Kuaidi100: address of its label interface.",
)

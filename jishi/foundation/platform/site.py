"""Who runs the shop: what every page's head and foot say, and in which mode it runs."""

import json

from jishi.foundation.kernel import clock
from jishi.foundation.platform import transactions
from jishi.foundation.platform.models import PreferenceValue
from jishi.foundation.platform.preferences import PLATFORM, declare, one_of

MARKETPLACE, BRAND_STORE = "marketplace", "brand_store"

mode = declare(
    "site.mode",
    MARKETPLACE,
    "marketplace: many merchants, onboarding and groups by shop. brand_store: one brand.",
    check=one_of(MARKETPLACE, BRAND_STORE),
)
name_zh = declare("site.name_zh", "集市", "The shop's name in Chinese.")
name_en = declare("site.name_en", "Jishi", "The shop's name in English.")
tagline_zh = declare("site.tagline_zh", "街坊的集市，远近的好物", "A line below the name, Chinese.")
tagline_en = declare("site.tagline_en", "Good things from near and far", "The same in English.")
owner = declare("site.owner", "", "The company that runs the shop, as the law wants it shown.")
icp = declare("site.icp", "", "ICP filing number, shown in the foot of every page.")
icp_url = declare("site.icp_url", "https://beian.miit.gov.cn/", "Where the filing can be seen.")
licence = declare("site.licence", "", "Business licence number.")
licence_url = declare("site.licence_url", "", "Where the licence can be seen.")


def is_marketplace() -> bool:
    """Return whether many merchants sell here."""
    return mode.get() == MARKETPLACE


@transactions.transactional
def lock_mode() -> str:
    """Return the mode as the database has it, and keep it so until the transaction ends.

    Who opens a shop and who changes the mode wait for each other here, so that no second shop
    opens in a brand store. Locks: the preference.
    """
    first = {"value": json.dumps(mode.default), "updated_at": clock.now()}
    PreferenceValue.objects.get_or_create(name=mode.name, scope=PLATFORM, defaults=first)
    rows = PreferenceValue.objects.filter(name=mode.name, scope=PLATFORM)
    return str(json.loads(transactions.for_update(rows).get().value))

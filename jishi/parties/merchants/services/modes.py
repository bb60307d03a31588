"""From a brand store to a marketplace and back."""

from typing import Any

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import census, preferences, site
from jishi.foundation.platform.transactions import transactional
from jishi.parties.merchants import errors, queries
from jishi.parties.merchants.permissions import REVIEW
from jishi.parties.merchants.types import Switch


@transactional
def switch_mode(*, actor: Actor, mode: str) -> Switch:
    """Run the site in another mode and return what was there before and after.

    Nothing is moved: goods, orders and stock belong to a shop in both modes, so that the shop
    of a brand store becomes the first of a marketplace. The rows of every table are counted on
    both sides of the change.
    Raises: Forbidden unless the actor reviews merchants and edits preferences; ManyShops if a
        brand store would have several; RowsLost, which undoes the change; BadPreference.
    Locks: the preference.
    """
    actor.require(REVIEW)
    was = site.lock_mode()
    before = census.take()
    preferences.set_value(actor=actor, name=site.mode.name, value=mode)
    after = census.take()
    if gone := census.lost(before, after):
        raise errors.RowsLost(tables=", ".join(sorted(gone)))
    return Switch(from_mode=was, to_mode=mode, before=before, after=after)


def refuse_many_shops(value: Any) -> None:
    """Refuse a brand store as long as several shops are in business: the guard of the setting.

    Raises: ManyShops. Locks: the preference.
    """
    site.lock_mode()
    count = queries.count_in_business()
    if value == site.BRAND_STORE and count > 1:
        raise errors.ManyShops(field=site.mode.name, count=count)


def require_marketplace() -> None:
    """Refuse to take in merchants where one brand sells.

    Raises: OnboardingClosed. Locks: the preference.
    """
    if site.lock_mode() != site.MARKETPLACE:
        raise errors.OnboardingClosed

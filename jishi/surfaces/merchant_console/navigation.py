"""The console's frame: site, side navigation, switcher of shops."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.notifications import queries as notifications_queries
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import site as site_preferences
from jishi.parties.accounts.types import Visit
from jishi.parties.merchants.types import MerchantCard
from jishi.surfaces.design.types import ConsoleShell, Link, LinkGroup, Site


@dataclass(frozen=True, slots=True)
class Entry:
    """A section of the console. permission: empty for everybody who works here.

    for_marketplace: makes sense only where several merchants sell.
    """

    section: str
    label: str | Promise
    page: str
    icon: str
    permission: str = ""
    for_marketplace: bool = False


INBOX = "orders.view"
"""Who may see a shop's orders may read its messages."""

GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry("home", lazy("Today"), "home", "home"),
            Entry("messages", lazy("Messages"), "messages", "bell", INBOX),
        ),
    ),
    (
        lazy("Sales"),
        (
            Entry("orders", lazy("Orders"), "orders", "receipt", "orders.view"),
            Entry("batch", lazy("Batch shipping"), "ship_batch", "truck", "warehouse.work"),
            Entry("order_rules", lazy("Order rules"), "order_rules", "shield", "preferences.edit"),
            Entry("cases", lazy("After-sale"), "cases", "refund", "aftersales.view"),
            Entry("reviews", lazy("Reviews"), "reviews", "star", "reviews.reply"),
        ),
    ),
    (
        lazy("Goods"),
        (
            Entry("products", lazy("Products"), "products", "tag", "catalog.edit"),
            Entry("transfers", lazy("Import / Export"), "transfers", "upload", "catalog.edit"),
            Entry(
                "shop_categories",
                lazy("Shop categories"),
                "shop_categories",
                "grid",
                "catalog.edit",
            ),
            Entry("stock", lazy("Stock"), "stock", "box", "inventory.view"),
            Entry("locations", lazy("Locations"), "locations", "warehouse", "inventory.view"),
        ),
    ),
    (
        lazy("Marketing"),
        (
            Entry("activities", lazy("Activities"), "activities", "bolt", "promotions.edit"),
            Entry("coupons", lazy("Coupons"), "coupons", "coupon", "promotions.edit"),
            Entry("freight", lazy("Freight"), "freight", "truck", "shipping.edit"),
        ),
    ),
    (
        lazy("Money"),
        (
            Entry(
                "settlement",
                lazy("Settlement"),
                "settlement",
                "wallet",
                "settlements.view",
                for_marketplace=True,
            ),
            Entry("ledger", lazy("Ledger"), "ledger", "list", "ledger.view", for_marketplace=True),
        ),
    ),
    (
        lazy("Shop"),
        (
            Entry("profile", lazy("Shop profile"), "profile", "store", "merchants.edit"),
            Entry(
                "appearance",
                lazy("Shop appearance"),
                "appearance",
                "image",
                "merchants.edit",
                for_marketplace=True,
            ),
            Entry("staff", lazy("Staff"), "staff", "users", "accounts.manage_staff"),
            Entry("roles", lazy("Roles"), "roles", "shield", "accounts.manage_roles"),
            Entry("apps", lazy("API keys"), "apps", "key", "integrations.manage"),
            Entry("settings", lazy("Settings"), "settings", "settings", "preferences.edit"),
        ),
    ),
)


def site() -> Site:
    """Return the name of the house for the page's title."""
    return Site(name=_site_name(), home_url=_storefront("home", "/"))


def shell(
    shop: MerchantCard,
    shops: Sequence[MerchantCard],
    visit: Visit | None,
    section: str,
    may: Callable[[str], bool],
) -> ConsoleShell:
    """Return the frame of a page of a shop, with exactly the sections the person may use."""
    return ConsoleShell(
        name=_("Merchant console"),
        home_url=reverse("merchant:home", args=[shop.code]),
        groups=_groups(shop, section, may),
        user_name=visit.nickname if visit else "",
        sign_out_url=_storefront("sign_out", "/sign-out"),
        user_links=_user_links(),
        shops=tuple(_switch(card, current=card.id == shop.id) for card in shops),
        shop_name=localized(shop.name, _words()),
        search_url=reverse("merchant:orders", args=[shop.code]) if may("orders.view") else "",
        **_inbox(shop, reads=may(INBOX)),
    )


def _inbox(shop: MerchantCard, *, reads: bool) -> dict[str, Any]:
    """Return the bell: where messages are, how many are new, and how more are heard of."""
    if not reads:
        return {}
    return {
        "alerts_url": reverse("merchant:messages", args=[shop.code]),
        "alert_count": notifications_queries.count_unread_of_shops(frozenset({shop.id})),
        "live_query": urlencode({"shop": shop.code}),
    }


def bare_shell(visit: Visit | None) -> ConsoleShell:
    """Return the frame of a page that belongs to no shop yet."""
    return ConsoleShell(
        name=_("Merchant console"),
        home_url=reverse("merchant:index"),
        groups=_way_in(),
        user_name=visit.nickname if visit else "",
        sign_out_url=_storefront("sign_out", "/sign-out"),
        user_links=_user_links(),
    )


def _way_in() -> tuple[LinkGroup, ...]:
    """Return the way to a shop of one's own; there is none in a brand store."""
    if not site_preferences.is_marketplace():
        return ()
    link = Link(_("Open a shop"), reverse("merchant:apply"), "store", current=True)
    return (LinkGroup("", (link,)),)


def _groups(shop: MerchantCard, section: str, may: Callable[[str], bool]) -> tuple[LinkGroup, ...]:
    groups, is_marketplace = [], site_preferences.is_marketplace()
    for label, entries in GROUPS:
        links = tuple(
            Link(
                str(entry.label),
                reverse(f"merchant:{entry.page}", args=[shop.code]),
                entry.icon,
                current=entry.section == section,
            )
            for entry in entries
            if (not entry.permission or may(entry.permission))
            and (is_marketplace or not entry.for_marketplace)
        )
        if links:
            groups.append(LinkGroup(str(label), links))
    return tuple(groups)


def _switch(card: MerchantCard, *, current: bool) -> Link:
    return Link(
        localized(card.name, _words()), reverse("merchant:home", args=[card.code]), current=current
    )


def _user_links() -> tuple[Link, ...]:
    return (Link(_("To the shop front"), _storefront("home", "/"), "cart"),)


def _storefront(page: str, otherwise: str) -> str:
    """Return an address of the storefront; it may be run without one."""
    try:
        return reverse(f"storefront:{page}")
    except NoReverseMatch:
        return otherwise


def _site_name() -> str:
    name = site_preferences.name_en if _words() == "en" else site_preferences.name_zh
    return name.get()


def _words() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"

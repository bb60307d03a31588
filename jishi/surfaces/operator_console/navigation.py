"""The console's frame: site and side navigation."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.platform import site as site_preferences
from jishi.parties.accounts.types import Visit
from jishi.surfaces.design.types import ConsoleShell, Link, LinkGroup, Site


@dataclass(frozen=True, slots=True)
class Entry:
    """A section of the console. permission: empty for all staff.

    for_marketplace: makes sense only where several merchants sell.
    """

    section: str
    label: str | Promise
    icon: str
    permission: str = ""
    for_marketplace: bool = False


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry("home", lazy("Today"), "home"),
            Entry(
                "merchants", lazy("Merchants"), "store", "merchants.review", for_marketplace=True
            ),
        ),
    ),
    (
        lazy("Goods"),
        (
            Entry("review", lazy("Product review"), "eye", "catalog.review"),
            Entry("products", lazy("Products"), "tag", "catalog.review"),
            Entry("categories", lazy("Categories"), "grid", "catalog.structure"),
            Entry("brands", lazy("Brands"), "bookmark", "catalog.structure"),
            Entry("attributes", lazy("Attributes"), "sliders", "catalog.structure"),
            Entry("locations", lazy("Locations"), "warehouse", "inventory.view"),
        ),
    ),
    (
        lazy("Sales"),
        (
            Entry("orders", lazy("Orders"), "receipt", "orders.view"),
            Entry("customers", lazy("Customers"), "users", "accounts.view_customers"),
            Entry("loyalty_members", lazy("Points and growth"), "gift", "loyalty.view"),
            Entry("reviews", lazy("Reviews"), "star", "reviews.moderate"),
        ),
    ),
    (
        lazy("Money"),
        (
            Entry("payments", lazy("Payments"), "card", "payments.view"),
            Entry(
                "settlements",
                lazy("Settlements"),
                "wallet",
                "settlements.view",
                for_marketplace=True,
            ),
            Entry("ledger", lazy("Ledger"), "list", "ledger.view"),
        ),
    ),
    (
        lazy("Marketing"),
        (
            Entry("activities", lazy("Activities"), "bolt", "promotions.edit"),
            Entry("coupons", lazy("Platform coupons"), "coupon", "promotions.edit"),
            Entry("levels", lazy("Levels of members"), "bookmark", "loyalty.edit"),
            Entry("hot_words", lazy("Hot words"), "search", "search.edit"),
            Entry("ranking", lazy("Ranking"), "sliders", "search.edit"),
            Entry("templates", lazy("Notifications"), "bell", "notifications.edit"),
        ),
    ),
    (
        lazy("Delivery"),
        (
            Entry("carriers", lazy("Carriers"), "truck", "shipping.edit"),
            Entry("freight", lazy("Freight templates"), "box", "shipping.edit"),
        ),
    ),
    (
        lazy("Platform"),
        (
            Entry("markets", lazy("Markets"), "globe", "markets.edit"),
            Entry("staff", lazy("Staff"), "users", "accounts.manage_staff"),
            Entry("roles", lazy("Roles"), "shield", "accounts.manage_roles"),
            Entry("providers", lazy("Sign-in providers"), "lock", "accounts.manage_providers"),
            Entry("settings", lazy("Settings"), "settings", "preferences.edit"),
            Entry("health", lazy("Platform health"), "chart", "platform.operate"),
            Entry("audit", lazy("Audit trail"), "history", "audit.view"),
        ),
    ),
)
"""Sections by group; the page of a section has its name."""


def site() -> Site:
    """Return the name of the house for the page's title."""
    is_english = (get_language() or "").startswith("en")
    name = site_preferences.name_en if is_english else site_preferences.name_zh
    return Site(name=name.get(), home_url=storefront("home", "/"))


def shell(visit: Visit | None, section: str, may: Callable[[str], bool]) -> ConsoleShell:
    """Return the frame of a page, with exactly the sections the person may use."""
    return ConsoleShell(
        name=_("Operator console"),
        home_url=reverse("operator:home"),
        groups=_groups(section, may),
        user_name=visit.nickname if visit else "",
        sign_out_url=storefront("sign_out", "/sign-out"),
        user_links=(Link(_("To the shop front"), storefront("home", "/"), "cart"),),
        search_url=reverse("operator:orders") if may("orders.view") else "",
        live_query="desk=platform",
    )


def storefront(page: str, otherwise: str) -> str:
    """Return an address of the storefront; it may be run without one."""
    try:
        return reverse(f"storefront:{page}")
    except NoReverseMatch:
        return otherwise


def _groups(section: str, may: Callable[[str], bool]) -> tuple[LinkGroup, ...]:
    groups, is_marketplace = [], site_preferences.is_marketplace()
    for label, entries in GROUPS:
        links = tuple(
            Link(
                str(entry.label),
                reverse(f"operator:{entry.section}"),
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

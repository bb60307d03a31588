"""What every page of the shop has around it: name, menus, search, and where personal parts are."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import site as site_preferences
from jishi.goods.markets import queries as markets_queries
from jishi.goods.markets.types import MarketInfo
from jishi.surfaces.design.types import Link, LinkGroup, ShopShell, Site
from jishi.surfaces.storefront.presenters import structure
from jishi.surfaces.storefront.visitors import market_of

NAMESPACE = "storefront"


def shop(request: HttpRequest) -> dict[str, object]:
    """Give templates `site` and `shell`: on pages of the shop, and where there is no page."""
    match = request.resolver_match
    if match is not None and match.namespace != NAMESPACE:
        return {}
    return {"site": site(), "shell": shell(market=market_of(request))}


def locale() -> str:
    """Return the language of the page as texts of the database name it."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def site() -> Site:
    """Return what the head and the foot say about the shop."""
    is_english = locale() == "en"
    names = (site_preferences.name_zh, site_preferences.name_en)
    taglines = (site_preferences.tagline_zh, site_preferences.tagline_en)
    return Site(
        name=names[is_english].get(),
        tagline=taglines[is_english].get(),
        home_url=reverse("storefront:home"),
        foot=_foot(),
        icp=site_preferences.icp.get(),
        icp_url=site_preferences.icp_url.get(),
        licence=site_preferences.licence.get(),
        licence_url=site_preferences.licence_url.get(),
        owner=site_preferences.owner.get(),
    )


def shell(*, market: MarketInfo, section: str = "", query: str = "") -> ShopShell:
    """Return the header and the phone bar. section: which entry of the bar is current."""
    words = locale()
    return ShopShell(
        search_url=reverse("storefront:search"),
        suggest_url=reverse("storefront:suggest"),
        cart_url=reverse("storefront:cart"),
        categories_url=reverse("storefront:categories"),
        account_url=address("account"),
        messages_url=address("messages"),
        personal_url=reverse("storefront:personal"),
        sells_for_shops=site_preferences.is_marketplace(),
        query=query,
        section=section,
        nav=structure.menu(words),
        markets=_market_links(market, words),
        market_label=_market_label(market, words),
    )


def home_link() -> Link:
    """Return the first crumb of every page."""
    return Link(_("Home"), reverse("storefront:home"))


def address(name: str, *args: str) -> str:
    """Return the address of a page of this shop."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


def has_page(name: str) -> bool:
    """Return whether this shop has a page of that name without parts in its address."""
    try:
        return bool(reverse(f"{NAMESPACE}:{name}"))
    except NoReverseMatch:
        return False


def _market_label(market: MarketInfo, words: str) -> str:
    return f"{localized(market.name, words)} · {market.currency}"


def _market_links(current: MarketInfo, words: str) -> tuple[Link, ...]:
    markets = markets_queries.list_markets()
    if len(markets) < 2:
        return ()
    return tuple(
        Link(
            _market_label(market, words),
            reverse("storefront:market", args=[market.code]),
            current=market.code == current.code,
        )
        for market in markets
    )


def _foot() -> tuple[LinkGroup, ...]:
    return (
        LinkGroup(
            _("Shopping"),
            _links(
                (_("All categories"), "categories"),
                (_("Coupon center"), "coupons"),
                *([(_("Shop street"), "shops")] if site_preferences.is_marketplace() else []),
                (_("Search"), "search"),
            ),
        ),
        LinkGroup(
            _("My account"),
            _links(
                (_("Cart"), "cart"),
                (_("My orders"), "orders"),
                (_("Find an order"), "find_order"),
                (_("My account"), "account"),
            ),
        ),
        LinkGroup(
            _("Help"),
            _links(
                (_("Help center"), "help"),
                (_("Returns and refunds"), "help_returns"),
                (_("Delivery"), "help_delivery"),
                (_("Privacy"), "privacy"),
                (_("Terms of use"), "terms"),
            )
            + _for_sellers(),
        ),
    )


def _for_sellers() -> tuple[Link, ...]:
    """Return the way to a shop of one's own, where shops may apply."""
    if not site_preferences.is_marketplace():
        return ()
    return (
        *_links((_("Selling here"), "help_article", "merchants")),
        Link(_("Open a shop"), reverse("merchant:apply")),
    )


def _links(*entries: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(Link(label, address(name, *parts)) for label, name, *parts in entries)

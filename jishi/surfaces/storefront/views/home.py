"""The front of the shop, and the parts of any page that are the visitor's own."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jishi.care.notifications import queries as notifications_queries
from jishi.foundation.kernel.text import clean, localized
from jishi.goods.markets import queries as markets_queries
from jishi.goods.markets.errors import MarketNotFound
from jishi.insight.search import queries as search_queries
from jishi.insight.search import services as search
from jishi.insight.search.types import SearchFilters, SearchQuery, Sort
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.design.types import Link, Picture, ProductCard
from jishi.surfaces.storefront import answers, context, frames
from jishi.surfaces.storefront.copies import Copies
from jishi.surfaces.storefront.presenters import cards, coupons, shops, structure
from jishi.surfaces.storefront.views.search import best_sellers, hot_words, top_cards
from jishi.surfaces.storefront.visitors import choose_market, market_of, owner_of
from jishi.trade.cart import queries as cart_queries

STALLS = 6
"""Categories that get a stall of their own at the top."""


@dataclass(frozen=True, slots=True)
class Stall:
    """A category as a stall of the street: its sign, what lies in front, what else it has."""

    label: str
    url: str
    links: tuple[Link, ...]
    picture: Picture | None
    product_url: str
    product_title: str


@require_safe
@frames.shared
def home(request: HttpRequest) -> HttpResponse:
    """Show the street: stalls, coupons, what sells, what is new, and the shops."""
    market, locale = market_of(request), context.locale()
    site = context.site()
    tickets = [
        coupons.claimable_ticket(coupon, locale, {})
        for coupon in shops.coupons_of(None)
        if coupon.offer.currency == market.currency and coupon.left != 0
    ]
    body = render_to_string(
        "storefront/home/home.html",
        {
            "site": site,
            "stalls": _stalls(request),
            "tiles": structure.tiles(locale),
            "hot": hot_words(market.code)[:8],
            "search_url": reverse("storefront:search"),
            "tickets": tickets[:4],
            "best": best_sellers(request),
            "new": top_cards(request, Sort.NEWEST, 10),
            "shops": shops.street(locale)[:8],
        },
    )
    page = frames.Page(
        title=site.tagline,
        body=body,
        description=site.tagline,
        section="home",
        canonical=request.path,
    )
    return frames.respond(request, page)


@require_safe
@never_cache
def personal(request: HttpRequest) -> HttpResponse:
    """Answer with the visitor's own counts; note what a member searched for."""
    if text := clean(request.GET.get("q", ""), max_length=80):
        search.remember_search(actor=actor_of(request), text=text)
    owner = owner_of(request)
    count = cart_queries.count_units(owner, market_of(request).code) if owner else 0
    user_id = user_id_of(request)
    answer = render(
        request,
        "storefront/home/_personal.html",
        {
            "cart_count": count,
            "message_count": notifications_queries.count_unread(user_id) if user_id else 0,
        },
    )
    if user_id:
        answer["HX-Trigger"] = "signed-in"
    return answer


@require_safe
def market(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a market: prices are in its currency from then on."""
    try:
        choose_market(request, markets_queries.get_market(code))
    except MarketNotFound as error:
        raise Http404 from error
    return HttpResponseRedirect(answers.safe_next(request, reverse("storefront:home")))


def _stalls(request: HttpRequest) -> list[Stall]:
    """Return the first categories, each with what sells best there."""
    locale = context.locale()
    nodes = structure.tree().tops[:STALLS]
    shown = _firsts.get((market_of(request).code, locale))
    return [
        Stall(
            label=localized(node.name, locale),
            url=structure.url_of(node),
            links=tuple(
                Link(localized(child.name, locale), structure.url_of(child))
                for child in node.children[:4]
            ),
            picture=card.picture if card else None,
            product_url=card.url if card else "",
            product_title=card.title if card else "",
        )
        for node in nodes
        for card in (shown.get(node.category_id),)
    ]


def _read_firsts(key: tuple[str, str]) -> dict[UUID, ProductCard]:
    """Return the best seller of each of the first categories."""
    market_code, locale = key
    found = {}
    for node in structure.tree().tops[:STALLS]:
        asked = SearchQuery(
            market=market_code,
            filters=SearchFilters(category_ids=(str(node.category_id),)),
            sort=Sort.SALES,
            limit=1,
        )
        for document in search_queries.search(asked, locale=locale).cards:
            found[node.category_id] = cards.card_of(document)
    return found


_firsts: Copies[tuple[str, str], dict[UUID, ProductCard]] = Copies(_read_firsts, fresh_s=20.0)

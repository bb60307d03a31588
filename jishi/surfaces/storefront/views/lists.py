"""What every product list shares: asking the engine, and the list's parts around the cards."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from jishi.goods.catalog.types import CategoryNode
from jishi.insight.search import queries as search
from jishi.insight.search.types import SearchResult
from jishi.surfaces.storefront import context
from jishi.surfaces.storefront.presenters import cards, lists, structure
from jishi.surfaces.storefront.presenters.lists import ListState, ShownList
from jishi.surfaces.storefront.visitors import market_of

PART = "part"
"""A parameter by which the list itself is asked for more cards, without a page around them."""

LIST_SCRIPTS = ("storefront/js/filters.js",)

PAUSE_EVERY = 3
"""After so many pages that came by themselves, the reader is asked, so that the foot is reached."""


def build(
    request: HttpRequest, *, category: CategoryNode | None = None, merchant_id: str = ""
) -> tuple[ShownList, SearchResult]:
    """Return the list an address asks for, and what the engine said."""
    market, locale = market_of(request), context.locale()
    state = lists.read(request.GET)
    narrowed = category or structure.tree().by_slug.get(state.category)
    asked = lists.question(
        state,
        market_code=market.code,
        currency=market.currency,
        category=narrowed,
        merchant_id=merchant_id,
    )
    is_part = PART in request.GET
    found = search.search(replace(asked, with_facets=not is_part), locale=locale)
    shown = _frame(request, state, found, market.currency)
    if is_part or found.result.facets is None:
        return shown, found.result
    facets = search.label_facets(found.result.facets, locale)
    path = request.path
    return (
        replace(
            shown,
            sorts=lists.sort_links(state, path),
            chips=lists.chips(state, path, facets, market.currency, locale),
            groups=lists.filter_groups(facets),
            prices=lists.price_links(state, path, found.result.facets, market.currency),
            categories=lists.category_links(state, path, facets, locale) if not category else (),
            clear_url=lists.cleared(state).url(path),
        ),
        found.result,
    )


def part(shown: ShownList) -> HttpResponse:
    """Answer with the next cards alone."""
    return HttpResponse(render_to_string("storefront/search/_cards.html", {"list": shown}))


def _frame(request: HttpRequest, state: ListState, found: search.Found, currency: str) -> ShownList:
    previous_url, more_url = lists.page_urls(state, request.path, found.result.total)
    return ShownList(
        path=request.path,
        state=state,
        total=found.result.total,
        cards=cards.html_of(found.cards, context.locale(), eager=2),
        previous_url=previous_url,
        more_url=more_url,
        part_url=f"{more_url}&{PART}=1" if more_url else "",
        comes_by_itself=state.page % PAUSE_EVERY != 0,
        currency=currency,
    )

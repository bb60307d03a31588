"""Finding things: category lists, search results, and suggestions while typing."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.text import clean, localized
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import CategoryNode
from jishi.insight.search import queries as search_queries
from jishi.insight.search import services as search
from jishi.insight.search.types import SearchQuery, Sort, SuggestQuery
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import answers, context, frames
from jishi.surfaces.storefront.copies import Copies
from jishi.surfaces.storefront.presenters import cards, lists, structure
from jishi.surfaces.storefront.views.lists import LIST_SCRIPTS, PART, build, part
from jishi.surfaces.storefront.visitors import market_of

SUGGESTIONS = 8
_HAN = re.compile(r"[\u3007\u3400-\u9fff]")

_hot: Copies[str, tuple[search_queries.HotText, ...]] = Copies(
    search_queries.hot_words, fresh_s=10.0
)


def hot_words(market_code: str) -> tuple[search_queries.HotText, ...]:
    """Return what many search for, from a copy a few seconds old.

    Readers of English are shown no words in Chinese; readers of Chinese see those first.
    """
    found = _hot.get(market_code)
    if context.locale() == "en":
        return tuple(word for word in found if not _HAN.search(word.text))
    return tuple(sorted(found, key=lambda word: not _HAN.search(word.text)))


@require_safe
@frames.shared
def categories(request: HttpRequest) -> HttpResponse:
    """Show every category with those below it."""
    locale = context.locale()
    body = render_to_string(
        "storefront/search/categories.html",
        {"tiles": structure.tiles(locale)},
    )
    page = frames.Page(
        title=_("All categories"),
        body=body,
        section="categories",
        canonical=request.path,
    )
    return frames.respond(request, page)


@require_safe
@frames.shared
def category(request: HttpRequest, path: str) -> HttpResponse:
    """Show the products of a category."""
    node = _category_at(path)
    if node.slug_path != path:
        return HttpResponsePermanentRedirect(structure.url_of(node))
    shown, _result = build(request, category=node)
    if PART in request.GET:
        return part(shown)
    locale = context.locale()
    name = localized(node.name, locale)
    body = render_to_string(
        "storefront/search/category.html",
        {
            "list": shown,
            "name": name,
            "crumbs": structure.crumbs(node, locale, context.home_link()),
            "children": [
                Link(localized(child.name, locale), structure.url_of(child))
                for child in node.children
            ],
        },
    )
    is_plain = not shown.state.is_narrowed and shown.state.page == 1
    page = frames.Page(
        title=name,
        body=body,
        section="categories",
        description=_("%(name)s: %(count)s products from good shops, with reviews.")
        % {"name": name, "count": shown.total},
        canonical=request.path if is_plain else "",
        scripts=LIST_SCRIPTS,
    )
    return frames.respond(request, page)


@require_safe
@frames.shared
def results(request: HttpRequest) -> HttpResponse:
    """Show what a text finds, or what to search for when there is none."""
    text = clean(request.GET.get("q", ""), max_length=80)
    market = market_of(request)
    if not text:
        body = render_to_string(
            "storefront/search/start.html",
            {"hot": hot_words(market.code), "best": best_sellers(request)},
        )
        return frames.respond(request, frames.Page(title=_("Search"), body=body))
    shown, result = build(request)
    if PART in request.GET:
        return part(shown)
    search_queries.count_search(market.code, text, is_in_vain=result.is_zero)
    has_none = shown.total == 0
    body = render_to_string(
        "storefront/search/results.html",
        {
            "list": shown,
            "text": text,
            "corrected": result.corrected_text,
            "suggestions": _links(result.suggestions),
            "is_relaxed": result.is_relaxed,
            "neighbors": _neighbors(request, text) if has_none else (),
            "best": best_sellers(request) if has_none else (),
        },
    )
    page = frames.Page(
        title=_("“%(text)s”") % {"text": text}, body=body, query=text, scripts=LIST_SCRIPTS
    )
    return frames.respond(request, page)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Complete what is being typed; an empty box offers what was and is searched for."""
    text = clean(request.GET.get("q", ""), max_length=80)
    market = market_of(request)
    if text:
        asked = SuggestQuery(
            market=market.code, text=text, locale=context.locale(), limit=SUGGESTIONS
        )
        found = [one.text for one in search_queries.suggest(asked)]
        return render(request, "storefront/search/_suggestions.html", {"found": _links(found)})
    user_id = user_id_of(request)
    past = search_queries.list_history(user_id)[:6] if user_id else ()
    return render(
        request,
        "storefront/search/_suggestions.html",
        {"past": _links(past), "hot": hot_words(market.code)[:6]},
    )


@require_POST
def clear_history(request: HttpRequest) -> HttpResponse:
    """Forget what a member searched for."""
    search.clear_history(actor=actor_of(request))
    url = answers.safe_next(request, reverse("storefront:search"))
    return answers.done(request, url, _("Your search history has been cleared."))


def best_sellers(request: HttpRequest, limit: int = 10) -> list[str]:
    """Return the cards of what sells best."""
    return top_cards(request, Sort.SALES, limit)


def top_cards(
    request: HttpRequest, sort: Sort, limit: int, node: CategoryNode | None = None
) -> list[str]:
    """Return the first cards of an order, of all goods or of a category; one statement."""
    market, locale = market_of(request), context.locale()
    state = lists.ListState(sort=sort)
    asked = lists.question(state, market_code=market.code, currency=market.currency, category=node)
    found = search_queries.search(
        SearchQuery(market=asked.market, filters=asked.filters, sort=sort, limit=limit),
        locale=locale,
    )
    return list(cards.html_of(found.cards, locale))


def _category_at(path: str) -> CategoryNode:
    node = structure.tree().by_slug.get(path.rpartition("/")[2])
    if node is not None and node.slug_path == path:
        return node
    found = catalog_queries.find_category(path)
    if found is None:
        raise Http404
    return found


def _neighbors(request: HttpRequest, text: str) -> list[Link]:
    """Return what a text without hits may have meant, by reading and beginning."""
    asked = SuggestQuery(
        market=market_of(request).code, text=text[:12], locale=context.locale(), limit=6
    )
    return _links(one.text for one in search_queries.suggest(asked))


def _links(texts) -> list[Link]:
    return [
        Link(text, lists.ListState(text=text).url(reverse("storefront:search"))) for text in texts
    ]

"""What a member keeps in mind: products, shops, and what was looked at."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.care.community import queries as community_queries
from jishi.care.community import services as community
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import site
from jishi.insight.search import queries as search_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design import formats
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.design.types import ProductCard
from jishi.surfaces.storefront import answers, context, members
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.presenters import cards, shops
from jishi.surfaces.storefront.visitors import decode, market_of

PAGE = 24


@require_safe
@members.member_only
def favorites(request: HttpRequest) -> HttpResponse:
    """Show the member's favorites, newest first, and what got cheaper."""
    cursor = request.GET.get("cursor") or None
    found = community_queries.list_favorites(members.me(request), cursor=cursor, limit=PAGE)
    known = _cards(request, [one.product_id for one in found.items])
    items = []
    for one in found.items:
        card = known.get(one.product_id)
        fell = one.price_minor - card.price_minor if card and one.currency == card.currency else 0
        note = ""
        if card and fell > 0:
            note = _("%(amount)s less") % {"amount": formats.money(fell, card.currency)}
        items.append(_kept(one.product_id, card, note))
    data: dict[str, object] = {
        "items": items,
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/account/favorites.html", data)


@require_POST
@members.member_only
def toggle(request: HttpRequest, key: str) -> HttpResponse:
    """Add a product to the favorites, or take it away."""
    url = answers.safe_next(request, reverse("storefront:favorites"))
    try:
        is_favorite = community.toggle_favorite(
            actor=actor_of(request),
            product_id=decode("prd", key),
            market_code=market_of(request).code,
        )
    except NotFound:
        raise
    except JishiError as error:
        return answers.done(request, url, explain(error), "error")
    text = _("Added to your favorites.") if is_favorite else _("Taken off your favorites.")
    return answers.done(request, url, text)


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def clear_favorites(request: HttpRequest) -> HttpResponse:
    """Ask whether, then forget all favorites."""
    url = reverse("storefront:favorites")
    if request.method == "POST":
        community.clear_favorites(actor=actor_of(request))
        return answers.done(request, url, _("Your favorites are empty now."))
    return _confirm(request, _("Forget all favorites?"), url)


@require_safe
@members.member_only
def footprints(request: HttpRequest) -> HttpResponse:
    """Show what the member looked at, by day."""
    cursor = request.GET.get("cursor") or None
    found = community_queries.list_footprints(members.me(request), cursor=cursor, limit=PAGE)
    known = _cards(request, [one.product_id for one in found.items])
    days: list[tuple[date, list[dict[str, object]]]] = [
        (day, [_kept(one.product_id, known.get(one.product_id)) for one in seen])
        for day, seen in groupby(found.items, key=lambda one: one.day)
    ]
    data: dict[str, object] = {
        "days": days,
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/account/footprints.html", data)


@require_POST
@members.member_only
def remove_footprint(request: HttpRequest, key: str) -> HttpResponse:
    """Forget that one product was looked at."""
    community.remove_footprints(actor=actor_of(request), product_ids=[decode("prd", key)])
    return answers.done(request, reverse("storefront:footprints"), _("Forgotten."))


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def clear_footprints(request: HttpRequest) -> HttpResponse:
    """Ask whether, then forget everything that was looked at."""
    url = reverse("storefront:footprints")
    if request.method == "POST":
        community.clear_footprints(actor=actor_of(request))
        return answers.done(request, url, _("Nothing is remembered any more."))
    return _confirm(request, _("Forget everything you looked at?"), url)


@require_safe
@members.member_only
def follows(request: HttpRequest) -> HttpResponse:
    """Show the shops the member follows. A brand store has no such page."""
    if not site.is_marketplace():
        raise Http404
    cursor = request.GET.get("cursor") or None
    found = community_queries.list_follows(members.me(request), cursor=cursor, limit=PAGE)
    locale = context.locale()
    ids_followed = [one.merchant_id for one in found.items]
    names = merchants_queries.names_of(ids_followed)
    open_shops = {shop.merchant_id: shop for shop in shops.street(locale)}
    data: dict[str, object] = {
        "shops": [
            {
                "key": ids.encode("mer", merchant_id),
                "name": localized(names.get(merchant_id, {}), locale),
                "shop": open_shops.get(merchant_id),
            }
            for merchant_id in ids_followed
        ],
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/account/follows.html", data)


@require_POST
@members.member_only
def toggle_follow(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a shop, or stop following it."""
    url = answers.safe_next(request, reverse("storefront:follows"))
    try:
        is_followed = community.toggle_follow(
            actor=actor_of(request), merchant_id=decode("mer", key)
        )
    except NotFound:
        raise
    except JishiError as error:
        return answers.done(request, url, explain(error), "error")
    text = _("You follow this shop now.") if is_followed else _("You no longer follow this shop.")
    return answers.done(request, url, text)


def _cards(request: HttpRequest, product_ids: Sequence[UUID]) -> dict[UUID, ProductCard]:
    """Return the cards of products on sale in the reader's market, by product."""
    documents = search_queries.list_cards(
        product_ids=product_ids, market_code=market_of(request).code, locale=context.locale()
    )
    return {document.product_id: cards.card_of(document) for document in documents}


def _kept(product_id: UUID, card: ProductCard | None, note: str = "") -> dict[str, object]:
    return {"key": ids.encode("prd", product_id), "card": card, "note": note}


def _confirm(request: HttpRequest, title: str, back_url: str) -> HttpResponse:
    data: dict[str, object] = {
        "title": title,
        "text": _("This cannot be undone."),
        "confirm_label": _("Forget"),
        "danger": True,
        "action_url": request.path,
        "back_url": back_url,
    }
    return members.page(request, "storefront/account/confirm.html", data)

"""Keeping products in mind and following shops: the personal parts of shared pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jishi.care.community import queries as community_queries
from jishi.care.community import services as community
from jishi.foundation.kernel.errors import JishiError
from jishi.insight.search import queries as search_queries
from jishi.insight.search.queries import DetailDocument
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.storefront import answers, context
from jishi.surfaces.storefront.explain import explain
from jishi.surfaces.storefront.presenters import shops
from jishi.surfaces.storefront.presenters.shops import ShownShop
from jishi.surfaces.storefront.views.promotions import sign_in_url
from jishi.surfaces.storefront.visitors import market_of


@require_POST
def product_mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that a member looked at a product, and show whether it is a favorite."""
    found = _find(request, slug)
    user_id = user_id_of(request)
    if user_id is not None:
        community.record_footprint(actor=actor_of(request), product_id=found.product_id)
    kept = community_queries.favorites_among(user_id, [found.product_id])
    return _heart(request, slug, is_kept=found.product_id in kept)


@require_POST
def favorite(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a product in mind, or no longer."""
    found = _find(request, slug)
    back = reverse("storefront:product", args=[slug])
    if user_id_of(request) is None:
        return answers.redirect(request, sign_in_url(back))
    try:
        is_kept = community.toggle_favorite(
            actor=actor_of(request),
            product_id=found.product_id,
            market_code=market_of(request).code,
        )
    except JishiError as error:
        return _refused(request, back, error)
    text = _("Kept among your favorites.") if is_kept else _("No longer among your favorites.")
    if not request.htmx:  # type: ignore[attr-defined]
        return answers.done(request, back, text)
    return answers.toast(_heart(request, slug, is_kept=is_kept), text)


@require_POST
def shop_mine(request: HttpRequest, code: str) -> HttpResponse:
    """Show whether a member follows a shop."""
    shop = _shop(code)
    is_followed = community_queries.is_following(user_id_of(request), shop.merchant_id)
    return _follow_button(request, code, is_followed=is_followed)


@require_POST
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Follow a shop, or no longer."""
    shop = _shop(code)
    if user_id_of(request) is None:
        return answers.redirect(request, sign_in_url(shop.url))
    try:
        is_followed = community.toggle_follow(actor=actor_of(request), merchant_id=shop.merchant_id)
    except JishiError as error:
        return _refused(request, shop.url, error)
    text = _("You follow this shop now.") if is_followed else _("You no longer follow this shop.")
    if not request.htmx:  # type: ignore[attr-defined]
        return answers.done(request, shop.url, text)
    return answers.toast(_follow_button(request, code, is_followed=is_followed), text)


def _refused(request: HttpRequest, back: str, error: JishiError) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return answers.toast(HttpResponse(status=204), explain(error), "error")
    return answers.refused(request, back, error)


def _heart(request: HttpRequest, slug: str, *, is_kept: bool) -> HttpResponse:
    return render(request, "storefront/catalog/_favorite.html", {"slug": slug, "is_kept": is_kept})


def _follow_button(request: HttpRequest, code: str, *, is_followed: bool) -> HttpResponse:
    return render(
        request, "storefront/merchants/_follow.html", {"code": code, "is_followed": is_followed}
    )


def _find(request: HttpRequest, slug: str) -> DetailDocument:
    found = search_queries.find_detail(
        slug=slug, market_code=market_of(request).code, locale=context.locale()
    )
    if found is None:
        raise Http404
    return found


def _shop(code: str) -> ShownShop:
    found = shops.shown_on_pages(shops.find(code, context.locale()))
    if found is None:
        raise Http404
    return found

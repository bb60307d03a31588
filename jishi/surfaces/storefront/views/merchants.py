"""Shops: the street of them, and each one's own page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jishi.foundation.platform import site
from jishi.surfaces.storefront import context, frames, hosts
from jishi.surfaces.storefront.presenters import coupons, fronts, shops
from jishi.surfaces.storefront.views.lists import LIST_SCRIPTS, PART, build, part
from jishi.surfaces.storefront.visitors import market_of


@require_safe
@frames.shared
def street(request: HttpRequest) -> HttpResponse:
    """Show every open shop. A brand store has no such page."""
    if not site.is_marketplace():
        raise Http404
    body = render_to_string(
        "storefront/merchants/street.html", {"shops": shops.street(context.locale())}
    )
    page = frames.Page(title=_("Shop street"), body=body, canonical=request.path)
    return frames.respond(request, page)


@require_safe
@frames.shared
def shop(request: HttpRequest, code: str) -> HttpResponse:
    """Show a shop: who it is, its coupons, and its goods. A brand store has no such page."""
    locale = context.locale()
    found = shops.shown_on_pages(shops.find(code, locale))
    if found is None:
        raise Http404
    shown, _result = build(request, merchant_id=str(found.merchant_id))
    if PART in request.GET:
        return part(shown)
    currency = market_of(request).currency
    tickets = [
        coupons.claimable_ticket(coupon, locale, {found.merchant_id: {locale: found.name}})
        for coupon in shops.coupons_of(found.merchant_id)
        if coupon.offer.merchant_id == found.merchant_id
        and coupon.offer.currency == currency
        and coupon.left != 0
    ]
    front = fronts.of(found.merchant_id, market=market_of(request), locale=locale)
    is_narrowed = shown.state.is_narrowed or shown.state.page != 1 or bool(shown.state.text)
    data = {
        "shop": found,
        "list": shown,
        "tickets": tickets,
        "front": front,
        "blocks": () if is_narrowed else front.blocks,
    }
    body = render_to_string("storefront/merchants/shop.html", data)
    origin = hosts.shop_origin(request, code)
    address = hosts.home_path() if origin else request.path
    page = frames.Page(
        title=found.name,
        body=body,
        description=found.story[:150],
        canonical="" if is_narrowed else address,
        origin=origin,
        scripts=LIST_SCRIPTS,
    )
    return frames.respond(request, page)

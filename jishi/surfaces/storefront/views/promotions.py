"""Coupons: where they are claimed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform import site
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.errors import SignInNeeded
from jishi.goods.promotions.types import ClaimFacts
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.storefront import answers, context
from jishi.surfaces.storefront.explain import explain
from jishi.surfaces.storefront.presenters import coupons, shops
from jishi.surfaces.storefront.visitors import decode, market_of
from jishi.trade.orders import queries as orders_queries


@require_safe
@never_cache
def center(request: HttpRequest) -> HttpResponse:
    """Show every coupon on offer, and which of them the reader has."""
    locale, currency = context.locale(), market_of(request).currency
    is_marketplace, sellers = site.is_marketplace(), shops.sellers(locale)
    found = promotions_queries.list_claimable(
        at=clock.now(),
        merchant_ids=[shop.merchant_id for shop in sellers],
        user_id=user_id_of(request),
    )
    names = {shop.merchant_id: {locale: shop.name} for shop in sellers}
    tickets = [
        (coupon.offer.merchant_id, coupons.claimable_ticket(coupon, locale, names))
        for coupon in found
        if coupon.offer.currency == currency and (coupon.left != 0 or coupon.claimed)
    ]
    return render(
        request,
        "storefront/promotions/center.html",
        {
            "of_all": [one for owner, one in tickets if owner is None or not is_marketplace],
            "of_shops": [one for owner, one in tickets if owner is not None and is_marketplace],
            "is_marketplace": is_marketplace,
            "is_member": user_id_of(request) is not None,
            "sign_in_url": sign_in_url(request.get_full_path()),
        },
    )


@require_POST
def claim(request: HttpRequest, key: str) -> HttpResponse:
    """Claim a coupon for the signed-in person."""
    url = answers.safe_next(request, reverse("storefront:coupons"))
    try:
        promotions.claim(
            actor=actor_of(request), coupon_id=decode("cpn", key), facts=_facts(request)
        )
    except SignInNeeded:
        return answers.redirect(request, sign_in_url(url))
    except JishiError as error:
        if request.htmx:  # type: ignore[attr-defined]
            return answers.toast(HttpResponse(status=204), explain(error), "error")
        return answers.refused(request, url, error)
    text = _("Claimed. It is used by itself where it saves most.")
    if not request.htmx:  # type: ignore[attr-defined]
        return answers.done(request, url, text)
    response = render(request, "storefront/promotions/_claimed.html")
    return answers.toast(response, text, "success", "coupon-claimed")


@require_POST
def claim_code(request: HttpRequest) -> HttpResponse:
    """Claim a coupon by its code."""
    url = answers.safe_next(request, reverse("storefront:coupons"))
    if user_id_of(request) is None:
        return answers.redirect(request, sign_in_url(url))
    try:
        promotions.claim_code(
            actor=actor_of(request), code=request.POST.get("code", "")[:40], facts=_facts(request)
        )
    except SignInNeeded:
        return answers.redirect(request, sign_in_url(url))
    except JishiError as error:
        return answers.refused(request, url, error)
    return answers.done(request, url, _("Claimed. It is used by itself where it saves most."))


def sign_in_url(back: str) -> str:
    """Return where to sign in, and then come back."""
    return f"{context.address('sign_in')}?{urlencode({'next': back})}"


def is_newcomer(user_id: UUID | None) -> bool:
    """Return whether a member has never bought anything."""
    return user_id is not None and not orders_queries.has_ordered(user_id)


def _facts(request: HttpRequest) -> ClaimFacts:
    return ClaimFacts(is_new_user=is_newcomer(user_id_of(request)))

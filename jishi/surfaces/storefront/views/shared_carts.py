"""Showing a cart to others by a link, and taking one over."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import answers, context
from jishi.surfaces.storefront.presenters import baskets
from jishi.surfaces.storefront.visitors import market_of, owner_of, sure_owner_of
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart import services as cart
from jishi.trade.cart.errors import ShareNotFound


@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Make a link of the selected lines and lead to it."""
    owner, here = owner_of(request), reverse("storefront:cart")
    if owner is None:
        return answers.redirect(request, here)
    try:
        code = cart.share(
            actor=actor_of(request),
            cart_id=cart_queries.find_cart_id(owner, market_of(request).code),
            owner=owner,
        )
    except JishiError as error:
        return answers.refused(request, here, error)
    return answers.redirect(request, f"{reverse('storefront:shared_cart', args=[code])}?new=1")


@require_safe
@never_cache
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a shared cart with today's prices; whoever shared it is not named."""
    try:
        shared = cart_queries.get_shared(code)
    except ShareNotFound as error:
        raise Http404 from error
    return render(
        request,
        "storefront/cart/shared.html",
        {
            "shared": shared,
            "lines": baskets.shared_lines(shared, context.locale()),
            "link": request.build_absolute_uri(request.path),
            "is_new": "new" in request.GET,
        },
    )


@require_POST
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Put everything that can be bought into the visitor's own cart."""
    try:
        taken = cart.take_shared(actor=actor_of(request), owner=sure_owner_of(request), code=code)
    except ShareNotFound as error:
        raise Http404 from error
    text = ngettext(
        "%(count)s article is in your cart now.",
        "%(count)s articles are in your cart now.",
        taken.added,
    ) % {"count": taken.added}
    if taken.left_out:
        text += " " + _("%(count)s could not be bought and were left out.") % {
            "count": taken.left_out
        }
    tone = "success" if taken.added else "warning"
    return answers.done(request, reverse("storefront:cart"), text, tone)

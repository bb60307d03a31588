"""Pages that belong to one member: who may enter, and the menu beside them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import BadCursor
from jishi.foundation.platform import site
from jishi.surfaces.design.requests import user_id_of
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import answers, context
from jishi.surfaces.storefront.views.promotions import sign_in_url
from jishi.surfaces.storefront.visitors import market_of

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]


def member_only(view: View[Params]) -> View[Params]:
    """Let members in; send everybody else to sign in first. What is not theirs is a 404."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        if user_id_of(request) is None:
            here = request.get_full_path() if request.method == "GET" else reverse(HOME)
            return answers.redirect(request, sign_in_url(here))
        try:
            return view(request, *args, **kwargs)
        except (NotFound, BadCursor) as error:
            raise Http404 from error

    return guarded


HOME = "storefront:account"
SECURITY = ("security", "password", "close_account", "unite", "payment_password", "free_pay")
"""Pages under security, which its entry in the menu stands for."""


def me(request: HttpRequest) -> UUID:
    """Return the signed-in person's id, inside `member_only`."""
    user_id = user_id_of(request)
    assert user_id is not None, "only members come here"
    return user_id


def page(
    request: HttpRequest,
    template: str,
    data: dict[str, object],
    *,
    status: int = 200,
    section: str = "account",
) -> HttpResponse:
    """Show a page of the member center. section: which entry of the phone bar is current."""
    shell = context.shell(market=market_of(request), section=section)
    return render(request, template, {"shell": shell, "menu": menu(request), **data}, status=status)


def menu(request: HttpRequest) -> tuple[Link, ...]:
    """Return the menu of the member center, the page's own entry marked."""
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    entries = (
        (_("My account"), "account", "user", ("account",)),
        (_("My orders"), "orders", "box", ("orders", "order")),
        (_("Refunds and returns"), "aftersales", "refresh", ("aftersales", "case")),
        (_("Payments and refunds"), "movements", "wallet", ("movements",)),
        (_("My reviews"), "reviews", "star", ("reviews",)),
        (_("My coupons"), "my_coupons", "coupon", ("my_coupons",)),
        (_("Level and points"), "points", "gift", ("points", "points_statement")),
        (_("Favorites"), "favorites", "heart", ("favorites",)),
        (_("Recently viewed"), "footprints", "history", ("footprints",)),
        (_("Followed shops"), "follows", "store", ("follows",)),
        (_("Messages"), "messages", "message", ("messages", "choices")),
        (_("Address book"), "addresses", "pin", ("addresses", "address")),
        (_("Profile"), "profile", "edit", ("profile",)),
        (_("Security"), "security", "shield", SECURITY),
    )
    return tuple(
        Link(label, reverse(f"storefront:{name}"), icon, current=here in own)
        for label, name, icon, own in entries
        if context.has_page(name) and (name != "follows" or site.is_marketplace())
    )

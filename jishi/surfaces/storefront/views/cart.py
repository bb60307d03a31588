"""The cart: what a shopper means to buy."""

from collections.abc import Callable
from dataclasses import dataclass
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
from jishi.goods.inventory import services as inventory
from jishi.goods.promotions import queries as promotions_queries
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.storefront import answers, context
from jishi.surfaces.storefront.explain import explain
from jishi.surfaces.storefront.presenters import baskets
from jishi.surfaces.storefront.views.checkout import begin
from jishi.surfaces.storefront.views.promotions import is_newcomer, sign_in_url
from jishi.surfaces.storefront.views.search import best_sellers
from jishi.surfaces.storefront.visitors import (
    find_id,
    market_of,
    owner_of,
    sure_owner_of,
)
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart import services as cart
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import CheckoutItem


@dataclass(frozen=True, slots=True)
class _Mine:
    """A visitor's cart. cart_id: None if there is none yet."""

    owner: CartOwner | None
    cart_id: UUID | None


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Show the cart with today's prices, stock and problems."""
    return render(request, "storefront/cart/cart.html", _shown(request))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take what a product page's form asks: into the cart, buy at once, or tell when back.

    A form without an intent came from a stepper and only changes the number shown.
    """
    intent = request.POST.get("intent", "")
    variant_id = find_id("var", request.POST.get("variant", ""))
    quantity = _number(request.POST.getlist("quantity")[-1:] or ["1"])
    back = answers.safe_next(request, reverse("storefront:cart"))
    if variant_id is None or quantity is None or not intent:
        wanted = {"sku": request.POST.get("variant", ""), "quantity": quantity or 1}
        return answers.redirect(request, f"{back}?{urlencode(wanted)}")
    deeds = {"cart": _put_in, "buy": _buy_now, "notify": _tell_when_back}
    try:
        return deeds.get(intent, _put_in)(request, variant_id, quantity, back)
    except JishiError as error:
        if request.htmx:  # type: ignore[attr-defined]
            return answers.toast(HttpResponse(status=204), explain(error), "error")
        return answers.refused(request, back, error)


@require_POST
def set_quantity(request: HttpRequest, key: str) -> HttpResponse:
    """Change how many units a line has; 0 removes it."""

    def change(mine: _Mine, line_id: UUID) -> None:
        quantity = _number(request.POST.getlist("quantity")[-1:])
        if quantity is not None and mine.cart_id and mine.owner:
            cart.set_quantity(
                actor=actor_of(request),
                cart_id=mine.cart_id,
                owner=mine.owner,
                line_id=line_id,
                quantity=quantity,
            )

    return _change_line(request, key, change)


@require_POST
def set_saved(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a line for later, or take it back into the cart."""

    def change(mine: _Mine, line_id: UUID) -> None:
        if mine.cart_id and mine.owner:
            cart.set_saved(
                actor=actor_of(request),
                cart_id=mine.cart_id,
                owner=mine.owner,
                line_id=line_id,
                is_saved=request.POST.get("saved") == "1",
            )

    return _change_line(request, key, change)


@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a line out of the cart, and offer to put it back."""

    def change(mine: _Mine, line_id: UUID) -> None:
        if mine.cart_id and mine.owner:
            cart.remove_lines(
                actor=actor_of(request),
                cart_id=mine.cart_id,
                owner=mine.owner,
                line_ids=[line_id],
            )

    return _change_line(
        request,
        key,
        change,
        removed={
            "removed": request.POST.get("variant", ""),
            "units": request.POST.get("units", "1"),
        },
    )


@require_POST
def remove_problems(request: HttpRequest) -> HttpResponse:
    """Take every line out that cannot be bought."""
    mine = _mine(request)
    if mine.cart_id and mine.owner:
        wanted = [find_id("lin", key) for key in request.POST.getlist("line")]
        cart.remove_lines(
            actor=actor_of(request),
            cart_id=mine.cart_id,
            owner=mine.owner,
            line_ids=[one for one in wanted if one],
        )
    return _again(request)


@require_POST
def select(request: HttpRequest) -> HttpResponse:
    """Select exactly the ticked lines for the checkout."""
    mine = _mine(request)
    if mine.cart_id and mine.owner:
        wanted = [find_id("lin", key) for key in request.POST.getlist("line")]
        cart.select_lines(
            actor=actor_of(request),
            cart_id=mine.cart_id,
            owner=mine.owner,
            line_ids=[one for one in wanted if one],
        )
    return _again(request)


@require_POST
def choose_coupons(request: HttpRequest) -> HttpResponse:
    """Use the ticked coupons, or let the house find the best ones."""
    mine = _mine(request)
    if mine.cart_id and mine.owner:
        chosen = [find_id("cpn", key) for key in request.POST.getlist("coupon")]
        cart.choose_coupons(
            actor=actor_of(request),
            cart_id=mine.cart_id,
            owner=mine.owner,
            coupon_ids=None if request.POST.get("auto") else [one for one in chosen if one],
        )
    return _again(request)


def _put_in(request: HttpRequest, variant_id: UUID, quantity: int, back: str) -> HttpResponse:
    cart.add_line(
        actor=actor_of(request),
        owner=sure_owner_of(request),
        market_code=market_of(request).code,
        variant_id=variant_id,
        quantity=quantity,
    )
    if back == reverse("storefront:cart"):
        return _again(request)
    text = _("Added to your cart.")
    if request.htmx:  # type: ignore[attr-defined]
        return answers.toast(HttpResponse(status=204), text, "success", "cart-changed")
    return answers.done(request, reverse("storefront:cart"), text)


def _buy_now(request: HttpRequest, variant_id: UUID, quantity: int, _back: str) -> HttpResponse:
    owner = sure_owner_of(request)
    checkout_id = checkout.start_now(
        actor=actor_of(request),
        owner=owner,
        items=[CheckoutItem(variant_id, quantity)],
        market_code=market_of(request).code,
    )
    return begin(request, checkout_id, owner)


def _tell_when_back(
    request: HttpRequest, variant_id: UUID, _quantity: int, back: str
) -> HttpResponse:
    if user_id_of(request) is None:
        return answers.redirect(request, sign_in_url(back))
    inventory.request_alert(actor=actor_of(request), variant_id=variant_id)
    text = _("We will tell you as soon as it is back.")
    if request.htmx:  # type: ignore[attr-defined]
        return answers.toast(HttpResponse(status=204), text)
    return answers.done(request, back, text)


def _change_line(
    request: HttpRequest,
    key: str,
    change: Callable[[_Mine, UUID], None],
    removed: dict[str, str] | None = None,
) -> HttpResponse:
    """Do something to one line and show the cart again, with the refusal if there is one."""
    line_id = find_id("lin", key)
    try:
        if line_id is not None:
            change(_mine(request), line_id)
    except JishiError as error:
        return _again(request, error=error)
    return _again(request, removed=removed)


def _again(
    request: HttpRequest,
    *,
    error: JishiError | None = None,
    removed: dict[str, str] | None = None,
) -> HttpResponse:
    url = reverse("storefront:cart")
    if not request.htmx:  # type: ignore[attr-defined]
        if error is not None:
            return answers.refused(request, url, error)
        return answers.done(request, f"{url}?{urlencode(removed)}" if removed else url)
    response = render(request, "storefront/cart/_cart.html", _shown(request, removed))
    if error is not None:
        return answers.toast(response, explain(error), "error", "cart-changed")
    return answers.toast(response, "", "", "cart-changed")


def _shown(request: HttpRequest, removed: dict[str, str] | None = None) -> dict[str, object]:
    mine = _mine(request)
    if mine.owner is None or mine.cart_id is None:
        return {"basket": None, "best": best_sellers(request, 5)}
    user_id = mine.owner.user_id
    view = cart_queries.get_cart(mine.cart_id, owner=mine.owner, is_new=is_newcomer(user_id))
    offers = promotions_queries.candidates(
        user_id=user_id,
        merchant_ids={group.merchant_id for group in view.groups},
        at=clock.now(),
    )
    basket = baskets.show(view, offers, context.locale())
    return {
        "basket": basket,
        "is_member": user_id is not None,
        "sign_in_url": sign_in_url(reverse("storefront:cart")),
        "undo": _undo(removed or request.GET.dict()),
        "best": () if basket.groups else best_sellers(request, 5),
    }


def _undo(asked: dict[str, str]) -> dict[str, str] | None:
    if find_id("var", asked.get("removed", "")) is None:
        return None
    return {"variant": asked["removed"], "units": str(_number([asked.get("units", "")]) or 1)}


def _mine(request: HttpRequest) -> _Mine:
    owner = owner_of(request)
    cart_id = cart_queries.find_cart_id(owner, market_of(request).code) if owner else None
    return _Mine(owner, cart_id)


def _number(given: list[str]) -> int | None:
    text = given[0].strip() if given else ""
    return int(text) if text.isdecimal() and len(text) < 7 else None

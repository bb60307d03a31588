"""Checkout: where to, how, with which coupons, and place the order. One page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.errors import InvalidInput, JishiError, NotFound
from jishi.goods.inventory.errors import OutOfStock
from jishi.goods.markets.types import MarketInfo
from jishi.goods.promotions import queries as promotions_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.errors import TooManyAddresses
from jishi.parties.accounts.types import AddressDraft, SavedAddress
from jishi.surfaces.design import formats
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.storefront import answers, context
from jishi.surfaces.storefront.explain import explain
from jishi.surfaces.storefront.forms import addresses
from jishi.surfaces.storefront.forms.addresses import AddressForm
from jishi.surfaces.storefront.presenters import countries, sales
from jishi.surfaces.storefront.views.promotions import sign_in_url
from jishi.surfaces.storefront.visitors import (
    decode,
    find_id,
    market_of,
    owner_of,
    remember_group,
)
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.errors import AlreadyPlaced, TotalChanged
from jishi.trade.checkout.types import CheckoutState, CheckoutView, Contact

DELIVERY, NOTE = "delivery-", "note-"


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a checkout with the selected lines of the cart."""
    owner, market = owner_of(request), market_of(request)
    cart_id = cart_queries.find_cart_id(owner, market.code) if owner else None
    if owner is None or cart_id is None:
        return answers.redirect(request, reverse("storefront:cart"))
    try:
        checkout_id = checkout.start_from_cart(
            actor=actor_of(request), owner=owner, cart_id=cart_id
        )
    except JishiError as error:
        return answers.refused(request, reverse("storefront:cart"), error)
    return begin(request, checkout_id, owner)


def begin(request: HttpRequest, checkout_id: UUID, owner: CartOwner) -> HttpResponse:
    """Go to a new checkout; for those whose address is known, the total is right at once."""
    address = _default_address(request)
    if address is not None:
        checkout.set_address(
            actor=actor_of(request), checkout_id=checkout_id, owner=owner, address=address
        )
    return answers.redirect(request, _url(checkout_id))


@require_safe
@never_cache
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show everything that will be placed, and what is missing for that."""
    checkout_id, owner = decode("chk", key), _owner(request)
    view = _view(checkout_id, owner)
    if view.state is CheckoutState.PLACED:
        return answers.redirect(request, _pay_url(view.group_id))
    return _page(request, view)


@require_POST
def set_address(request: HttpRequest, key: str) -> HttpResponse:
    """Say where it goes: an address of the book, or one that is typed, chosen or pasted."""
    owner = _owner(request)
    view = _view(decode("chk", key), owner)
    if saved_id := find_id("adr", request.POST.get("saved", "")):
        return _use_saved(request, view, owner, saved_id)
    intent = request.POST.get("intent", "")
    if intent == "recognize":
        found = accounts_queries.parse_address(request.POST.get("pasted", "")[:500])
        return _page(request, view, form=_form(request, addresses.initial_of_pasted(found)))
    if intent == "regions":
        return _page(request, view, form=_form(request, request.POST.dict()))
    form = _form(request, data=request.POST)
    if form.is_valid() and _take_address(request, view, owner, form):
        return _again(request, view.checkout_id, owner)
    return _page(request, view, form=form, status=422)


@require_POST
def set_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Say how a buyer without an account is reached."""
    checkout_id, owner = decode("chk", key), _owner(request)
    contact = Contact(
        email=request.POST.get("email", "")[:254], phone=request.POST.get("phone", "")[:32]
    )
    try:
        checkout.set_address(
            actor=actor_of(request),
            checkout_id=checkout_id,
            owner=owner,
            address=None,
            contact=contact,
        )
    except JishiError as error:
        view = _view(checkout_id, owner)
        return _page(request, view, contact=contact, notice=explain(error), status=error.status)
    return _again(request, checkout_id, owner)


@require_POST
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Choose how parcels travel."""
    checkout_id, owner = decode("chk", key), _owner(request)
    try:
        checkout.choose_delivery(
            actor=actor_of(request),
            checkout_id=checkout_id,
            owner=owner,
            choices=_prefixed(request.POST, DELIVERY),
        )
    except JishiError as error:
        view = _view(checkout_id, owner)
        return _page(request, view, notice=explain(error), status=error.status)
    return _again(request, checkout_id, owner)


@require_POST
def choose_coupons(request: HttpRequest, key: str) -> HttpResponse:
    """Use the ticked coupons, or let the house find the best ones."""
    checkout_id, owner = decode("chk", key), _owner(request)
    chosen = [find_id("cpn", text) for text in request.POST.getlist("coupon")]
    try:
        checkout.choose_coupons(
            actor=actor_of(request),
            checkout_id=checkout_id,
            owner=owner,
            coupon_ids=None if request.POST.get("auto") else [one for one in chosen if one],
        )
    except JishiError as error:
        view = _view(checkout_id, owner)
        return _page(request, view, notice=explain(error), status=error.status)
    return _again(request, checkout_id, owner)


@require_POST
def use_points(request: HttpRequest, key: str) -> HttpResponse:
    """Spend the member's points, or none."""
    checkout_id, owner = decode("chk", key), _owner(request)
    try:
        checkout.use_points(
            actor=actor_of(request),
            checkout_id=checkout_id,
            owner=owner,
            uses_points=bool(request.POST.get("points")),
        )
    except JishiError as error:
        view = _view(checkout_id, owner)
        return _page(request, view, notice=explain(error), status=error.status)
    return _again(request, checkout_id, owner)


@require_POST
def place(request: HttpRequest, key: str) -> HttpResponse:
    """Place the order at the total the buyer saw; words for the shops are kept first."""
    checkout_id, owner = decode("chk", key), _owner(request)
    expected = request.POST.get("expected", "")
    try:
        _keep_notes(request, checkout_id, owner)
        placed = checkout.place_order(
            actor=actor_of(request),
            checkout_id=checkout_id,
            owner=owner,
            expected_total_minor=int(expected) if expected.isdecimal() else -1,
            locale=context.locale(),
        )
    except NotFound as error:
        raise Http404 from error
    except JishiError as error:
        return _refused_to_place(request, _view(checkout_id, owner), error)
    if owner.user_id is None:
        remember_group(request, placed.group_id)
    return answers.redirect(request, _pay_url(placed.group_id))


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Answer with the divisions to choose from below what is chosen."""
    form = _form(request, data=request.GET)
    return render(request, "storefront/checkout/_regions.html", {"form": form})


def _page(
    request: HttpRequest,
    view: CheckoutView,
    *,
    form: AddressForm | None = None,
    contact: Contact | None = None,
    notice: str = "",
    details: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the checkout: the whole page, or its middle where htmx asks."""
    user_id = user_id_of(request)
    offers = promotions_queries.candidates(
        user_id=user_id, merchant_ids=set(view.merchant_names), at=clock.now()
    )
    sale = sales.show(view, offers, context.locale())
    is_editing = form is not None or request.GET.get("edit") == "address"
    wants_form = sale.needs_address and (is_editing or sale.address is None)
    book = accounts_queries.list_addresses(user_id) if user_id and wants_form else ()
    if wants_form and form is None:
        form = _form(request, _start_of_form(view, book))
    is_partial = bool(request.htmx)  # type: ignore[attr-defined]
    return render(
        request,
        "storefront/checkout/_checkout.html" if is_partial else "storefront/checkout/checkout.html",
        {
            "sale": sale,
            "form": form if wants_form else None,
            "book": [(ids.encode("adr", saved.id), saved) for saved in book],
            "contact": contact or view.contact,
            "notice": notice,
            "details": details or [],
            "is_member": user_id is not None,
            "sign_in_url": sign_in_url(reverse("storefront:cart")),
            "is_new_address": bool(form and form.is_bound) or not book,
        },
        # htmx only puts successful answers into the page.
        status=200 if is_partial else status,
    )


def _again(request: HttpRequest, checkout_id: UUID, owner: CartOwner) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, _view(checkout_id, owner))
    return answers.redirect(request, _url(checkout_id))


def _refused_to_place(request: HttpRequest, view: CheckoutView, error: JishiError) -> HttpResponse:
    details: list[str] = []
    notice = explain(error)
    if isinstance(error, TotalChanged):
        notice = _("The total changed from %(before)s to %(after)s. Is that all right?") % {
            "before": formats.money(_int(error.params["expected"]), view.currency),
            "after": formats.money(_int(error.params["actual"]), view.currency),
        }
    elif isinstance(error, OutOfStock):
        details = sales.shortage_texts(error, view, context.locale())
    return _page(request, view, notice=notice, details=details, status=error.status)


def _use_saved(
    request: HttpRequest, view: CheckoutView, owner: CartOwner, address_id: UUID
) -> HttpResponse:
    user_id = user_id_of(request)
    if user_id is None:
        raise Http404
    try:
        saved = accounts_queries.get_address(user_id, address_id)
    except NotFound as error:
        raise Http404 from error
    try:
        checkout.set_address(
            actor=actor_of(request),
            checkout_id=view.checkout_id,
            owner=owner,
            address=saved.address,
        )
    except JishiError as error:
        return _page(request, view, notice=explain(error), status=error.status)
    return _again(request, view.checkout_id, owner)


def _take_address(
    request: HttpRequest, view: CheckoutView, owner: CartOwner, form: AddressForm
) -> bool:
    """Take what was filled in; if it is refused, the form says why."""
    try:
        address = accounts_queries.check_address(form.address())
        checkout.set_address(
            actor=actor_of(request),
            checkout_id=view.checkout_id,
            owner=owner,
            address=address,
            contact=Contact(email=form.cleaned_data.get("email", ""), phone=address.phone),
        )
    except InvalidInput as error:
        form.refuse(error.field)
        return False
    except JishiError as error:
        form.add_error(None, explain(error))
        return False
    if form.cleaned_data.get("save"):
        _keep_address(request, address)
    return True


def _keep_address(request: HttpRequest, address: Address) -> None:
    """Add an address to the book; a full book is no reason not to send."""
    try:
        accounts.save_address(actor=actor_of(request), draft=AddressDraft(address))
    except TooManyAddresses:
        return


def _keep_notes(request: HttpRequest, checkout_id: UUID, owner: CartOwner) -> None:
    notes = {
        merchant_id: text
        for key, text in _prefixed(request.POST, NOTE).items()
        if (merchant_id := find_id("mer", key)) and text.strip()
    }
    try:
        if notes:
            checkout.set_notes(
                actor=actor_of(request), checkout_id=checkout_id, owner=owner, notes=notes
            )
    except AlreadyPlaced:
        return


def _default_address(request: HttpRequest) -> Address | None:
    """Return the first address of a member's book that the market delivers to."""
    user_id = user_id_of(request)
    book = accounts_queries.list_addresses(user_id) if user_id else ()
    served = market_of(request).countries
    return next((one.address for one in book if one.address.country in served), None)


def _form(
    request: HttpRequest, initial: dict[str, Any] | None = None, *, data: Any = None
) -> AddressForm:
    market: MarketInfo = market_of(request)
    options = countries.choices(market.countries, context.locale())
    start = {"country": options[0][0]} | (initial or {})
    return AddressForm(
        data, countries=options, is_member=user_id_of(request) is not None, initial=start
    )


def _start_of_form(view: CheckoutView, book: tuple[SavedAddress, ...]) -> dict[str, Any]:
    if view.address is not None and not book:
        return addresses.initial_of(view.address, email=view.contact.email)
    return {}


def _owner(request: HttpRequest) -> CartOwner:
    owner = owner_of(request)
    if owner is None:
        raise Http404
    return owner


def _view(checkout_id: UUID, owner: CartOwner) -> CheckoutView:
    try:
        return checkout_queries.get_checkout(checkout_id, owner)
    except NotFound as error:
        raise Http404 from error


def _prefixed(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): form[name] for name in list(form) if name.startswith(prefix)}


def _url(checkout_id: UUID) -> str:
    return reverse("storefront:checkout", args=[ids.encode("chk", checkout_id)])


def _pay_url(group_id: UUID) -> str:
    return reverse("storefront:pay", args=[ids.encode("grp", group_id)])


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0

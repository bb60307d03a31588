"""The address book."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import InvalidInput, JishiError
from jishi.goods.markets import queries as markets_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import SavedAddress
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import answers, context, members
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.forms import addresses
from jishi.surfaces.storefront.forms.book import BookForm
from jishi.surfaces.storefront.presenters import countries
from jishi.surfaces.storefront.visitors import decode

BOOK = "storefront:addresses"


@require_safe
@members.member_only
def book(request: HttpRequest) -> HttpResponse:
    """Show the address book."""
    saved = accounts_queries.list_addresses(members.me(request))
    data: dict[str, object] = {"entries": [(ids.encode("adr", one.id), one) for one in saved]}
    return members.page(request, "storefront/account/addresses.html", data)


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def edit(request: HttpRequest, key: str = "") -> HttpResponse:
    """Add an address, or change one. `intent` asks for divisions or reads a pasted text."""
    saved = _saved(request, key) if key else None
    if request.method != "POST":
        return _page(request, _form(_start(saved)), saved)
    intent = request.POST.get("intent", "")
    if intent == "recognize":
        found = accounts_queries.parse_address(request.POST.get("pasted", "")[:500])
        start = _start(saved) | addresses.initial_of_pasted(found)
        return _page(request, _form(start), saved)
    if intent == "regions":
        return _page(request, _form(request.POST.dict()), saved)
    return _save(request, _form(data=request.POST), saved)


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether an address should go, then remove it."""
    saved = _saved(request, key)
    if request.method == "POST":
        accounts.delete_address(actor=actor_of(request), address_id=saved.id)
        return answers.done(request, reverse(BOOK), _("The address is deleted."))
    data: dict[str, object] = {
        "title": _("Delete this address?"),
        "text": f"{saved.address.name} · {saved.address.one_line()}",
        "confirm_label": _("Delete"),
        "danger": True,
        "action_url": request.path,
        "back_url": reverse(BOOK),
    }
    return members.page(request, "storefront/account/confirm.html", data)


@require_POST
@members.member_only
def make_default(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the address that checkout starts with."""
    saved = _saved(request, key)
    accounts.set_default_address(actor=actor_of(request), address_id=saved.id)
    return answers.done(request, reverse(BOOK), _("Checkout starts with this address now."))


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Answer with the divisions to choose from below what is chosen."""
    form = _form(data=request.GET)
    return render(request, "storefront/account/_regions.html", {"form": form})


def country_choices() -> tuple[tuple[str, str], ...]:
    """Return every country that some market delivers to."""
    codes = dict.fromkeys(
        code for market in markets_queries.list_markets() for code in market.countries
    )
    return countries.choices(tuple(codes), context.locale())


def _save(request: HttpRequest, form: BookForm, saved: SavedAddress | None) -> HttpResponse:
    """Keep what was typed, or say beside the field what is wrong with it."""
    if not form.is_valid():
        return _page(request, form, saved, status=422)
    try:
        accounts.save_address(
            actor=actor_of(request), draft=form.draft(), address_id=saved.id if saved else None
        )
    except InvalidInput as error:
        form.refuse(error.field)
        return _page(request, form, saved, status=422)
    except JishiError as error:
        form.add_error(None, explain(error))
        return _page(request, form, saved, status=error.status)
    return answers.done(
        request, answers.safe_next(request, reverse(BOOK)), _("The address is saved.")
    )


def _form(initial: dict[str, Any] | None = None, *, data: Any = None) -> BookForm:
    options = country_choices()
    start = {"country": options[0][0]} | (initial or {})
    return BookForm(data, countries=options, initial=start)


def _start(saved: SavedAddress | None) -> dict[str, Any]:
    if saved is None:
        return {}
    own = {"label": saved.label, "is_default": saved.is_default}
    return addresses.initial_of(saved.address) | own


def _saved(request: HttpRequest, key: str) -> SavedAddress:
    address_id: UUID = decode("adr", key)
    return accounts_queries.get_address(members.me(request), address_id)


def _page(
    request: HttpRequest, form: BookForm, saved: SavedAddress | None, *, status: int = 200
) -> HttpResponse:
    data: dict[str, object] = {
        "form": form,
        "is_new": saved is None,
        "next": answers.safe_next(request, ""),
        "labels": [pgettext("address", "Home"), _("Office"), _("School"), _("Parents")],
        "back_url": reverse(BOOK),
    }
    return members.page(request, "storefront/account/address.html", data, status=status)

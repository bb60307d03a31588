"""Orders of buyers without an account: found by number and contact, seen by a signed link."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.storefront import answers, limiting, members
from jishi.surfaces.storefront.doors import Door, buyer_only, link_to
from jishi.surfaces.storefront.explain_account import blame
from jishi.surfaces.storefront.forms.orders import FindOrderForm
from jishi.surfaces.storefront.presenters import orders as shown
from jishi.surfaces.storefront.visitors import placed_groups
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.errors import OrderNotFound
from jishi.trade.orders.types import GroupView

SHOWN = 5
"""How many orders of this device are listed."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find an order by its number and the contact it was placed with."""
    if request.method != "POST":
        return _page(request, FindOrderForm(initial={"number": request.GET.get("number", "")}))
    form = FindOrderForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        limiting.count_lookup(request)
    except JishiError as error:
        blame(form, error)
        return _page(request, form, status=error.status)
    group = orders_queries.find_for_guest(
        number=form.cleaned_data["number"].strip().upper(), contact=form.cleaned_data["contact"]
    )
    if group is None:
        form.add_error(
            None,
            _("No order has this number and contact. Check both; they are in your confirmation."),
        )
        return _page(request, form, status=404)
    if group.user_id is not None:
        form.add_error(None, _("This order belongs to an account. Sign in to see it."))
        return _page(request, form, status=409)
    return answers.redirect(request, link_to(group.group_id))


@require_safe
@buyer_only
def show(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the orders that were placed and paid together."""
    assert door.group is not None, "a guest comes with a group"
    data: dict[str, object] = {
        "group": door.group,
        "cards": shown.cards_of(door.group.orders, door),
    }
    return members.page(request, "storefront/orders/guest.html", data)


def _page(request: HttpRequest, form: FindOrderForm, *, status: int = 200) -> HttpResponse:
    data: dict[str, object] = {"form": form, "placed": _placed_here(request)}
    return members.page(request, "storefront/orders/find.html", data, status=status)


def _placed_here(request: HttpRequest) -> list[tuple[GroupView, str]]:
    """Return what this device bought without an account, with the ways to it."""
    found = []
    for group_id in placed_groups(request)[:SHOWN]:
        try:
            group = orders_queries.get_group(group_id)
        except OrderNotFound:
            continue
        if group.user_id is None:
            found.append((group, link_to(group_id)))
    return found

"""A buyer's orders: the list, one order with everything about it, and what may be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales.types import CaseFilter, CaseView
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, JishiError, NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.text import localized
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction
from jishi.goods.inventory import services as inventory
from jishi.money.payments import queries as payments_queries
from jishi.money.payments.errors import PaymentNotFound
from jishi.money.payments.types import PaymentView
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import answers, context, members
from jishi.surfaces.storefront.doors import Door, buyer_only
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.forms import addresses
from jishi.surfaces.storefront.forms.book import NewAddressForm
from jishi.surfaces.storefront.presenters import orders as shown
from jishi.surfaces.storefront.presenters import timelines
from jishi.surfaces.storefront.views.addresses import country_choices
from jishi.surfaces.storefront.visitors import decode, market_of, sure_owner_of
from jishi.trade.cart import services as cart
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import (
    CancelReason,
    FulfillmentStatus,
    OrderFilter,
    OrderStatus,
    OrderView,
)

PAGE = 12

TABS: dict[str, OrderFilter] = {
    "": OrderFilter(),
    "to_pay": OrderFilter(statuses=(OrderStatus.AWAITING_PAYMENT,)),
    "to_ship": OrderFilter(
        statuses=(OrderStatus.CONFIRMED,),
        fulfillment_statuses=(
            FulfillmentStatus.TO_SHIP,
            FulfillmentStatus.PARTIALLY_SHIPPED,
            FulfillmentStatus.WAITING_STOCK,
        ),
    ),
    "to_receive": OrderFilter(
        statuses=(OrderStatus.CONFIRMED,),
        fulfillment_statuses=(FulfillmentStatus.SHIPPED, FulfillmentStatus.DELIVERED),
    ),
}
"""Tab → which orders it shows. Reviews and after-sale have pages of their own."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the page of an order shows besides the order."""

    cases: tuple[CaseView, ...]
    askable: frozenset[UUID]
    payment: PaymentView | None


@require_safe
@members.member_only
def list_orders(request: HttpRequest) -> HttpResponse:
    """List the member's orders by tab, newest first; find one by number."""
    user_id, text = members.me(request), request.GET.get("q", "").strip()[:60]
    tab = request.GET.get("tab", "") if request.GET.get("tab") in TABS else ""
    base = TABS[tab]
    wanted = OrderFilter(
        user_id=user_id,
        statuses=base.statuses,
        fulfillment_statuses=base.fulfillment_statuses,
        text=text,
    )
    cursor = request.GET.get("cursor") or None
    found = orders_queries.list_orders(wanted, cursor=cursor, limit=PAGE)
    data: dict[str, object] = {
        "cards": shown.cards_of(found.items, Door(actor_of(request))),
        "tabs": _tabs(user_id, tab),
        "tab": tab,
        "text": text,
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
        "at": clock.now(),
    }
    return members.page(request, "storefront/orders/list.html", data)


@require_safe
@buyer_only
def show(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Show everything about one order."""
    order = door.order(key)
    facts = _facts(order)
    parcels = shipping_queries.get_shipments_of([order.order_id], direction=Direction.OUTBOUND)
    refunds = shown.own_refunds(
        payments_queries.list_refunds(payment_reference=order.group_id),
        {order.order_id, *(case.case_id for case in facts.cases)},
    )
    travelling = parcels.get(order.order_id, ())
    data = frame_of(order, door) | {
        "lines": shown.lines_of(order, door, facts.askable),
        "parcels": timelines.parcels_of(order, travelling),
        "timeline": timelines.of_order(
            order, orders_queries.list_moves(order), travelling, refunds, facts.cases
        ),
        "refunds": refunds,
        "cases": [(case, door.url("case", case.number)) for case in facts.cases],
        "payment": facts.payment,
        "provider": shown.provider_text(facts.payment),
        "actions": shown.actions_of(order, door),
        "at": clock.now(),
    }
    return members.page(request, "storefront/orders/order.html", data)


@require_http_methods(["GET", "HEAD", "POST"])
@buyer_only
def cancel(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Ask whether, then cancel everything that awaits the same payment."""
    order = door.order(key)
    url = door.url("order", order.number)
    if request.method == "POST":
        return _do(request, url, _("The order is canceled."), lambda: _cancel(door, order))
    group = orders_queries.get_group(order.group_id)
    many = len(group.orders)
    return _confirm(
        request,
        url,
        title=_("Cancel this order?"),
        text=ngettext(
            "Nothing has been paid. The goods go back on the shelf and your coupons come back.",
            "You pay these %(count)s orders together, so all of them are canceled. "
            "Nothing has been paid; your coupons come back.",
            many,
        )
        % {"count": many},
        confirm_label=_("Cancel the order"),
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@buyer_only
def receive(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Ask whether, then confirm that everything arrived."""
    order = door.order(key)
    url = door.url("order", order.number)
    if request.method == "POST":
        return _do(
            request,
            url,
            _("Thank you!") if door.is_guest else _("Thank you! Tell others how you like it."),
            lambda: orders.receive(
                actor=door.actor, order_id=order.order_id, is_proven=door.is_guest
            ),
        )
    return _confirm(
        request,
        url,
        title=_("Has everything arrived?"),
        text=_(
            "Confirm only what you hold in your hands. You can still ask for a return afterwards."
        ),
        confirm_label=_("Yes, I have it"),
        amount=Money(order.total_minor, order.currency),
    )


@require_POST
@buyer_only
def extend(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Ask for more days before receipt confirms itself."""
    order = door.order(key)
    return _do(
        request,
        door.url("order", order.number),
        _("You have more time now."),
        lambda: orders.extend_receipt(
            actor=door.actor, order_id=order.order_id, is_proven=door.is_guest
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@buyer_only
def change_address(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Send an order elsewhere before it leaves."""
    order = door.order(key)
    if order.address is None or not shown.can_change_address(order):
        raise NotFound
    if request.method != "POST":
        return _address_page(
            request, door, order, _address_form(addresses.initial_of(order.address))
        )
    form = _address_form({}, data=request.POST)
    if request.POST.get("intent") == "regions":
        return _address_page(request, door, order, _address_form(request.POST.dict()))
    if not form.is_valid():
        return _address_page(request, door, order, form, status=422)
    try:
        address = accounts_queries.check_address(form.address())
    except InvalidInput as error:
        form.refuse(error.field)
        return _address_page(request, door, order, form, status=422)
    try:
        orders.change_address(actor=door.actor, order_id=order.order_id, address=address)
    except JishiError as error:
        form.add_error("province" if error.field == "address" else None, explain(error))
        return _address_page(request, door, order, form, status=error.status)
    return answers.done(request, door.url("order", order.number), _("It goes to the new address."))


@require_POST
@buyer_only
def buy_again(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Put what was bought into the cart once more, as far as it can be had."""
    order = door.order(key)
    missing = 0
    for line in order.lines:
        try:
            cart.add_line(
                actor=door.actor,
                owner=sure_owner_of(request),
                market_code=market_of(request).code,
                variant_id=line.variant_id,
                quantity=line.quantity,
            )
        except JishiError:
            missing += 1
    if missing == len(order.lines):
        return answers.done(
            request,
            door.url("order", order.number),
            _("None of this can be bought at the moment."),
            "error",
        )
    text = _("Some things can no longer be had; the rest is in your cart.") if missing else ""
    return answers.done(request, reverse("storefront:cart"), text, "info")


@require_http_methods(["GET", "HEAD", "POST"])
@buyer_only
def card_keys(request: HttpRequest, door: Door, key: str, line: str) -> HttpResponse:
    """Warn that looked-at keys cannot be returned, then show them."""
    order = door.order(key)
    line_id = decode("lin", line)
    bought = next((one for one in order.lines if one.line_id == line_id), None)
    if bought is None or door.is_guest:
        raise NotFound
    url = door.url("order", order.number)
    if request.method != "POST":
        return _confirm(
            request,
            url,
            title=_("Show the card keys?"),
            text=_("Keys that were looked at cannot be returned. Do not show them to anybody."),
            confirm_label=_("Show them"),
        )
    data: dict[str, object] = {
        "keys": inventory.reveal_card_keys(actor=door.actor, order_line_id=line_id),
        "line": shown.lines_of(order, door, ())[order.lines.index(bought)],
        "order_url": url,
    }
    return members.page(request, "storefront/orders/card_keys.html", data)


def _facts(order: OrderView) -> _Facts:
    cases = aftersales_queries.list_cases(CaseFilter(order_id=order.order_id)).items
    is_sold = order.status in {OrderStatus.CONFIRMED, OrderStatus.COMPLETED}
    eligible = aftersales_queries.list_eligible_lines(order.order_id) if is_sold else ()
    return _Facts(
        cases=tuple(cases),
        askable=frozenset(line.order_line_id for line in eligible if line.blocked is None),
        payment=payment_of(order),
    )


def payment_of(order: OrderView) -> PaymentView | None:
    """Return the payment of an order; nothing was asked for what was free."""
    try:
        return payments_queries.get_payment(order.group_id)
    except PaymentNotFound:
        return None


def frame_of(order: OrderView, door: Door) -> dict[str, object]:
    """Return what every page of an order shows."""
    names = shown.shop_names([order])
    return {
        "order": order,
        "shop": localized(names.get(order.merchant_id, {}), context.locale()),
        "sums": shown.sums_of(order),
        "door": door,
        "order_url": door.url("order", order.number),
        "list_url": door.url("orders"),
    }


def _tabs(user_id: UUID, current: str) -> tuple[Link, ...]:
    counts = orders_queries.count_by_label(user_id)
    here = reverse("storefront:orders")
    labels = {
        "": _("All"),
        "to_pay": pgettext("shopper", "To pay"),
        "to_ship": _("To ship"),
        "to_receive": _("To receive"),
    }
    own = tuple(
        Link(
            label,
            f"{here}?tab={tab}" if tab else here,
            count=counts.get(tab) or None,
            current=tab == current,
        )
        for tab, label in labels.items()
    )
    return (
        *own,
        Link(_("To review"), reverse("storefront:reviews"), count=counts["to_review"] or None),
        Link(
            _("After-sale"), reverse("storefront:aftersales"), count=counts["in_aftersale"] or None
        ),
    )


def _cancel(door: Door, order: OrderView) -> None:
    if door.is_guest:
        orders.cancel_own_group(group_id=order.group_id, reason=CancelReason.BUYER)
    else:
        orders.cancel_unpaid_group(
            actor=door.actor, group_id=order.group_id, reason=CancelReason.BUYER
        )


def _do(request: HttpRequest, url: str, text: str, call: Callable[[], object]) -> HttpResponse:
    """Make one call, and say on the page of the order how it went."""
    try:
        call()
    except NotFound:
        raise
    except JishiError as error:
        return answers.done(request, url, explain(error), "error")
    return answers.done(request, url, text)


def _confirm(request: HttpRequest, back_url: str, **said: object) -> HttpResponse:
    data: dict[str, object] = {"action_url": request.path, "back_url": back_url, **said}
    return members.page(request, "storefront/account/confirm.html", data)


def _address_form(initial: dict[str, Any], *, data: Any = None) -> NewAddressForm:
    return NewAddressForm(data, countries=country_choices(), initial=initial)


def _address_page(
    request: HttpRequest, door: Door, order: OrderView, form: NewAddressForm, *, status: int = 200
) -> HttpResponse:
    data = frame_of(order, door) | {"form": form}
    return members.page(request, "storefront/orders/address.html", data, status=status)

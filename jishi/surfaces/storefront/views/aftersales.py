"""Refunds and returns: asking, following, answering, sending back."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import (
    Amendment,
    CaseAction,
    CaseFilter,
    CaseRequest,
    CaseView,
    LineEligibility,
    LineRequest,
    Reason,
)
from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.text import localized
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import LocationInfo
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import answers, context, members, uploads
from jishi.surfaces.storefront.doors import Door, buyer_only
from jishi.surfaces.storefront.explain_account import blame, explain
from jishi.surfaces.storefront.forms.orders import AmendForm, AskForm, SendBackForm
from jishi.surfaces.storefront.presenters import cases as shown
from jishi.surfaces.storefront.presenters import orders as shown_orders
from jishi.surfaces.storefront.presenters import timelines
from jishi.surfaces.storefront.visitors import find_id
from jishi.surfaces.storefront.words_account import BLOCKED, word
from jishi.trade.orders.types import OrderLineView, OrderView

PAGE = 12
FIELDS: Mapping[str, str] = {
    "evidence": "pictures",
    "lines": "quantity",
    "requested_minor": "amount",
    "image": "pictures",
}
"""Names that refusals use → fields of the forms."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked about: a line of an order, and what is possible for it."""

    order: OrderView
    line: OrderLineView
    eligible: LineEligibility


@require_safe
@members.member_only
def list_cases(request: HttpRequest) -> HttpResponse:
    """List the member's cases, newest first."""
    cursor = request.GET.get("cursor") or None
    found = aftersales_queries.list_cases(
        CaseFilter(user_id=members.me(request)), cursor=cursor, limit=PAGE
    )
    data: dict[str, object] = {
        "cards": shown.cards_of(found.items, Door(actor_of(request))),
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/aftersales/list.html", data)


@require_http_methods(["GET", "HEAD", "POST"])
@buyer_only
def ask(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Ask for money back for one line of an order, with or without sending it back."""
    asked = _asked(door.order(key), request.GET.get("line", ""))
    if asked.eligible.blocked is not None:
        text = word(BLOCKED, asked.eligible.blocked)
        return answers.done(request, door.url("order", key), text, "error")
    if request.method != "POST":
        return _ask_page(request, door, asked, AskForm(line=asked.eligible))
    form = AskForm(request.POST, request.FILES, line=asked.eligible)
    kept = _earlier(request)
    if not form.is_valid():
        return _ask_page(request, door, asked, form, kept=kept, status=422)
    try:
        kept = uploads.keep_all(form.cleaned_data["pictures"], request.POST.getlist("kept"))
        case_id = aftersales.apply(actor=door.actor, request=_request(door, asked, form, kept))
    except NotFound:
        raise
    except JishiError as error:
        _blame(form, error)
        return _ask_page(request, door, asked, form, kept=kept, status=error.status)
    case = aftersales_queries.get_case(case_id)
    return answers.done(
        request, door.url("case", case.number), _("Your request is on its way to the shop.")
    )


@require_safe
@buyer_only
def show(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Show one case: how it stands, what can be done, what happened."""
    return _case_page(request, door, _case(door, key))


@require_http_methods(["GET", "HEAD", "POST"])
@buyer_only
def cancel(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Ask whether, then withdraw a case."""
    case = _case(door, key)
    url = door.url("case", case.number)
    if request.method == "POST":
        try:
            aftersales.cancel(actor=door.actor, case_id=case.case_id, contact=door.contact)
        except JishiError as error:
            return answers.done(request, url, explain(error), "error")
        return answers.done(request, url, _("The request is withdrawn."))
    data: dict[str, object] = {
        "title": _("Withdraw this request?"),
        "text": _("You keep the goods, and no money moves. You may ask again in time."),
        "confirm_label": pgettext("shopper", "Withdraw"),
        "danger": True,
        "action_url": request.path,
        "back_url": url,
    }
    return members.page(request, "storefront/account/confirm.html", data)


@require_http_methods(["POST"])
@buyer_only
def send_back(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Say with which parcel the goods go back."""
    case = _case(door, key)
    form = SendBackForm(request.POST, carriers=_carriers())
    if not form.is_valid():
        return _case_page(request, door, case, send_form=form, status=422)
    try:
        aftersales.buyer_ship(
            actor=door.actor,
            case_id=case.case_id,
            carrier_code=form.cleaned_data["carrier"],
            tracking_no=form.cleaned_data["tracking_no"],
            contact=door.contact,
        )
    except NotFound:
        raise
    except JishiError as error:
        blame(form, error, "tracking_no")
        return _case_page(request, door, case, send_form=form, status=error.status)
    return answers.done(
        request, door.url("case", case.number), _("Thank you. The shop looks out for your parcel.")
    )


@require_http_methods(["POST"])
@buyer_only
def amend(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Answer a refusal with other words, pictures or another amount."""
    case = _case(door, key)
    form = _amend_form(case, request)
    if not form.is_valid():
        return _case_page(request, door, case, amend_form=form, status=422)
    try:
        evidence = uploads.keep_all(form.cleaned_data["pictures"], request.POST.getlist("kept"))
        aftersales.amend(
            actor=door.actor,
            case_id=case.case_id,
            amendment=Amendment(
                description=form.cleaned_data["description"],
                evidence=evidence,
                requested_minor=form.cleaned_data["amount"].minor,
                contact=door.contact,
            ),
        )
    except NotFound:
        raise
    except JishiError as error:
        _blame(form, error)
        return _case_page(request, door, case, amend_form=form, status=error.status)
    return answers.done(
        request, door.url("case", case.number), _("Your answer is on its way to the shop.")
    )


def _asked(order: OrderView, key: str) -> _Asked:
    """Return the line an address names. Raises: NotFound."""
    line_id = find_id("lin", key)
    eligible = {
        one.order_line_id: one for one in aftersales_queries.list_eligible_lines(order.order_id)
    }
    line = next((one for one in order.lines if one.line_id == line_id), None)
    if line is None:
        raise NotFound
    return _Asked(order, line, eligible[line.line_id])


def _request(door: Door, asked: _Asked, form: AskForm, evidence: tuple[UUID, ...]) -> CaseRequest:
    given = form.cleaned_data
    return CaseRequest(
        order_id=asked.order.order_id,
        kind=form.kind_given,
        reason=Reason(given["reason"]),
        lines=(LineRequest(asked.line.line_id, given["quantity"]),),
        description=given["description"],
        evidence=evidence,
        contact=door.contact,
    )


def _case(door: Door, key: str) -> CaseView:
    """Return a case of this buyer by its number or public id. Raises: NotFound."""
    case_id = find_id("cas", key) or aftersales_queries.find_case_id(number=key)
    if case_id is None:
        raise NotFound
    case = aftersales_queries.get_case(case_id)
    is_of_guest = door.group is not None and case.group_id == door.group.group_id
    if not (is_of_guest or door.actor.owns(case.user_id)):
        raise NotFound
    return case


def _earlier(request: HttpRequest) -> tuple[UUID, ...]:
    found = (find_id("fil", text) for text in request.POST.getlist("kept"))
    return tuple(file_id for file_id in found if file_id)


def _blame(form: AskForm | AmendForm, error: JishiError) -> None:
    form.add_error(
        name if (name := FIELDS.get(error.field or "", error.field)) in form.fields else None,
        explain(error),
    )


def _carriers() -> list[tuple[str, str]]:
    locale = context.locale()
    return [
        (carrier.code, localized(carrier.name, locale))
        for carrier in shipping_queries.list_carriers()
    ]


def _amend_form(case: CaseView, request: HttpRequest | None = None) -> AmendForm:
    most = Money(case.requested_minor, case.currency)
    if request is None:
        return AmendForm(most=most, initial={"description": case.description})
    return AmendForm(request.POST, request.FILES, most=most)


def _ask_page(
    request: HttpRequest,
    door: Door,
    asked: _Asked,
    form: AskForm,
    *,
    kept: tuple[UUID, ...] = (),
    status: int = 200,
) -> HttpResponse:
    data: dict[str, object] = {
        "form": form,
        "order": asked.order,
        "line": shown_orders.line_of(asked.line, context.locale()),
        "line_key": ids.encode("lin", asked.line.line_id),
        "kept": uploads.shown(kept),
        "order_url": door.url("order", asked.order.number),
        "list_url": door.url("orders"),
        "door": door,
        "no_reason_until": asked.eligible.no_reason_until,
        "quality_until": asked.eligible.quality_until,
    }
    return members.page(request, "storefront/aftersales/ask.html", data, status=status)


def _case_page(
    request: HttpRequest,
    door: Door,
    case: CaseView,
    *,
    send_form: SendBackForm | None = None,
    amend_form: AmendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    can = case.buyer_actions
    if send_form is None and CaseAction.SHIP in can:
        send_form = SendBackForm(carriers=_carriers())
    if amend_form is None and (CaseAction.AMEND in can or CaseAction.INSIST in can):
        amend_form = _amend_form(case)
    moves = timelines.of_moves(aftersales_queries.list_moves(case.case_id))
    travelling = (
        shipping_queries.get_shipments([case.return_shipment_id], with_tracking=True)
        if case.return_shipment_id
        else {}
    )
    parcel = next(iter(travelling.values()), None)
    data: dict[str, object] = {
        "case": case,
        "card": shown.card_of(case, door),
        "timeline": timelines.latest_first(moves),
        "parcel": parcel,
        "carrier": localized(parcel.carrier_name, context.locale()) if parcel else "",
        "return_to": _return_to(case),
        "send_form": send_form if CaseAction.SHIP in can else None,
        "amend_form": amend_form,
        "can_cancel": CaseAction.CANCEL in can,
        "pictures": uploads.shown(case.evidence),
        "urls": {
            name: door.url(f"case_{name}", case.number) for name in ("cancel", "ship", "amend")
        },
        "order_url": door.url("order", case.order_number),
        "list_url": door.url("orders" if door.is_guest else "aftersales"),
        "door": door,
        "at": clock.now(),
    }
    return members.page(request, "storefront/aftersales/case.html", data, status=status)


def _return_to(case: CaseView) -> LocationInfo | None:
    """Return where goods are to be sent, while that matters."""
    if case.location_id is None or CaseAction.SHIP not in case.buyer_actions:
        return None
    return inventory_queries.get_locations((case.location_id,)).get(case.location_id)

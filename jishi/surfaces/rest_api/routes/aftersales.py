"""Refunds and returns: members ask, shops answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseFilter, CaseRequest, CaseState, LineRequest
from jishi.foundation.kernel.actors import Actor
from jishi.surfaces.rest_api import access, locales, shapes
from jishi.surfaces.rest_api.replies import reply
from jishi.surfaces.rest_api.schemas import care as schemas
from jishi.trade.orders import queries as orders_queries

router = Router(tags=["after-sale"])


@router.get("/orders/{order_id}/returnable", response=list[schemas.Returnable],
            auth=access.MemberOnly())  # fmt: skip
def list_returnable(request: HttpRequest, order_id: str) -> HttpResponse:
    """Return what may be asked for on each line of an order now."""
    order = orders_queries.get_order_for(_actor(request), access.decode("ord", order_id))
    found = aftersales_queries.list_eligible_lines(order.order_id)
    return reply([shapes.returnable(line) for line in found])


@router.post("/orders/{order_id}/cases", response={201: schemas.Case}, auth=access.MemberOnly())
def apply(request: HttpRequest, order_id: str, body: schemas.NewCase) -> HttpResponse:
    """Ask for money back, with or without returning the goods."""
    case_id = aftersales.apply(
        actor=_actor(request),
        request=CaseRequest(
            order_id=access.decode("ord", order_id),
            kind=body.kind,
            reason=body.reason,
            lines=tuple(LineRequest(one.line, one.quantity) for one in body.lines),
            description=body.description,
            requested_minor=body.requested_minor,
        ),
    )
    return _case(request, case_id, status=201)


@router.get("/cases", response=schemas.CaseList, auth=access.MemberOnly())
def list_own(request: HttpRequest, cursor: str | None = None, limit: int = 24) -> HttpResponse:
    """List the member's cases, newest first."""
    return _cases(request, CaseFilter(user_id=_actor(request).user_id), cursor, limit)


@router.get("/merchant/cases", response=schemas.CaseList, auth=access.Bearer())
def list_cases_of_shops(
    request: HttpRequest,
    state: CaseState | None = None,
    cursor: str | None = None,
    limit: int = 24,
) -> HttpResponse:
    """List the cases of the shops one may see, newest first."""
    wanted = CaseFilter(
        merchant_ids=access.shops_of(_actor(request), "aftersales.view"),
        states=(state,) if state else (),
    )
    return _cases(request, wanted, cursor, limit)


@router.get("/cases/{case_id}", response=schemas.Case, auth=access.Bearer())
def get_case(request: HttpRequest, case_id: str) -> HttpResponse:
    """Return a case to its buyer or to staff of its shop."""
    return _case(request, access.decode("cas", case_id))


@router.post("/cases/{case_id}/cancel", response=schemas.Case, auth=access.MemberOnly())
def cancel_case(request: HttpRequest, case_id: str) -> HttpResponse:
    """Withdraw a case before goods were sent or money was."""
    target = access.decode("cas", case_id)
    aftersales.cancel(actor=_actor(request), case_id=target)
    return _case(request, target)


@router.post("/cases/{case_id}/send", response=schemas.Case, auth=access.MemberOnly())
def send_back(request: HttpRequest, case_id: str, body: schemas.Waybill) -> HttpResponse:
    """Tell the carrier and number with which the goods go back; also to correct them."""
    target = access.decode("cas", case_id)
    aftersales.buyer_ship(
        actor=_actor(request),
        case_id=target,
        carrier_code=body.carrier,
        tracking_no=body.tracking_no,
    )
    return _case(request, target)


@router.post("/cases/{case_id}/approve", response=schemas.Case, auth=access.Bearer())
def approve(request: HttpRequest, case_id: str, body: schemas.Agreement) -> HttpResponse:
    """Agree: a refund is made at once, a return waits for the goods."""
    target = access.decode("cas", case_id)
    aftersales.approve(
        actor=_actor(request), case_id=target, amount_minor=body.amount_minor, note=body.note
    )
    return _decided(request, target)


@router.post("/cases/{case_id}/reject", response=schemas.Case, auth=access.Bearer())
def reject(request: HttpRequest, case_id: str, body: schemas.Refusal) -> HttpResponse:
    """Refuse with words for the buyer, who may answer."""
    target = access.decode("cas", case_id)
    aftersales.reject(actor=_actor(request), case_id=target, note=body.note)
    return _decided(request, target)


def _case(request: HttpRequest, case_id: UUID, *, status: int = 200) -> HttpResponse:
    view = aftersales_queries.get_case_for(_actor(request), case_id)
    return reply(shapes.case(view, locales.of(request)), status=status)


def _decided(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case to whoever decided on it, whether or not they may look at others."""
    return reply(shapes.case(aftersales_queries.get_case(case_id), locales.of(request)))


def _cases(
    request: HttpRequest, wanted: CaseFilter, cursor: str | None, limit: int
) -> HttpResponse:
    page = aftersales_queries.list_cases(wanted, cursor=cursor, limit=limit)
    locale = locales.of(request)
    items = [shapes.case(one, locale) for one in page.items]
    return reply({"items": items, "next_cursor": page.next_cursor})


def _actor(request: HttpRequest) -> Actor:
    return request.auth  # type: ignore[attr-defined,no-any-return]

"""Cases: one, lists, queues and badge counts."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from jishi.care.aftersales import rules
from jishi.care.aftersales.errors import CaseNotFound
from jishi.care.aftersales.models import Case, CaseLine
from jishi.care.aftersales.types import (
    CaseFilter,
    CaseKind,
    CaseLineView,
    CaseState,
    CaseView,
    QueueCount,
    Reason,
    RefundParts,
    Rejection,
    Stage,
)
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.foundation.platform import audit
from jishi.foundation.platform.audit import Move
from jishi.fulfillment.shipping.types import FreightBearer
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderLineView, OrderView

QUEUES = (
    CaseState.APPLIED,
    CaseState.REJECTED,
    CaseState.WAITING_BUYER_SHIP,
    CaseState.BUYER_SHIPPED,
    CaseState.MERCHANT_RECEIVED,
    CaseState.REFUNDING,
)


def get_case(case_id: UUID) -> CaseView:
    """Return a case with its lines, in four statements.

    Raises: CaseNotFound.
    """
    row = _loaded(Case.objects.filter(pk=case_id)).first()
    if row is None:
        raise CaseNotFound
    return _views([row])[0]


def get_case_for(actor: Actor, case_id: UUID, *, contact: str = "") -> CaseView:
    """Return a case to its buyer, or to staff who may see the merchant's cases.

    contact: a guest's e-mail or phone, as given with the order.
    Raises: CaseNotFound if it is neither.
    """
    case = get_case(case_id)
    if actor.owns(case.user_id) or actor.may("aftersales.view", merchant_id=case.merchant_id):
        return case
    if case.user_id is None and is_guest_of(orders_queries.get_order(case.order_id), contact):
        return case
    raise CaseNotFound


def find_case_id(*, number: str = "", shipment_id: UUID | None = None) -> UUID | None:
    """Return the case of a number, or of a return shipment, or None."""
    rows = (
        Case.objects.filter(return_shipment_id=shipment_id)
        if shipment_id
        else (Case.objects.filter(number=number.strip().upper()))
    )
    return rows.values_list("id", flat=True).first()


def is_case(case_id: UUID) -> bool:
    """Return whether an id, told as the cause of a refund, is that of a case."""
    return Case.objects.filter(pk=case_id).exists()


def list_cases(
    wanted: CaseFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[CaseView]:
    """Return a page of cases, newest first, in four statements.

    Raises: BadCursor.
    """
    size = clamp_limit(limit)
    rows = _loaded(_filtered(wanted)).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_position(cursor))
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=tuple(_views(found[:size])), next_cursor=following)


def count_queues(merchant_ids: frozenset[UUID] | None) -> list[QueueCount]:
    """Return how many open cases stand in each state and since when, in one statement.

    merchant_ids: None means every merchant.
    """
    soon = clock.now() + timedelta(days=1)
    rows = Case.objects.filter(state__in=QUEUES).order_by()
    if merchant_ids is not None:
        rows = rows.filter(merchant_id__in=merchant_ids)
    found = {
        state: QueueCount(CaseState(state), count, oldest, due)
        for state, count, oldest, due in rows.values_list("state").annotate(
            count=Count("id"),
            oldest=Min("created_at"),
            due=Count("id", filter=Q(deadline__lt=soon)),
        )
    }
    return [found.get(state) or QueueCount(state, 0, None, 0) for state in QUEUES]


def count_open(user_id: UUID) -> int:
    """Return how many cases of a buyer have not ended."""
    return Case.objects.filter(user_id=user_id, ended_at=None).count()


def list_moves(case_id: UUID) -> list[Move]:
    """Return what happened to a case, oldest first."""
    return audit.list_moves([case_id])


def is_guest_of(order: OrderView, contact: str) -> bool:
    """Return whether somebody without an account knows the contact a guest order was made with."""
    given = contact.strip().casefold()
    known = {order.email.casefold(), order.phone} - {""}
    return order.user_id is None and given in known


def _filtered(wanted: CaseFilter) -> QuerySet[Case]:
    rows = Case.objects.all()
    if wanted.merchant_ids is not None:
        rows = rows.filter(merchant_id__in=wanted.merchant_ids)
    if wanted.user_id:
        rows = rows.filter(user_id=wanted.user_id)
    if wanted.order_id:
        rows = rows.filter(order_id=wanted.order_id)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if text := wanted.text.strip().upper():
        rows = rows.filter(Q(number=text) | Q(order_number=text))
    return rows


def _loaded(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.prefetch_related(Prefetch("lines", CaseLine.objects.order_by("id")))


def _views(rows: Sequence[Case]) -> list[CaseView]:
    orders = orders_queries.list_by_ids({row.order_id for row in rows}) if rows else []
    sold = {line.line_id: line for order in orders for line in order.lines}
    return [_view(row, sold) for row in rows]


def _view(row: Case, sold: dict[UUID, OrderLineView]) -> CaseView:
    state, kind = CaseState(row.state), CaseKind(row.kind)
    was_sent = bool(row.sent_at or row.received_at)
    return CaseView(
        case_id=row.id,
        number=row.number,
        order_id=row.order_id,
        order_number=row.order_number,
        group_id=row.group_id,
        merchant_id=row.merchant_id,
        user_id=row.user_id,
        kind=kind,
        stage=Stage(row.stage),
        state=state,
        reason=Reason(row.reason),
        description=row.description,
        evidence=tuple(UUID(file_id) for file_id in row.evidence),
        currency=row.currency,
        requested_minor=row.requested_minor,
        agreed_minor=row.agreed_minor,
        is_unpaid=row.is_unpaid,
        freight_bearer=FreightBearer(row.freight_bearer),
        location_id=row.location_id,
        return_shipment_id=row.return_shipment_id,
        refund_id=row.refund_id,
        rejection=Rejection(row.rejection),
        note=row.note,
        submissions=row.submissions,
        deadline=row.deadline,
        applied_at=row.created_at,
        agreed_at=row.agreed_at,
        sent_at=row.sent_at,
        received_at=row.received_at,
        ended_at=row.ended_at,
        buyer_actions=rules.buyer_actions(state, was_sent=was_sent),
        staff_actions=rules.staff_actions(state, kind, was_sent=was_sent),
        lines=tuple(_line(line, sold[line.order_line_id]) for line in row.lines.all()),
    )


def _line(row: CaseLine, sold: OrderLineView) -> CaseLineView:
    return CaseLineView(
        order_line_id=row.order_line_id,
        product_id=sold.product_id,
        variant_id=row.variant_id,
        title=sold.title,
        options=sold.options,
        image_url=sold.image_url,
        quantity=row.quantity,
        parts=RefundParts(row.goods_minor, row.freight_minor, row.tax_minor),
    )


def _position(cursor: str) -> UUID:
    try:
        return UUID(str(decode_cursor(cursor, 1)[0]))
    except ValueError as error:
        raise BadCursor(field="cursor") from error

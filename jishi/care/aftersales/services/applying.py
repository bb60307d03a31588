"""What buyers do: apply, amend after a rejection, withdraw."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jishi.care.aftersales import preferences, rules
from jishi.care.aftersales.errors import AlreadyShipped, BadAmount, EvidenceNeeded, TooManyCases
from jishi.care.aftersales.events import ReturnRequested
from jishi.care.aftersales.models import Case, CaseLine
from jishi.care.aftersales.queries import eligibility
from jishi.care.aftersales.queries import facts as gathering
from jishi.care.aftersales.services import deciding, moving
from jishi.care.aftersales.types import (
    Amendment,
    CaseAction,
    CaseRequest,
    CaseState,
    Reason,
    RefundParts,
    RefundQuote,
    Rejection,
    Stage,
)
from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderView

DESCRIPTION_LENGTH = 1000


@transactional
def apply(*, actor: Actor, request: CaseRequest) -> UUID:
    """Ask for money back for some units of an order, with or without returning them.

    While the case is open, receipt and completion of the order wait. Small refunds before
    shipping are agreed to at once where the merchant says so.

    Raises: OrderNotFound; BadLines, NotEligible, TooManyCases, MixedStages, BadReason,
        BadAmount, EvidenceNeeded, BadEvidence.
    Emits: ReturnRequested.
    Locks: the order.
    """
    at = clock.now()
    moving.require_buyer(actor, orders_queries.get_order(request.order_id), request.contact)
    order = moving.lock_order(request.order_id)
    facts = gathering.gather(order)
    stage = eligibility.check_request(request, order, facts, at)
    evidence = moving.check_evidence(request.evidence)
    _require_evidence(request.reason, stage, evidence)
    offer = eligibility.quote(request, order, facts)
    case = _new_case(request, order, stage, offer, at)
    case.evidence = evidence
    case.save(force_insert=True)
    CaseLine.objects.bulk_create(_new_lines(case, order, offer))
    moving.log(case, "apply", "", actor=actor)
    _submit(case, at)
    return case.id


@transactional
def amend(*, actor: Actor, case_id: UUID, amendment: Amendment) -> None:
    """Answer a rejection with better words, pictures or another amount.

    Goods that were sent already are insisted on: the merchant has to answer anew or pay.

    Raises: CaseNotFound, IllegalMove, TooManyCases, BadAmount, BadEvidence; AlreadyShipped
        if units that were to be refunded before shipping have left.
    Emits: ReturnRequested.
    Locks: the case.
    """
    at = clock.now()
    case = moving.lock_case(case_id)
    moving.require_buyer_of(actor, case, amendment.contact)
    was_sent = bool(case.sent_at or case.received_at)
    action = CaseAction.INSIST if was_sent else CaseAction.AMEND
    moving.advance(case, action, actor=actor)
    _require_still_here(case)
    _count_submission(case)
    case.description = clean(amendment.description, max_length=DESCRIPTION_LENGTH)
    if amendment.evidence:
        case.evidence = moving.check_evidence(amendment.evidence)
    if amendment.requested_minor is not None:
        _lower_request(case, amendment.requested_minor)
    case.rejection, case.note = Rejection.NONE, ""
    _submit(case, at)


@transactional
def cancel(*, actor: Actor, case_id: UUID, contact: str = "") -> None:
    """Withdraw a case before goods were sent or money was.

    Raises: CaseNotFound, IllegalMove.
    Emits: ReturnClosed.
    Locks: the case, its order, then its return.
    """
    case = moving.lock_case(case_id)
    moving.require_buyer_of(actor, case, contact)
    moving.end(case, CaseAction.CANCEL, actor=actor, at=clock.now())
    if case.return_shipment_id:
        shipping.cancel_returns(actor=actor, shipment_ids=[case.return_shipment_id])


def _new_case(
    request: CaseRequest, order: OrderView, stage: Stage, offer: RefundQuote, at: datetime
) -> Case:
    requested = _requested(request.requested_minor, offer.total_minor)
    sources = {line.line_id: line.sources for line in order.lines}
    first = sources[request.lines[0].order_line_id]
    return Case(
        number=ids.human_number("R", at),
        order_id=order.order_id,
        order_number=order.number,
        group_id=order.group_id,
        merchant_id=order.merchant_id,
        user_id=order.user_id,
        kind=request.kind,
        stage=stage,
        reason=request.reason,
        description=clean(request.description, max_length=DESCRIPTION_LENGTH),
        currency=order.currency,
        requested_minor=requested,
        is_reduced=requested < offer.total_minor,
        is_unpaid=offer.is_unpaid,
        freight_bearer=offer.freight_bearer,
        with_freight=offer.with_freight,
        location_id=first[0].location_id if first else None,
        created_at=at,
    )


def _new_lines(case: Case, order: OrderView, offer: RefundQuote) -> list[CaseLine]:
    variants = {line.line_id: line.variant_id for line in order.lines}
    parts: Sequence[RefundParts] = [line.parts for line in offer.lines]
    if case.is_reduced:
        parts = rules.reduce_parts(parts, case.requested_minor)
    return [
        CaseLine(
            case=case,
            order_line_id=line.order_line_id,
            variant_id=variants[line.order_line_id],
            quantity=line.quantity,
            goods_minor=part.goods_minor,
            freight_minor=part.freight_minor,
            tax_minor=part.tax_minor,
        )
        for line, part in zip(offer.lines, parts, strict=True)
    ]


def _submit(case: Case, at: datetime) -> None:
    """Put a case before the merchant, with the time there is to answer, and save it."""
    _set_answer_deadline(case, at)
    case.save()
    outbox.emit(ReturnRequested(**moving.ids_of(case), kind=case.kind))
    limit = preferences.INSTANT_REFUND_MINOR.get(case.merchant_id)
    if case.state == CaseState.APPLIED and rules.is_instant(
        stage=Stage(case.stage), amount_minor=case.requested_minor, limit_minor=limit
    ):
        deciding.agree(case, actor=moving.HOUSE, at=at)


def _set_answer_deadline(case: Case, at: datetime) -> None:
    if case.state == CaseState.BUYER_SHIPPED:
        ship_days = preferences.RECEIVE_AFTER_SHIP_DAYS.get()
        due = rules.receive_by(sent_at=at, signed_at=None, ship_days=ship_days, sign_days=0)
    else:
        due = rules.answer_by(
            Stage(case.stage),
            at,
            hours=preferences.AGREE_UNSHIPPED_HOURS.get(),
            days=preferences.AGREE_SHIPPED_DAYS.get(),
        )
    moving.set_deadline(case, due)


def _requested(requested_minor: int | None, limit_minor: int) -> int:
    """Return what is asked for. Raises: BadAmount."""
    if requested_minor is None:
        return limit_minor
    least = 1 if limit_minor else 0
    if not least <= requested_minor <= limit_minor:
        raise BadAmount(field="requested_minor", limit=limit_minor)
    return requested_minor


def _lower_request(case: Case, requested_minor: int) -> None:
    lowered = _requested(requested_minor, case.requested_minor)
    case.is_reduced = case.is_reduced or lowered < case.requested_minor
    case.requested_minor = lowered


def _require_evidence(reason: Reason, stage: Stage, evidence: list[str]) -> None:
    if stage == Stage.SHIPPED and reason in rules.NEEDS_EVIDENCE and not evidence:
        raise EvidenceNeeded(field="evidence")


def _require_still_here(case: Case) -> None:
    if case.stage == Stage.UNSHIPPED:
        facts = gathering.gather(orders_queries.get_order(case.order_id))
        if not gathering.is_still_here(case.id, facts):
            raise AlreadyShipped


def _count_submission(case: Case) -> None:
    """Count an amendment like an application, on every line of the case."""
    limit = preferences.MAX_CASES_PER_LINE.get()
    if case.submissions >= limit:
        raise TooManyCases(limit=limit)
    case.submissions += 1

"""What may be applied for, and what it would give back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from jishi.care.aftersales import preferences, rules
from jishi.care.aftersales.errors import BadLines, BadReason, MixedStages, NotEligible, TooManyCases
from jishi.care.aftersales.queries import facts as gathering
from jishi.care.aftersales.queries.facts import Facts
from jishi.care.aftersales.types import (
    Blocked,
    CaseKind,
    CaseRequest,
    LineEligibility,
    LineQuote,
    LineRequest,
    Reason,
    RefundQuote,
    ReturnTerms,
    Stage,
)
from jishi.foundation.kernel import clock
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ReturnPolicy
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderView, PaymentStatus


def list_eligible_lines(order_id: UUID) -> tuple[LineEligibility, ...]:
    """Return what may be applied for on each line of an order, blocked lines with their reason.

    The caller has checked who asks. Eight statements.
    Raises: OrderNotFound.
    """
    order = orders_queries.get_order(order_id)
    facts, at = gathering.gather(order), clock.now()
    return tuple(_eligibility(line.line_id, facts, at) for line in order.lines)


def quote_refund(request: CaseRequest) -> RefundQuote:
    """Return what an application would give back if it were made now.

    The caller has checked who asks. Raises: OrderNotFound; what `services.apply` raises for
    lines and reasons.
    """
    order = orders_queries.get_order(request.order_id)
    facts = gathering.gather(order)
    check_request(request, order, facts, clock.now())
    return quote(request, order, facts)


def list_terms(variant_ids: Collection[UUID]) -> dict[UUID, ReturnTerms]:
    """Return the terms of returning for variants on sale, as product pages show them."""
    fault_bearer = rules.freight_bearer(Reason.QUALITY)
    return {
        variant_id: ReturnTerms(
            variant_id=variant_id,
            no_reason_days=rules.no_reason_days(
                is_excluded=variant.return_policy == ReturnPolicy.EXCLUDED,
                promised_days=variant.return_days,
            ),
            quality_days=preferences.QUALITY_DAYS.get(),
            no_reason_bearer=rules.freight_bearer(Reason.NO_REASON),
            fault_bearer=fault_bearer,
            answer_unshipped_hours=preferences.AGREE_UNSHIPPED_HOURS.get(),
            answer_shipped_days=preferences.AGREE_SHIPPED_DAYS.get(),
            ship_back_days=preferences.SHIP_BACK_DAYS.get(),
            refund_after_receipt_days=preferences.RECEIVE_AFTER_SIGN_DAYS.get(),
        )
        for variant_id, variant in catalog_queries.list_sellable(variant_ids).items()
    }


def check_request(request: CaseRequest, order: OrderView, facts: Facts, at: datetime) -> Stage:
    """Return the stage of an application that may be made.

    Raises: BadLines, NotEligible, TooManyCases, MixedStages, BadReason.
    """
    wanted = _wanted(request.lines, order)
    for line_id in wanted:
        _check_line(line_id, facts, at)
    units = [(facts.lines[line_id], count) for line_id, count in wanted.items()]
    if any(count > line.unshipped_left + line.shipped_left for line, count in units):
        raise BadLines(field="lines")
    stage = rules.stage_of(units, request.kind)
    if stage is None:
        raise MixedStages(field="lines")
    for line_id in wanted:
        known = rules.reasons(
            request.kind, stage, order=facts.order, terms=facts.terms[line_id], at=at
        )
        if request.reason not in known:
            raise BadReason(field="reason", reason=str(request.reason))
    return stage


def quote(request: CaseRequest, order: OrderView, facts: Facts) -> RefundQuote:
    """Return what an application gives back; it has been checked."""
    bearer = rules.freight_bearer(request.reason)
    with_freight = rules.refunds_freight(
        is_anything_shipped=facts.is_anything_shipped, bearer=bearer
    )
    lines = {line.line_id: line for line in order.lines}
    quotes = tuple(
        LineQuote(
            order_line_id=wanted.order_line_id,
            quantity=wanted.quantity,
            parts=rules.refund_amount(
                facts.money(lines[wanted.order_line_id]), wanted.quantity, with_freight=with_freight
            ),
        )
        for wanted in request.lines
    )
    return RefundQuote(
        currency=order.currency,
        total_minor=sum(line.parts.total_minor for line in quotes),
        freight_bearer=bearer,
        with_freight=with_freight,
        is_unpaid=order.payment_status == PaymentStatus.UNPAID,
        lines=quotes,
    )


def _wanted(requested: Sequence[LineRequest], order: OrderView) -> dict[UUID, int]:
    known = {line.line_id for line in order.lines}
    wanted = {line.order_line_id: line.quantity for line in requested}
    fits = all(count > 0 for count in wanted.values()) and set(wanted) <= known
    if not wanted or len(wanted) != len(requested) or not fits:
        raise BadLines(field="lines")
    return wanted


def _check_line(line_id: UUID, facts: Facts, at: datetime) -> None:
    terms = facts.terms[line_id]
    found = rules.blocked(facts.lines[line_id], order=facts.order, terms=terms, at=at)
    if found == Blocked.TOO_MANY_CASES:
        raise TooManyCases(limit=terms.max_cases, line=str(line_id))
    if found is not None:
        raise NotEligible(blocked=str(found), line=str(line_id))


def _eligibility(line_id: UUID, facts: Facts, at: datetime) -> LineEligibility:
    line, terms, order = facts.lines[line_id], facts.terms[line_id], facts.order
    signed_at = order.signed_at
    found = rules.blocked(line, order=order, terms=terms, at=at)
    has_right = order.is_physical and terms.no_reason_days > 0
    return LineEligibility(
        order_line_id=line_id,
        unshipped_quantity=0 if found else line.unshipped_left,
        shipped_quantity=0 if found else line.shipped_left,
        blocked=found,
        reasons=() if found else _choices(facts, line_id, at),
        no_reason_until=(
            rules.window_end(signed_at, terms.no_reason_days) if signed_at and has_right else None
        ),
        quality_until=rules.window_end(signed_at, terms.quality_days) if signed_at else None,
        cases_left=max(0, terms.max_cases - line.cases),
    )


def _choices(
    facts: Facts, line_id: UUID, at: datetime
) -> tuple[tuple[CaseKind, Stage, tuple[Reason, ...]], ...]:
    """Return the kinds, stages and reasons that are open for a line."""
    line = facts.lines[line_id]
    left = {Stage.UNSHIPPED: line.unshipped_left, Stage.SHIPPED: line.shipped_left}
    found = [
        (
            kind,
            stage,
            rules.reasons(kind, stage, order=facts.order, terms=facts.terms[line_id], at=at),
        )
        for kind, stage in rules.REASONS
        if left[stage]
    ]
    return tuple(choice for choice in found if choice[2])

"""The quote itself: the stages in their order, and the result with its totals."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from jishi.goods.pricing.rules import charges, coupons, sums, units
from jishi.goods.pricing.rules.state import LineState, StageFunction, State
from jishi.goods.pricing.types import Activities, Quote, QuotedLine, QuoteRequest, Stage

STAGES: tuple[tuple[Stage, StageFunction], ...] = (
    (Stage.LIST, units.list_price),
    (Stage.ACTIVITY, units.activity_price),
    (Stage.MEMBER, units.member_price),
    (Stage.QUANTITY, units.set_offer),
    (Stage.REDUCTION, sums.reduction),
    (Stage.CROSS_REDUCTION, sums.cross_reduction),
    (Stage.SHOP_COUPON, coupons.shop_coupon),
    (Stage.PLATFORM_COUPON, coupons.platform_coupon),
    (Stage.ALLOWANCE, sums.allowance),
    (Stage.POINTS, sums.points),
    (Stage.FREIGHT, charges.freight),
    (Stage.TAX, charges.tax),
    (Stage.TENDER, charges.tender),
    (Stage.EARNING, charges.earning),
)


def compose(request: QuoteRequest) -> Quote:
    """Price an order: a pure function of the request, whatever the order of its parts.

    Source: rules 3.4 (stages) and 3.5 (shares).
    """
    state = _run(request)
    while over := _over_budget(state):
        request = replace(request, activities=_without(request.activities, over))
        state = _run(request)
    lines = tuple(_quoted(line) for line in state.lines)
    total = sum(line.payable_minor for line in lines)
    return Quote(
        market_code=request.market_code,
        currency=request.currency,
        lines=lines,
        goods_minor=sum(line.list_minor for line in lines),
        discount_minor=sum(line.discount_minor for line in lines),
        freight_discount_minor=sum(line.freight_list_minor - line.freight_minor for line in lines),
        freight_minor=sum(line.freight_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        total_minor=total,
        balance_minor=state.balance_minor,
        cash_minor=total - state.balance_minor,
        earned_points=state.earned_points,
        coupons_used=state.used,
        coupons_unused=tuple(sorted(state.unused, key=lambda coupon: coupon.offer_id)),
    )


def _run(request: QuoteRequest) -> State:
    state = State(request)
    for _, stage in STAGES:
        state = stage(state)
    return state


def _over_budget(state: State) -> frozenset[UUID]:
    """Return the activities that would cost more than they may."""
    budgets = dict(state.request.activities.budgets)
    if not budgets:
        return frozenset()
    cost = Counter[UUID]()
    for line in state.lines:
        for share in line.shares:
            cost[share.source_id] += share.amount_minor
    return frozenset(source for source, left in budgets.items() if cost[source] > left)


def _without(activities: Activities, sources: frozenset[UUID]) -> Activities:
    """Return activities less some of them."""
    return replace(
        activities,
        unit_prices=tuple(one for one in activities.unit_prices if one.source_id not in sources),
        member_prices=tuple(
            one for one in activities.member_prices if one.source_id not in sources
        ),
        set_offers=tuple(one for one in activities.set_offers if one.source_id not in sources),
        reductions=tuple(one for one in activities.reductions if one.source_id not in sources),
    )


def _quoted(state: LineState) -> QuotedLine:
    line = state.line
    return QuotedLine(
        line_id=line.line_id,
        variant_id=line.variant_id,
        merchant_id=line.merchant_id,
        quantity=line.quantity,
        unit_list_minor=line.unit_list_minor,
        list_minor=line.unit_list_minor * line.quantity,
        shares=state.shares,
        payable_goods_minor=state.amount_minor,
        freight_list_minor=state.freight_list_minor,
        freight_shares=state.freight_shares,
        freight_minor=state.freight_minor,
        tax_minor=state.tax_minor,
        payable_minor=state.amount_minor + state.freight_minor + state.tax_minor,
        trace=state.trace,
    )

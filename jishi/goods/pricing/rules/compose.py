"""The quote itself: the stages in their order, and the result with its totals."""

from jishi.goods.pricing.rules import charges, coupons, sums, units
from jishi.goods.pricing.rules.state import LineState, StageFunction, State
from jishi.goods.pricing.types import Quote, QuotedLine, QuoteRequest, Stage

STAGES: tuple[tuple[Stage, StageFunction], ...] = (
    (Stage.LIST, units.list_price),
    (Stage.ACTIVITY, units.activity_price),
    (Stage.MEMBER, units.member_price),
    (Stage.QUANTITY, units.quantity_discount),
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
    state = State(request)
    for _, stage in STAGES:
        state = stage(state)
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

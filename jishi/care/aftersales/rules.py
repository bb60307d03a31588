"""Decisions about after-sale cases: states, windows, who may ask for what, how much. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from jishi.care.aftersales.types import (
    Blocked,
    CaseAction,
    CaseKind,
    CaseState,
    Reason,
    RefundParts,
    Stage,
)
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.money import apportion, portion
from jishi.foundation.kernel.states import StateMachine
from jishi.fulfillment.shipping.types import FreightBearer

_S = CaseState
_A = CaseAction

CASE = StateMachine(
    name="aftersale",
    initial=_S.APPLIED,
    moves={
        (_S.APPLIED, _A.AGREE_REFUND): _S.REFUNDING,
        (_S.APPLIED, _A.AGREE_RETURN): _S.WAITING_BUYER_SHIP,
        (_S.APPLIED, _A.REJECT): _S.REJECTED,
        (_S.APPLIED, _A.CANCEL): _S.CANCELED,
        (_S.REJECTED, _A.AGREE_REFUND): _S.REFUNDING,
        (_S.REJECTED, _A.AGREE_RETURN): _S.WAITING_BUYER_SHIP,
        (_S.REJECTED, _A.SETTLE): _S.REFUNDING,
        (_S.REJECTED, _A.AMEND): _S.APPLIED,
        # The goods are with the merchant already: the buyer insists instead of sending anew.
        (_S.REJECTED, _A.INSIST): _S.BUYER_SHIPPED,
        (_S.REJECTED, _A.CANCEL): _S.CANCELED,
        (_S.REJECTED, _A.CLOSE): _S.CLOSED,
        (_S.WAITING_BUYER_SHIP, _A.SHIP): _S.BUYER_SHIPPED,
        (_S.WAITING_BUYER_SHIP, _A.RECEIVE): _S.MERCHANT_RECEIVED,
        (_S.WAITING_BUYER_SHIP, _A.CANCEL): _S.CANCELED,
        (_S.WAITING_BUYER_SHIP, _A.CLOSE): _S.CLOSED,
        (_S.BUYER_SHIPPED, _A.SHIP): _S.BUYER_SHIPPED,
        (_S.BUYER_SHIPPED, _A.RECEIVE): _S.MERCHANT_RECEIVED,
        (_S.BUYER_SHIPPED, _A.SETTLE): _S.REFUNDING,
        (_S.BUYER_SHIPPED, _A.REJECT): _S.REJECTED,
        (_S.MERCHANT_RECEIVED, _A.SETTLE): _S.REFUNDING,
        (_S.MERCHANT_RECEIVED, _A.REJECT): _S.REJECTED,
        (_S.REFUNDING, _A.FINISH): _S.REFUNDED,
        (_S.REFUNDING, _A.CLOSE): _S.CLOSED,
    },
)
"""The life of a case. Source: rules 3.14."""

ENDED = (_S.REFUNDED, _S.CLOSED, _S.CANCELED)
"""States in which a case holds nothing up any more."""

HOLDING = (
    _S.APPLIED,
    _S.REJECTED,
    _S.WAITING_BUYER_SHIP,
    _S.BUYER_SHIPPED,
    _S.MERCHANT_RECEIVED,
)
"""States in which a case keeps its units from other cases; later the order has counted them."""

LEGAL_DAYS = 7
"""Least days of the right to return without a reason.

Source: Consumer Protection Law of China, article 25.
"""

MAX_EVIDENCE = 9

_FAULTS = (
    Reason.QUALITY,
    Reason.NOT_AS_DESCRIBED,
    Reason.WRONG_ITEM,
    Reason.MISSING_PARTS,
    Reason.DAMAGED,
)

REASONS: Mapping[tuple[CaseKind, Stage], tuple[Reason, ...]] = MappingProxyType(
    {
        (CaseKind.REFUND_ONLY, Stage.UNSHIPPED): (
            Reason.CHANGED_MIND,
            Reason.ORDERED_WRONG,
            Reason.LATE_SHIPMENT,
        ),
        (CaseKind.REFUND_ONLY, Stage.SHIPPED): (Reason.NOT_RECEIVED, Reason.REFUSED, *_FAULTS),
        (CaseKind.RETURN_REFUND, Stage.SHIPPED): (Reason.NO_REASON, *_FAULTS),
    }
)
"""Which reasons can be given for what. Goods that never left cannot be sent back."""

NEEDS_EVIDENCE = frozenset(
    {Reason.QUALITY, Reason.NOT_AS_DESCRIBED, Reason.WRONG_ITEM, Reason.DAMAGED}
)

_SHOPPER_PAYS = frozenset(
    {Reason.NO_REASON, Reason.CHANGED_MIND, Reason.ORDERED_WRONG, Reason.REFUSED}
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What limits applications. no_reason_days: 0 where the right does not hold."""

    quality_days: int
    max_cases: int
    no_reason_days: int = LEGAL_DAYS


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What eligibility looks at in an order. signed_at: None while nobody has signed."""

    is_confirmed: bool
    is_physical: bool
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What eligibility looks at in a line: units, and how often it was applied for.

    returned: units given back in all; returned_shipped: those of them that had left.
    busy_unshipped, busy_shipped: units in open cases.
    """

    quantity: int
    shipped: int
    returned: int
    returned_shipped: int = 0
    busy_unshipped: int = 0
    busy_shipped: int = 0
    cases: int = 0

    @property
    def here(self) -> int:
        """Units that are still wanted and in the house."""
        returned_before = self.returned - self.returned_shipped
        return max(0, self.quantity - self.shipped - returned_before)

    @property
    def unshipped_left(self) -> int:
        """Units that are still in the house and free to be applied for."""
        return max(0, self.here - self.busy_unshipped)

    @property
    def shipped_left(self) -> int:
        """Units that have left and are free to be applied for."""
        return max(0, self.shipped - self.returned_shipped - self.busy_shipped)

    @property
    def busy(self) -> int:
        """Units that open cases may still take: what has left is refused before shipping."""
        return min(self.busy_unshipped, self.here) + self.busy_shipped


@dataclass(frozen=True, slots=True)
class LineMoney:
    """What was paid for a line, in minor units, and how many units were settled before."""

    quantity: int
    done: int
    goods_minor: int
    freight_minor: int
    tax_minor: int


def window_end(signed_at: datetime, days: int) -> datetime:
    """Return the end of a window: 24:00 in Shanghai of its last day, exclusive.

    Day 1 is the day after signing, whatever the hour.
    Source: interim measures on seven-day returns (网络购买商品七日无理由退货暂行办法).
    """
    following = clock.local_date(signed_at) + timedelta(days=days + 1)
    return datetime.combine(following, time(), ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def no_reason_days(*, is_excluded: bool, promised_days: int) -> int:
    """Return the days in which goods may be returned without a reason, 0 if the law allows none.

    promised_days: of the merchant; fewer than the law's are raised to them.
    """
    return 0 if is_excluded or promised_days <= 0 else max(LEGAL_DAYS, promised_days)


def is_within(signed_at: datetime | None, days: int, at: datetime) -> bool:
    """Return whether a window of days is open; before signing every window is."""
    if days <= 0:
        return False
    return signed_at is None or at < window_end(signed_at, days)


def freight_bearer(reason: Reason) -> FreightBearer:
    """Return who pays for sending goods back. Source: rules 3.14."""
    return FreightBearer.SHOPPER if reason in _SHOPPER_PAYS else FreightBearer.MERCHANT


def reasons(
    kind: CaseKind, stage: Stage, *, order: OrderFacts, terms: Terms, at: datetime
) -> tuple[Reason, ...]:
    """Return the reasons that may be given now, in the order to show; none if it is too late."""
    if kind == CaseKind.RETURN_REFUND and not order.is_physical:
        return ()
    known = REASONS.get((kind, stage), ())
    if stage == Stage.UNSHIPPED:
        return known
    may_return = order.is_physical and is_within(order.signed_at, terms.no_reason_days, at)
    may_complain = is_within(order.signed_at, terms.quality_days, at)
    return tuple(
        reason for reason in known if (may_return if reason == Reason.NO_REASON else may_complain)
    )


def blocked(line: LineFacts, *, order: OrderFacts, terms: Terms, at: datetime) -> Blocked | None:
    """Return why nothing of a line can be applied for, or None."""
    if not order.is_confirmed:
        return Blocked.NOT_CONFIRMED
    if line.returned >= line.quantity:
        return Blocked.NOTHING_LEFT
    if not line.unshipped_left and not line.shipped_left:
        return Blocked.IN_CASE
    if line.cases >= terms.max_cases:
        return Blocked.TOO_MANY_CASES
    is_late = not any(
        reasons(kind, Stage.SHIPPED, order=order, terms=terms, at=at) for kind in CaseKind
    )
    if is_late and not line.unshipped_left:
        return Blocked.WINDOW_CLOSED
    return None


def stage_of(wanted: Sequence[tuple[LineFacts, int]], kind: CaseKind) -> Stage | None:
    """Return whether the units wanted are all still here or have all left; None if mixed.

    wanted: facts of a line and the units wanted of it.
    """
    is_here = all(units <= line.unshipped_left for line, units in wanted)
    if is_here and kind == CaseKind.REFUND_ONLY:
        return Stage.UNSHIPPED
    if all(units <= line.shipped_left for line, units in wanted):
        return Stage.SHIPPED
    return None


def refund_amount(line: LineMoney, count: int, *, with_freight: bool) -> RefundParts:
    """Return what `count` more units give back, each component by cumulative floor.

    Whatever the grouping, the last unit leaves nothing of a component behind.
    Raises: ValueError if the line has fewer units left.
    Source: rules 3.5, unit-level refunds.
    """
    freight = line.freight_minor if with_freight else 0
    return RefundParts(
        goods_minor=portion(line.goods_minor, line.quantity, line.done, count),
        freight_minor=portion(freight, line.quantity, line.done, count),
        tax_minor=portion(line.tax_minor, line.quantity, line.done, count),
    )


def refunds_freight(*, is_anything_shipped: bool, bearer: FreightBearer) -> bool:
    """Return whether the first freight goes back: nothing has left, or it is not the buyer's doing.

    Source: rules 3.5, refund policy, point 5.
    """
    return not is_anything_shipped or bearer != FreightBearer.SHOPPER


def reduce_parts(parts: Sequence[RefundParts], amount_minor: int) -> tuple[RefundParts, ...]:
    """Spread an agreed amount over what the lines would give back, by component.

    amount_minor: not negative; more than the parts sum up to is cut to that.
    """
    weights = [
        value for part in parts for value in (part.goods_minor, part.freight_minor, part.tax_minor)
    ]
    shares = apportion(amount_minor, weights)
    return tuple(RefundParts(*shares[start : start + 3]) for start in range(0, len(shares), 3))


def answer_by(stage: Stage, applied_at: datetime, *, hours: int, days: int) -> datetime:
    """Return when a case that the merchant does not answer is agreed to."""
    term = timedelta(hours=hours) if stage == Stage.UNSHIPPED else timedelta(days=days)
    return applied_at + term


def receive_by(
    *, sent_at: datetime, signed_at: datetime | None, ship_days: int, sign_days: int
) -> datetime:
    """Return when a return that the merchant does not answer is refunded.

    Days after sending or after signing, whichever comes first.
    """
    deadline = sent_at + timedelta(days=ship_days)
    if signed_at is None:
        return deadline
    return min(deadline, signed_at + timedelta(days=sign_days))


def is_instant(*, stage: Stage, amount_minor: int, limit_minor: int) -> bool:
    """Return whether a refund is agreed to at once: before shipping, small, and switched on."""
    return stage == Stage.UNSHIPPED and amount_minor <= limit_minor and limit_minor > 0


def agreeing(kind: CaseKind) -> CaseAction:
    """Return the move by which a case of a kind is agreed to."""
    return _A.AGREE_REFUND if kind == CaseKind.REFUND_ONLY else _A.AGREE_RETURN


def buyer_actions(state: CaseState, *, was_sent: bool) -> tuple[CaseAction, ...]:
    """Return what a buyer may do now."""
    if state == _S.REJECTED:
        return (_A.INSIST,) if was_sent else (_A.AMEND, _A.CANCEL)
    return tuple(action for action in (_A.SHIP, _A.CANCEL) if CASE.allows(state, action))


def staff_actions(state: CaseState, kind: CaseKind, *, was_sent: bool) -> tuple[CaseAction, ...]:
    """Return what a merchant's staff may do now."""
    if state == _S.REJECTED:
        return (_A.SETTLE,) if was_sent else (agreeing(kind),)
    offered = (agreeing(kind), _A.SETTLE, _A.REJECT)
    return tuple(action for action in offered if CASE.allows(state, action))


def is_as_sent(sent: Mapping[str, int], arrived: Sequence[tuple[str, str, int]]) -> bool:
    """Return whether everything came back and nothing about it is disputed.

    sent: units by order line. arrived: order line, grade and units; grade D is a dispute.
    """
    good: dict[str, int] = {}
    for line_id, grade, units in arrived:
        if grade == "D":
            return False
        good[line_id] = good.get(line_id, 0) + units
    return all(good.get(line_id, 0) >= units for line_id, units in sent.items())


def refunded_scopes(left: Sequence[tuple[UUID, int]], merchant_id: UUID) -> tuple[UUID | None, ...]:
    """Return the scopes of which nothing is left: the merchant's, and None for all of a group.

    left: merchant and units not given back, per line of the group.
    Source: rules 3.5, refund policy, point 4.
    """
    if any(units for owner, units in left if owner == merchant_id):
        return ()
    whole = not any(units for _, units in left)
    return (merchant_id, None) if whole else (merchant_id,)

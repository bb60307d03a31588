"""The state that the stages of a quote hand on, and the two ways a stage takes money off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from jishi.foundation.kernel.money import apportion
from jishi.goods.pricing.types import (
    Funder,
    QuoteLine,
    QuoteRequest,
    Share,
    Stage,
    TraceEntry,
    UnusedCoupon,
    UsedCoupon,
)
from jishi.goods.promotions.types import CouponOffer


class Source(Protocol):
    """What a discount comes from: who pays for it, and how the platform shares in."""

    @property
    def funder(self) -> Funder:
        """Who bears it in the first place."""

    @property
    def platform_share_bp(self) -> int:
        """The platform's part, in basis points."""


@dataclass(frozen=True, slots=True)
class LineState:
    """One line between two stages.

    unit_minor: price per unit, while unit stages run. amount_minor: of the whole line.
    after_reductions_minor, after_coupons_minor: the amount after stages 4 and 7, the bases
    of shop-coupon and freight-coupon thresholds.
    """

    line: QuoteLine
    unit_minor: int
    amount_minor: int
    shares: tuple[Share, ...] = ()
    trace: tuple[TraceEntry, ...] = ()
    takes_member_price: bool = True
    takes_reductions: bool = True
    takes_coupons: bool = True
    after_reductions_minor: int = 0
    after_coupons_minor: int = 0
    freight_list_minor: int = 0
    freight_minor: int = 0
    freight_shares: tuple[Share, ...] = ()
    tax_minor: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """A quote between two stages. lines: in the order of their ids, always.

    chosen: the coupons to use, set once before the first of them applies.
    """

    request: QuoteRequest
    lines: tuple[LineState, ...] = ()
    chosen: tuple[CouponOffer, ...] = ()
    used: tuple[UsedCoupon, ...] = ()
    unused: tuple[UnusedCoupon, ...] = ()
    balance_minor: int = 0
    earned_points: int = 0


StageFunction = Callable[[State], State]


def take(
    state: LineState, amount_minor: int, *, stage: Stage, source_id: UUID, source: Source
) -> LineState:
    """Take an amount off one line and note who pays for it; nothing is noted for zero."""
    if amount_minor == 0:
        return state
    after = state.amount_minor - amount_minor
    assert after >= 0, "a discount exceeds its line"
    share = Share(stage, source_id, amount_minor, source.funder, source.platform_share_bp)
    entry = TraceEntry(
        state.line.line_id,
        stage,
        source_id,
        state.amount_minor,
        after,
        amount_minor,
        source.funder,
    )
    return replace(
        state, amount_minor=after, shares=(*state.shares, share), trace=(*state.trace, entry)
    )


def take_per_unit(
    state: LineState, unit_minor: int, *, stage: Stage, source_id: UUID, source: Source
) -> LineState:
    """Lower the price of a unit; the line total is always the unit price times quantity.

    Source: rules 3.1 point 1: a line total is never rounded, only a unit price is.
    """
    off = (state.unit_minor - unit_minor) * state.line.quantity
    lowered = take(state, off, stage=stage, source_id=source_id, source=source)
    return replace(lowered, unit_minor=unit_minor)


def spread(
    lines: Sequence[LineState],
    places: Sequence[int],
    amount_minor: int,
    *,
    stage: Stage,
    source_id: UUID,
    source: Source,
) -> tuple[LineState, ...]:
    """Take an amount off several lines, by what each is worth now, capped at their sum.

    places: which lines take part, by position, ascending.
    """
    shares = apportion(amount_minor, [lines[place].amount_minor for place in places])
    return take_shares(lines, places, shares, stage=stage, source_id=source_id, source=source)


def take_shares(
    lines: Sequence[LineState],
    places: Sequence[int],
    shares: Sequence[int],
    *,
    stage: Stage,
    source_id: UUID,
    source: Source,
) -> tuple[LineState, ...]:
    """Take a given amount off each of several lines. places, shares: in one order."""
    changed = list(lines)
    for place, share in zip(places, shares, strict=True):
        changed[place] = take(lines[place], share, stage=stage, source_id=source_id, source=source)
    return tuple(changed)

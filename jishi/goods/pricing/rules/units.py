"""Stages 0 to 3: the prices of units, before anything acts on sums."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel.money import at_rate
from jishi.goods.pricing.rules.state import LineState, State, take_per_unit
from jishi.goods.pricing.types import (
    MemberPrice,
    QuantityDiscount,
    QuoteLine,
    Stage,
    TraceEntry,
    UnitPrice,
)


def list_price(state: State) -> State:
    """Stage 0: every line at its list price, in the order of line ids."""
    lines = sorted(state.request.lines, key=lambda line: line.line_id)
    return replace(state, lines=tuple(_opened(line) for line in lines))


def activity_price(state: State) -> State:
    """Stage 1: at most one activity price per line, the chosen one or the lowest."""
    offers: dict[UUID, list[UnitPrice]] = defaultdict(list)
    for offer in state.request.activities.unit_prices:
        offers[offer.variant_id].append(offer)
    if not offers:
        return state
    return replace(
        state, lines=tuple(_at_activity(line, offers[line.line.variant_id]) for line in state.lines)
    )


def member_price(state: State) -> State:
    """Stage 2: the price for the shopper's level, instead of or on top of the activity price."""
    level = state.request.facts.member_level
    offers = [
        offer for offer in state.request.activities.member_prices if offer.level == level and level
    ]
    if not offers:
        return state
    stacks = state.request.activities.does_member_price_stack
    return replace(
        state, lines=tuple(_for_member(line, offers, stacks=stacks) for line in state.lines)
    )


def quantity_discount(state: State) -> State:
    """Stage 3: N 件折, one per line; the offer that saves most takes its lines first."""
    offers = state.request.activities.quantity_discounts
    if not offers:
        return state
    lines = list(state.lines)
    free = set(range(len(lines)))
    for offer in _by_saving(offers, lines):
        places = [place for place in _participants(offer, lines) if place in free]
        if sum(lines[place].line.quantity for place in places) < offer.minimum_quantity:
            continue
        free.difference_update(places)
        for place in places:
            lines[place] = _at_rate(lines[place], offer)
    return replace(state, lines=tuple(lines))


def _opened(line: QuoteLine) -> LineState:
    amount = line.unit_list_minor * line.quantity
    entry = TraceEntry(line.line_id, Stage.LIST, None, amount, amount, 0)
    return LineState(line, line.unit_list_minor, amount, trace=(entry,))


def _at_activity(state: LineState, offers: Iterable[UnitPrice]) -> LineState:
    lower = [offer for offer in offers if offer.price_minor < state.unit_minor]
    if not lower:
        return state
    best = min(
        lower,
        key=lambda offer: (
            offer.source_id != state.line.activity_id,
            offer.price_minor,
            offer.source_id,
        ),
    )
    return replace(
        take_per_unit(
            state,
            best.price_minor,
            stage=Stage.ACTIVITY,
            source_id=best.source_id,
            source=best,
        ),
        takes_member_price=best.takes_member_price,
        takes_reductions=best.takes_reductions,
        takes_coupons=best.takes_coupons,
    )


def _for_member(state: LineState, offers: Iterable[MemberPrice], *, stacks: bool) -> LineState:
    """Apply the best member price; where it replaces an activity, that activity's share goes."""
    base = state if stacks or not state.shares else _opened(state.line)
    priced = [
        (at_rate(base.unit_minor, offer.rate_bp), offer.source_id, offer)
        for offer in offers
        if state.takes_member_price
        and offer.merchant_id in (None, state.line.merchant_id)
        and offer.scope.covers(state.line.product_id, state.line.category_ids)
    ]
    if not priced:
        return state
    unit, source_id, offer = min(priced, key=lambda item: item[:2])
    if unit >= state.unit_minor:
        return state
    return take_per_unit(base, unit, stage=Stage.MEMBER, source_id=source_id, source=offer)


def _participants(offer: QuantityDiscount, lines: list[LineState]) -> list[int]:
    return [
        place
        for place, state in enumerate(lines)
        if state.line.merchant_id == offer.merchant_id
        and state.takes_reductions
        and offer.scope.covers(state.line.product_id, state.line.category_ids)
    ]


def _by_saving(
    offers: Iterable[QuantityDiscount], lines: list[LineState]
) -> list[QuantityDiscount]:
    def saving(offer: QuantityDiscount) -> int:
        states = [lines[place] for place in _participants(offer, lines)]
        return sum(state.amount_minor for state in states) * (10_000 - offer.rate_bp)

    return sorted(offers, key=lambda offer: (-saving(offer), offer.source_id))


def _at_rate(state: LineState, offer: QuantityDiscount) -> LineState:
    unit = min(state.unit_minor, at_rate(state.unit_minor, offer.rate_bp))
    return take_per_unit(state, unit, stage=Stage.QUANTITY, source_id=offer.source_id, source=offer)

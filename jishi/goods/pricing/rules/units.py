"""Stages 0 to 3: the prices of units, before anything acts on sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel.money import at_rate
from jishi.goods.pricing.rules.state import LineState, State, take_per_unit, take_shares
from jishi.goods.pricing.types import (
    MemberPrice,
    QuoteLine,
    SetOffer,
    Stage,
    TraceEntry,
    UnitPrice,
    Units,
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


def set_offer(state: State) -> State:
    """Stage 3: several units of a shop together; one per line, the one that saves most first."""
    offers = state.request.activities.set_offers
    if not offers:
        return state
    lines: Sequence[LineState] = state.lines
    free = set(range(len(lines)))
    for offer, joined in _by_saving(offers, lines):
        places = [place for place in joined if place in free]
        shares = offer.shares([_units(lines[place]) for place in places])
        if any(shares):
            free.difference_update(places)
            lines = take_shares(
                lines,
                places,
                shares,
                stage=Stage.QUANTITY,
                source_id=offer.source_id,
                source=offer,
            )
    return replace(state, lines=tuple(lines))


def _opened(line: QuoteLine) -> LineState:
    amount = line.unit_list_minor * line.quantity
    entry = TraceEntry(line.line_id, Stage.LIST, None, amount, amount, 0)
    return LineState(line, line.unit_list_minor, amount, trace=(entry,))


def _at_activity(state: LineState, offers: Iterable[UnitPrice]) -> LineState:
    lower = [offer for offer in offers if _is_had(offer, state)]
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


def _is_had(offer: UnitPrice, state: LineState) -> bool:
    is_within = offer.most_units is None or state.line.quantity <= offer.most_units
    return is_within and offer.price_minor < state.unit_minor


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


def _by_saving(
    offers: Iterable[SetOffer], lines: Sequence[LineState]
) -> list[tuple[SetOffer, list[int]]]:
    """Return offers with the lines that may join, in the order of what each saves on its own."""
    ranked = []
    for offer in offers:
        places = [place for place, line in enumerate(lines) if _joins(line, offer)]
        saved = sum(offer.shares([_units(lines[place]) for place in places]))
        if saved:
            ranked.append((-saved, offer.source_id, offer, places))
    ranked.sort(key=lambda item: item[:2])
    return [(offer, places) for _, _, offer, places in ranked]


def _joins(state: LineState, offer: SetOffer) -> bool:
    return (
        state.line.merchant_id == offer.merchant_id
        and state.takes_reductions
        and offer.joins(state.line.variant_id)
        and offer.scope.covers(state.line.product_id, state.line.category_ids)
    )


def _units(state: LineState) -> Units:
    return Units(state.line.variant_id, state.line.quantity, state.unit_minor)

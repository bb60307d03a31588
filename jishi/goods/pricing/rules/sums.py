"""Stages 4, 5, 8 and 9: amounts off a set of lines, spread over them by what each is worth."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from jishi.goods.pricing.rules.state import LineState, State, spread
from jishi.goods.pricing.types import Reduction, Stage


def reduction(state: State) -> State:
    """Stage 4: 满减 of the shops; several may apply, but only one to each line."""
    offers = [offer for offer in state.request.activities.reductions if offer.merchant_id]
    reduced = _reduce(state, offers, Stage.REDUCTION)
    return replace(
        reduced,
        lines=tuple(
            replace(line, after_reductions_minor=line.amount_minor) for line in reduced.lines
        ),
    )


def cross_reduction(state: State) -> State:
    """Stage 5: 满减 across shops, on what stage 4 left."""
    offers = [offer for offer in state.request.activities.reductions if not offer.merchant_id]
    return _reduce(state, offers, Stage.CROSS_REDUCTION)


def allowance(state: State) -> State:
    """Stage 8: red packets and shopping allowances, one after the other."""
    lines = state.lines
    for offer in sorted(state.request.activities.allowances, key=lambda offer: offer.source_id):
        lines = spread(
            lines,
            range(len(lines)),
            offer.amount_minor,
            stage=Stage.ALLOWANCE,
            source_id=offer.source_id,
            source=offer,
        )
    return replace(state, lines=lines)


def points(state: State) -> State:
    """Stage 9: points, clamped to their largest part of the goods instead of refused."""
    offer = state.request.activities.points
    if offer is None:
        return state
    places = [
        place
        for place, state_ in enumerate(state.lines)
        if offer.scope.covers(state_.line.product_id, state_.line.category_ids)
    ]
    worth = sum(state.lines[place].amount_minor for place in places)
    amount = min(offer.amount_minor, worth * offer.max_rate_bp // 10_000)
    lines = spread(
        state.lines,
        places,
        amount - amount % offer.step_minor,
        stage=Stage.POINTS,
        source_id=offer.source_id,
        source=offer,
    )
    return replace(state, lines=lines)


def _reduce(state: State, offers: Sequence[Reduction], stage: Stage) -> State:
    """Apply reductions in the order of what they save on their own; each line joins one."""
    if not offers:
        return state
    places = _places_by_shop(state.lines)
    everywhere = range(len(state.lines))
    joined = {
        offer.source_id: [
            place
            for place in (places[offer.merchant_id] if offer.merchant_id else everywhere)
            if _joins(state.lines[place], offer)
        ]
        for offer in offers
    }
    ranked = sorted(
        offers,
        key=lambda offer: (
            -_off(offer, _worth(state.lines, joined[offer.source_id])),
            offer.source_id,
        ),
    )
    lines, taken = state.lines, set[int]()
    for offer in ranked:
        free = [place for place in joined[offer.source_id] if place not in taken]
        off = _off(offer, _worth(lines, free))
        if off:
            taken.update(free)
            lines = spread(lines, free, off, stage=stage, source_id=offer.source_id, source=offer)
    return replace(state, lines=lines)


def _places_by_shop(lines: Sequence[LineState]) -> dict[UUID, list[int]]:
    places: dict[UUID, list[int]] = defaultdict(list)
    for place, state in enumerate(lines):
        places[state.line.merchant_id].append(place)
    return places


def _joins(state: LineState, offer: Reduction) -> bool:
    return state.takes_reductions and offer.scope.covers(
        state.line.product_id, state.line.category_ids
    )


def _worth(lines: Sequence[LineState], places: Sequence[int]) -> int:
    return sum(lines[place].amount_minor for place in places)


def _off(offer: Reduction, worth_minor: int) -> int:
    """Return what the best reached tier takes off goods of that worth."""
    reached = [tier for tier in offer.tiers if 0 < tier.threshold_minor <= worth_minor]
    if not reached:
        return 0
    if offer.is_repeating:
        return max(worth_minor // tier.threshold_minor * tier.off_minor for tier in reached)
    return max(tier.off_minor for tier in reached)

"""Stages 10 to 13: freight, tax, stored value, and the points a purchase will earn."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel.money import allocate, apportion, at_rate
from jishi.goods.pricing.rules import worth
from jishi.goods.pricing.rules.coupons import note
from jishi.goods.pricing.rules.state import LineState, State
from jishi.goods.pricing.types import FreightCharge, Share, Stage, TaxRate, TraceEntry
from jishi.goods.promotions.types import CouponKind, CouponOffer

Carried = dict[int, int]
"""How much of a package's fee each line carries, by position."""


def freight(state: State) -> State:
    """Stage 10: the fee of every package, spread over its lines, less freight coupons.

    Each package takes one freight coupon at most, a shop's own before the platform's.
    """
    lines = list(state.lines)
    carried: list[tuple[FreightCharge, Carried]] = []
    for charge in sorted(
        state.request.charges, key=lambda charge: (charge.merchant_id, charge.package_key)
    ):
        shares = _carried(charge, lines)
        carried.append((charge, shares))
        for place, share in shares.items():
            lines[place] = _charged(lines[place], charge.package_key, share)
    charged = replace(state, lines=tuple(lines))
    served: set[UUID] = set()
    for offer in state.chosen:
        if offer.kind == CouponKind.FREE_FREIGHT:
            open_packages = [pair for pair in carried if pair[0].merchant_id not in served]
            charged, off = _apply_coupon(charged, offer, open_packages)
            if off and offer.merchant_id:
                served.add(offer.merchant_id)
    return charged


def tax(state: State) -> State:
    """Stage 11: taxes on top, on what is paid for the goods and, by rule, their freight."""
    rates: dict[UUID, list[TaxRate]] = defaultdict(list)
    for rate in state.request.activities.taxes:
        rates[rate.line_id].append(rate)
    if not rates:
        return state
    return replace(
        state, lines=tuple(_taxed(line, rates[line.line.line_id]) for line in state.lines)
    )


def tender(state: State) -> State:
    """Stage 12: stored value pays first; it is a way of paying, not a discount."""
    return replace(state, balance_minor=min(state.request.activities.balance_minor, _due(state)))


def earning(state: State) -> State:
    """Stage 13: points for the goods that are paid in cash, freight and taxes apart."""
    rule = state.request.activities.earning
    if rule is None:
        return state
    goods = sum(line.amount_minor for line in state.lines)
    cash = min(goods, _due(state) - state.balance_minor)
    return replace(state, earned_points=cash // rule.per_minor * rule.points)


def _due(state: State) -> int:
    return sum(line.amount_minor + line.freight_minor + line.tax_minor for line in state.lines)


def _carried(charge: FreightCharge, lines: Sequence[LineState]) -> Carried:
    """Spread a fee: as shipping says, else by payable goods, by list price, or by units."""
    places = worth.package_places(charge, lines)
    if charge.line_shares:
        shares = dict(charge.line_shares)
        given = {place: shares[lines[place].line.line_id] for place in places}
        assert sum(given.values()) == charge.fee_minor, "freight shares do not sum to the fee"
        return given
    assert places or charge.fee_minor == 0, "a package without lines has a fee"
    candidates = (
        [lines[place].amount_minor for place in places],
        [lines[place].line.unit_list_minor * lines[place].line.quantity for place in places],
        [lines[place].line.quantity for place in places],
    )
    weights = next((weights for weights in candidates if any(weights)), [])
    shared = allocate(charge.fee_minor, weights) if weights else ()
    return dict(zip(places, shared, strict=True)) if weights else {}


def _charged(state: LineState, package_key: str, share_minor: int) -> LineState:
    if share_minor == 0:
        return state
    after = state.freight_minor + share_minor
    entry = TraceEntry(
        state.line.line_id, Stage.FREIGHT, package_key, state.freight_minor, after, share_minor
    )
    return replace(
        state,
        freight_list_minor=state.freight_list_minor + share_minor,
        freight_minor=after,
        trace=(*state.trace, entry),
    )


def _apply_coupon(
    state: State, offer: CouponOffer, packages: Sequence[tuple[FreightCharge, Carried]]
) -> tuple[State, int]:
    places = set(worth.participants(offer, state.lines))
    weights: Carried = defaultdict(int)
    for charge, carried in packages:
        if not places.isdisjoint(worth.package_places(charge, state.lines)):
            for place, share in carried.items():
                weights[place] += share
    base = sum(state.lines[place].after_coupons_minor for place in places)
    off = worth.off_freight(offer, base, sum(weights.values()))
    lines = list(state.lines)
    ordered = sorted(weights)
    for place, share in zip(
        ordered, apportion(off, [weights[place] for place in ordered]), strict=True
    ):
        lines[place] = _relieved(lines[place], offer, share)
    return note(replace(state, lines=tuple(lines)), offer, off, base), off


def _relieved(state: LineState, offer: CouponOffer, share_minor: int) -> LineState:
    if share_minor == 0:
        return state
    after = state.freight_minor - share_minor
    share = Share(Stage.FREIGHT, offer.offer_id, share_minor, offer.funder, offer.platform_share_bp)
    entry = TraceEntry(
        state.line.line_id,
        Stage.FREIGHT,
        offer.offer_id,
        state.freight_minor,
        after,
        share_minor,
        offer.funder,
    )
    return replace(
        state,
        freight_minor=after,
        freight_shares=(*state.freight_shares, share),
        trace=(*state.trace, entry),
    )


def _taxed(state: LineState, rates: Sequence[TaxRate]) -> LineState:
    for rate in sorted(rates, key=lambda rate: rate.source_id):
        base = state.amount_minor + (state.freight_minor if rate.is_on_freight else 0)
        added = at_rate(base, rate.rate_bp)
        after = state.tax_minor + added
        entry = TraceEntry(
            state.line.line_id, Stage.TAX, rate.source_id, state.tax_minor, after, added
        )
        state = replace(state, tax_minor=after, trace=(*state.trace, entry))
    return state

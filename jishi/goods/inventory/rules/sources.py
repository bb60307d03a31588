"""Where goods come from, and the arithmetic of what is held. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from uuid import UUID

from jishi.foundation.kernel import distances
from jishi.foundation.kernel.states import StateMachine
from jishi.goods.inventory.errors import BadQuantity, NotAllocated, OutOfStock
from jishi.goods.inventory.types import (
    UNLIMITED,
    Choice,
    ChoiceRule,
    Demand,
    Plan,
    ReservationAction,
    ReservationState,
    Shortage,
    Site,
    Source,
    Supply,
    TieBreak,
)

EXACT_SIZE = 3
"""Up to this many locations the smallest set is found by looking at every set."""

MAX_SETS = 10_000
"""More sets than this of one size are not looked at: 10,000 are all triples of 40."""

ANYWHERE = 1_000_000
"""The region rank of a location that serves every region without favoring any."""

RESERVATION = StateMachine(
    name="reservation",
    initial=ReservationState.ACTIVE,
    moves={
        (ReservationState.ACTIVE, ReservationAction.RELEASE): ReservationState.RELEASED,
        (ReservationState.ACTIVE, ReservationAction.ALLOCATE): ReservationState.ALLOCATED,
        # A payment may arrive after its reservation has lapsed.
        (ReservationState.RELEASED, ReservationAction.ALLOCATE): ReservationState.ALLOCATED,
        (ReservationState.RELEASED, ReservationAction.RESERVE): ReservationState.ACTIVE,
        (ReservationState.ALLOCATED, ReservationAction.DEALLOCATE): ReservationState.RELEASED,
        (ReservationState.ALLOCATED, ReservationAction.SHIP): ReservationState.SHIPPED,
    },
)

Rank = tuple[int, int, int, str]
"""Region rank, cost, position, id: smaller is better, and never equal for two locations."""

Stock = Mapping[UUID, Mapping[UUID, int]]
"""Variant → location → units available, positive ones only."""


def available(*, on_hand: int, reserved: int, allocated: int, safety: int, unlimited: bool) -> int:
    """Return the units of a level that may be sold; negative when safety is not covered."""
    return UNLIMITED if unlimited else on_hand - reserved - allocated - safety


def aggregate(demands: Iterable[Demand]) -> dict[UUID, dict[UUID, int]]:
    """Sum demands by merchant and variant, so that two lines cannot share one unit.

    Raises: BadQuantity if a quantity is not positive.
    """
    wanted: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for demand in demands:
        require_positive(demand.quantity)
        wanted[demand.merchant_id][demand.variant_id] += demand.quantity
    return {merchant: dict(units) for merchant, units in wanted.items()}


def require_positive(quantity: int) -> None:
    """Refuse a quantity of no units.

    Raises: BadQuantity
    """
    if quantity <= 0:
        raise BadQuantity(field="quantity", quantity=quantity)


def choose_sources(
    *,
    demands: Sequence[Demand],
    supplies: Sequence[Supply],
    sites: Sequence[Site],
    region_codes: Sequence[str] = (),
    distance_cost_minor: int = 0,
    waiting_cost_minor: int = 0,
) -> Plan:
    """Plan which locations serve which units, in the fewest parcels.

    A parcel is one merchant's goods from one location. For every merchant: one location
    that has everything; else the smallest set of locations (exact up to three); among
    equally small sets the one whose regions rank best, then the one that costs least to
    send from, then the operator's positions. Every day that a location waits until it can
    send is a cost: one that sends today is chosen where a cheaper one saves less than the
    waiting counts for.

    supplies: what is available of every wanted variant. sites: the locations of these.
    region_codes: the buyer's division codes, most specific first; empty serves anywhere.
    distance_cost_minor: what 100 km of way count for; 0 leaves distance out.
    waiting_cost_minor: what a day of waiting counts for; 0 leaves waiting out.
    Raises: OutOfStock with every variant that cannot be served; BadQuantity.
    """
    wanted = aggregate(demands)
    ranks = rank_sites(sites, region_codes, distance_cost_minor, waiting_cost_minor)
    waits = {site.location_id: site.wait_days for site in sites}
    stock = _usable(supplies, ranks)
    shortages = _shortages(wanted, stock)
    if shortages:
        raise OutOfStock(shortages)
    sources: list[Source] = []
    choices: list[Choice] = []
    for merchant_id, units in wanted.items():
        choice = _choose(merchant_id, units, stock, Scale(ranks, waits, waiting_cost_minor))
        choices.append(choice)
        sources += _distribute(units, stock, choice.location_ids)
    sources.sort(key=lambda source: (source.variant_id, source.location_id))
    return Plan(sources=tuple(sources), choices=tuple(choices))


def rank_sites(
    sites: Iterable[Site],
    region_codes: Sequence[str],
    distance_cost_minor: int = 0,
    waiting_cost_minor: int = 0,
) -> dict[UUID, Rank]:
    """Return the rank of every location that serves the region; the others are left out."""
    ranks = {}
    for site in sites:
        region = region_rank(site.served_regions, region_codes)
        if region is not None:
            cost = sending_cost(site, region_codes, distance_cost_minor, waiting_cost_minor)
            ranks[site.location_id] = (region, cost, site.position, site.location_id.hex)
    return ranks


def sending_cost(
    site: Site,
    region_codes: Sequence[str],
    distance_cost_minor: int,
    waiting_cost_minor: int = 0,
) -> int:
    """Return what a parcel from a location to a region counts for, in minor units.

    The way counts only where both ends are known; every day until it leaves counts.
    """
    way = distances.between_km(site.region_code, region_codes[0]) if region_codes else None
    waiting = site.wait_days * waiting_cost_minor
    return site.parcel_cost_minor + (way or 0) * distance_cost_minor // 100 + waiting


def region_rank(served_regions: Sequence[str], region_codes: Sequence[str]) -> int | None:
    """Return how much a location favors a region, 0 most; None if it does not serve it.

    A region that is not known is served by all alike.
    """
    if not region_codes:
        return 0
    if not served_regions:
        return ANYWHERE
    for rank, served in enumerate(served_regions):
        if any(code.startswith(served) for code in region_codes):
            return rank
    return None


@dataclass(frozen=True, slots=True)
class Scale:
    """What sets of locations are weighed by: ranks, days of waiting, what such a day counts."""

    ranks: Mapping[UUID, Rank]
    waits: Mapping[UUID, int]
    waiting_cost_minor: int

    def regions(self, group: Collection[UUID]) -> tuple[int, ...]:
        """Return the ranks of a set's regions, the best first."""
        return tuple(sorted(self.ranks[location][0] for location in group))

    def cost(self, group: Collection[UUID]) -> int:
        """Return what a set costs to send from, waiting included."""
        return sum(self.ranks[location][1] for location in group)

    def places(self, group: Collection[UUID]) -> tuple[tuple[int, str], ...]:
        """Return the positions of a set, the first one first."""
        return tuple(sorted(self.ranks[location][2:] for location in group))

    def waiting(self, group: Collection[UUID]) -> int:
        """Return what the waiting of a set counts for."""
        return sum(self.waits[location] for location in group) * self.waiting_cost_minor

    def longest_wait(self, group: Collection[UUID]) -> int:
        """Return the days until the last parcel of a set leaves."""
        return max((self.waits[location] for location in group), default=0)


@dataclass(frozen=True, slots=True)
class Held:
    """What is left of a reservation: units held, units shipped, and its state."""

    quantity: int
    shipped: int
    state: ReservationState


def after_shipping(held: Held, quantity: int) -> Held:
    """Return what is left after units have left the house.

    Raises: NotAllocated if fewer are allocated.
    """
    return _less(held, quantity, shipped=quantity)


def after_giving_back(held: Held, quantity: int) -> Held:
    """Return what is left after units went back on sale.

    Raises: NotAllocated if fewer are allocated.
    """
    return _less(held, quantity, shipped=0)


def ran_low(before: int, after: int, threshold: int) -> bool:
    """Return whether a change has crossed the threshold on its way down."""
    return after <= threshold < before


def came_back(before: int, after: int) -> bool:
    """Return whether a change has made a sold-out variant available again."""
    return before <= 0 < after


def _usable(supplies: Iterable[Supply], ranks: Mapping[UUID, Rank]) -> Stock:
    stock: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for supply in supplies:
        if supply.available > 0 and supply.location_id in ranks:
            stock[supply.variant_id][supply.location_id] = supply.available
    return stock


def _shortages(wanted: Mapping[UUID, Mapping[UUID, int]], stock: Stock) -> list[Shortage]:
    totals = {variant: sum(places.values()) for variant, places in stock.items()}
    return [
        Shortage(variant_id=variant, wanted=quantity, available=totals.get(variant, 0))
        for units in wanted.values()
        for variant, quantity in units.items()
        if totals.get(variant, 0) < quantity
    ]


def _choose(merchant_id: UUID, units: Mapping[UUID, int], stock: Stock, scale: Scale) -> Choice:
    candidates = sorted(
        {location for variant in units for location in stock[variant]},
        key=lambda location: scale.ranks[location],
    )
    for size in range(1, EXACT_SIZE + 1):
        if comb(len(candidates), size) > MAX_SETS:
            break
        sets = [group for group in combinations(candidates, size) if _serves(group, units, stock)]
        if sets:
            return _best(merchant_id, sets, scale)
    chosen = _step_by_step(candidates, units, stock)
    return Choice(
        merchant_id=merchant_id,
        location_ids=chosen,
        rule=ChoiceRule.FEW_LOCATIONS,
        tie_break=TieBreak.NONE,
        wait_days=scale.longest_wait(chosen),
    )


def _serves(group: Collection[UUID], units: Mapping[UUID, int], stock: Stock) -> bool:
    return all(
        sum(stock[variant].get(location, 0) for location in group) >= quantity
        for variant, quantity in units.items()
    )


def _best(merchant_id: UUID, sets: Sequence[tuple[UUID, ...]], scale: Scale) -> Choice:
    """Choose among equally small sets, and say what decided."""
    best = min(
        sets, key=lambda group: (scale.regions(group), scale.cost(group), scale.places(group))
    )
    single = len(best) == 1
    return Choice(
        merchant_id=merchant_id,
        location_ids=best,
        rule=ChoiceRule.SINGLE_LOCATION if single else ChoiceRule.FEWEST_LOCATIONS,
        tie_break=_tie_break(best, sets, scale),
        wait_days=scale.longest_wait(best),
    )


def _tie_break(best: tuple[UUID, ...], sets: Sequence[tuple[UUID, ...]], scale: Scale) -> TieBreak:
    if len(sets) == 1:
        return TieBreak.NONE
    near = [group for group in sets if scale.regions(group) == scale.regions(best)]
    if len(near) == 1:
        return TieBreak.REGION
    patient = min(
        near, key=lambda group: (scale.cost(group) - scale.waiting(group), scale.places(group))
    )
    if patient != best:
        return TieBreak.WAIT
    rivals = sum(scale.cost(group) == scale.cost(best) for group in near)
    return TieBreak.COST if rivals == 1 else TieBreak.POSITION


def _step_by_step(
    candidates: Sequence[UUID], units: Mapping[UUID, int], stock: Stock
) -> tuple[UUID, ...]:
    """Take the location that serves most of what is left, then drop those not needed."""
    left = dict(units)
    chosen: list[UUID] = []
    while any(left.values()):
        best = max(
            (location for location in candidates if location not in chosen),
            key=lambda location: _served(location, left, stock),
        )
        chosen.append(best)
        left = {
            variant: max(0, quantity - stock[variant].get(best, 0))
            for variant, quantity in left.items()
        }
    for location in sorted(chosen, key=candidates.index, reverse=True):
        others = [other for other in chosen if other != location]
        if _serves(others, units, stock):
            chosen = others
    return tuple(sorted(chosen, key=candidates.index))


def _served(location: UUID, left: Mapping[UUID, int], stock: Stock) -> tuple[int, int]:
    """Return how many variants a location would finish, and how many units it would give."""
    given = {v: min(quantity, stock[v].get(location, 0)) for v, quantity in left.items()}
    finished = sum(
        1 for variant, quantity in left.items() if quantity and given[variant] == quantity
    )
    return finished, sum(given.values())


def _distribute(
    units: Mapping[UUID, int], stock: Stock, location_ids: Sequence[UUID]
) -> list[Source]:
    """Take every variant from one location where one has enough, else from the best first."""
    sources = []
    for variant, quantity in units.items():
        places = stock[variant]
        whole = [place for place in location_ids if places.get(place, 0) >= quantity]
        left = quantity
        for place in whole[:1] or location_ids:
            taken = min(left, places.get(place, 0))
            if taken:
                sources.append(Source(variant, place, taken))
                left -= taken
    return sources


def _less(held: Held, quantity: int, *, shipped: int) -> Held:
    require_positive(quantity)
    if held.state != ReservationState.ALLOCATED or held.quantity < quantity:
        raise NotAllocated(quantity=quantity, allocated=held.quantity)
    left = held.quantity - quantity
    gone = held.shipped + shipped
    state: ReservationState = held.state
    if not left:
        action = ReservationAction.SHIP if gone else ReservationAction.DEALLOCATE
        state = RESERVATION.advance(held.state, action)
    return Held(quantity=left, shipped=gone, state=state)

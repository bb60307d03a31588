"""Planning: few parcels, never more than there is, the same answer as trying everything."""

from collections import Counter, defaultdict
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.foundation.kernel import distances
from jishi.foundation.kernel.errors import IllegalMove
from jishi.goods.inventory import rules
from jishi.goods.inventory.errors import BadQuantity, NotAllocated, OutOfStock
from jishi.goods.inventory.rules import Held, sources
from jishi.goods.inventory.types import (
    ChoiceRule,
    Demand,
    ReservationAction,
    ReservationState,
    Site,
    Source,
    Supply,
    TieBreak,
)

M1, M2 = UUID(int=0xA1), UUID(int=0xA2)
A, B, C = (UUID(int=n) for n in (1, 2, 3))
W1, W2, W3, W4 = (UUID(int=0x100 + n) for n in range(4))
SHANGHAI = ("310115", "3101", "31")


def plan(demands, stock, sites=None, region=(), **given):
    """Plan demands [(variant, quantity)] of M1 from stock {location: {variant: units}}."""
    supplies = [Supply(v, place, n) for place, units in stock.items() for v, n in units.items()]
    return rules.choose_sources(
        demands=[d if isinstance(d, Demand) else Demand(d[0], M1, d[1]) for d in demands],
        supplies=supplies,
        sites=sites or [Site(place, position=n) for n, place in enumerate(stock)],
        region_codes=region,
        **given,
    )


def places(found):
    return [source.location_id for source in found.sources]


def test_one_location_that_has_everything_is_chosen_over_a_favored_one_that_has_not():
    stock = {W1: {A: 9}, W2: {A: 9, B: 9}}
    found = plan([(A, 1), (B, 1)], stock)
    assert places(found) == [W2, W2]
    assert found.choices[0].rule == ChoiceRule.SINGLE_LOCATION
    assert found.choices[0].explanation() == "single_location"


def test_the_walk_of_the_house_makes_three_parcels():
    stock = {W1: {A: 1}, W2: {B: 1, C: 1}}
    found = plan([(A, 1), (B, 1), Demand(C, M2, 1)], stock)
    assert found.sources == (Source(A, W1, 1), Source(B, W2, 1), Source(C, W2, 1))
    assert [(choice.merchant_id, choice.rule) for choice in found.choices] == [
        (M1, ChoiceRule.FEWEST_LOCATIONS),
        (M2, ChoiceRule.SINGLE_LOCATION),
    ]


def test_two_lines_of_one_variant_cannot_share_a_unit():
    with pytest.raises(OutOfStock) as refused:
        plan([(A, 3), (A, 3)], {W1: {A: 5}})
    assert [(s.variant_id, s.wanted, s.available) for s in refused.value.shortages] == [(A, 6, 5)]


def test_every_short_variant_is_listed():
    with pytest.raises(OutOfStock) as refused:
        plan([(A, 2), (B, 1), Demand(C, M2, 1)], {W1: {A: 1, B: 1}})
    assert [shortage.variant_id for shortage in refused.value.shortages] == [A, C]
    assert refused.value.params == {"variant_id": str(A), "available": 1, "count": 2}


def test_a_line_is_split_only_when_no_location_has_it_all():
    found = plan([(A, 7)], {W1: {A: 5}, W2: {A: 4}})
    assert found.sources == (Source(A, W1, 5), Source(A, W2, 2))


def test_a_line_stays_whole_where_one_of_the_chosen_has_it_all():
    stock = {W1: {A: 3, B: 1}, W2: {A: 9, C: 1}}
    found = plan([(A, 5), (B, 1), (C, 1)], stock)
    assert Source(A, W2, 5) in found.sources


def test_among_equals_the_region_decides_then_the_position():
    stock = {W1: {A: 1}, W2: {A: 1}, W3: {A: 1}}
    sites = [Site(W1, ("44",), 0), Site(W2, ("33", "31"), 1), Site(W3, ("31", "33"), 2)]
    found = plan([(A, 1)], stock, sites, SHANGHAI)
    assert places(found) == [W3]
    assert found.choices[0].tie_break == TieBreak.REGION
    found = plan([(A, 1)], stock, sites)
    assert places(found) == [W1]
    assert found.choices[0].tie_break == TieBreak.POSITION
    assert found.choices[0].explanation() == "single_location, position"


def test_a_location_that_does_not_serve_the_region_is_left_out():
    sites = [Site(W1, ("44",)), Site(W2, ())]
    with pytest.raises(OutOfStock):
        plan([(A, 2)], {W1: {A: 9}, W2: {A: 1}}, sites, SHANGHAI)


@pytest.mark.parametrize(
    ("served", "region", "rank"),
    [
        ((), SHANGHAI, rules.ANYWHERE),
        (("31",), SHANGHAI, 0),
        (("44", "3101"), SHANGHAI, 1),
        (("310115",), SHANGHAI, 0),
        (("310104",), SHANGHAI, None),
        (("44",), SHANGHAI, None),
        (("44",), (), 0),
    ],
)
def test_region_ranks(served, region, rank):
    assert rules.region_rank(served, region) == rank


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_demand_of_nothing_is_refused(quantity):
    with pytest.raises(BadQuantity):
        plan([(A, quantity)], {W1: {A: 5}})


@st.composite
def problems(draw, max_places=5, max_variants=4):
    variants = [UUID(int=n + 1) for n in range(draw(st.integers(1, max_variants)))]
    sites = [UUID(int=0x100 + n) for n in range(draw(st.integers(1, max_places)))]
    stock = {place: {variant: draw(st.integers(-2, 6)) for variant in variants} for place in sites}
    demands = [(variant, draw(st.integers(1, 8))) for variant in variants]
    return demands, stock


def brute_force(demands, stock):
    """Return the size of the smallest set of locations that has everything, else None."""
    for size in range(1, len(stock) + 1):
        for group in combinations(stock, size):
            if all(
                sum(max(0, stock[place][variant]) for place in group) >= quantity
                for variant, quantity in demands
            ):
                return size
    return None


@settings(max_examples=400, deadline=None)
@given(problems(max_places=3))
def test_up_to_three_locations_the_plan_is_as_small_as_any(problem):
    demands, stock = problem
    smallest = brute_force(demands, stock)
    if smallest is None:
        with pytest.raises(OutOfStock):
            plan(demands, stock)
        return
    found = plan(demands, stock)
    assert len(set(places(found))) == smallest
    assert found.choices[0].rule != ChoiceRule.FEW_LOCATIONS


@settings(max_examples=300, deadline=None)
@given(problems(max_places=7))
def test_a_plan_gives_what_is_wanted_and_takes_no_more_than_there_is(problem):
    demands, stock = problem
    smallest = brute_force(demands, stock)
    if smallest is None:
        return
    found = plan(demands, stock)
    taken, given_units = defaultdict(int), Counter()
    for source in found.sources:
        assert source.quantity > 0
        taken[source.location_id, source.variant_id] += source.quantity
        given_units[source.variant_id] += source.quantity
    assert given_units == Counter(dict(demands))
    assert all(units <= stock[place][variant] for (place, variant), units in taken.items())
    used = {place for place, _ in taken}
    assert used == set(found.choices[0].location_ids)
    if smallest <= sources.EXACT_SIZE:
        assert len(used) == smallest


@given(problems(max_places=4), st.randoms())
def test_the_order_of_the_input_does_not_matter(problem, random):
    demands, stock = problem
    if brute_force(demands, stock) is None:
        return
    sites = [Site(place, position=n) for n, place in enumerate(stock)]
    first = plan(demands, stock, sites)
    shuffled = dict(random.sample(list(stock.items()), len(stock)))
    again = plan(demands[::-1], shuffled, random.sample(sites, len(sites)))
    assert first.sources == again.sources


def test_four_locations_are_found_step_by_step():
    stock = {place: {A: 2} for place in (W1, W2, W3, W4)}
    found = plan([(A, 8)], stock)
    assert len(found.sources) == 4
    assert found.choices[0].rule == ChoiceRule.FEW_LOCATIONS


def test_step_by_step_drops_what_it_did_not_need():
    # The first step takes W1 for its two finished lines; the others make it superfluous.
    units = {UUID(int=n): 2 for n in range(1, 9)}
    names = list(units)
    stock = {
        W1: dict.fromkeys(names[:4], 2),
        W2: dict.fromkeys(names[4:6], 2),
        W3: dict.fromkeys(names[6:], 2),
        W4: {**dict.fromkeys(names[:2], 1)},
    }
    found = sources._step_by_step([W1, W2, W3, W4], units, _by_variant(stock))
    assert found == (W1, W2, W3)


def _by_variant(stock):
    table = defaultdict(dict)
    for place, units in stock.items():
        for variant, quantity in units.items():
            table[variant][place] = quantity
    return table


def test_many_locations_are_planned_in_time():
    variants = [UUID(int=n + 1) for n in range(10)]
    stock = {UUID(int=0x1000 + n): dict.fromkeys(variants[n % 10 :: 7], 1) for n in range(300)}
    found = plan([(variant, 2) for variant in variants], stock)
    assert sum(source.quantity for source in found.sources) == 20


def test_units_leave_and_go_back_until_none_are_left():
    held = Held(5, 0, ReservationState.ALLOCATED)
    held = rules.after_shipping(held, 2)
    assert held == Held(3, 2, ReservationState.ALLOCATED)
    held = rules.after_giving_back(held, 2)
    assert held == Held(1, 2, ReservationState.ALLOCATED)
    assert rules.after_shipping(held, 1) == Held(0, 3, ReservationState.SHIPPED)
    assert rules.after_giving_back(held, 1) == Held(0, 2, ReservationState.SHIPPED)
    whole = Held(5, 0, ReservationState.ALLOCATED)
    assert rules.after_giving_back(whole, 5) == Held(0, 0, ReservationState.RELEASED)


@pytest.mark.parametrize(
    "held",
    [
        Held(1, 0, ReservationState.ALLOCATED),
        Held(9, 0, ReservationState.ACTIVE),
        Held(9, 0, ReservationState.RELEASED),
    ],
)
def test_only_allocated_units_leave(held):
    with pytest.raises(NotAllocated):
        rules.after_shipping(held, 2)


def test_a_paid_reservation_can_never_be_released():
    with pytest.raises(IllegalMove):
        rules.RESERVATION.advance(ReservationState.ALLOCATED, ReservationAction.RELEASE)
    assert rules.RESERVATION.is_terminal(ReservationState.SHIPPED)


@given(st.integers(-5, 20), st.integers(-5, 20), st.integers(0, 10))
def test_a_threshold_is_crossed_once_on_the_way_down(before, after, threshold):
    crossed = rules.ran_low(before, after, threshold)
    assert crossed == (before > threshold >= after)
    assert not (crossed and rules.came_back(before, after))


def test_the_nearer_of_two_equal_places_is_chosen_before_the_position():
    stock = {W1: {A: 9}, W2: {A: 9}}
    sites = [Site(W1, position=0, region_code="440305"), Site(W2, position=1, region_code="320505")]
    near = plan([(A, 1)], stock, sites, SHANGHAI, distance_cost_minor=100)
    assert places(near) == [W2]
    assert near.choices[0].explanation() == "single_location, cost"
    assert places(plan([(A, 1)], stock, sites, SHANGHAI)) == [W1]


def test_a_dear_parcel_outweighs_a_short_way():
    stock = {W1: {A: 9}, W2: {A: 9}}
    sites = [
        Site(W1, region_code="440305"),
        Site(W2, region_code="320505", parcel_cost_minor=5_000),
    ]
    assert places(plan([(A, 1)], stock, sites, SHANGHAI, distance_cost_minor=100)) == [W1]


def test_a_region_that_is_favored_comes_before_cost():
    stock = {W1: {A: 9}, W2: {A: 9}}
    sites = [Site(W1, ("31",), region_code="650000"), Site(W2, ("44", "31"), region_code="310115")]
    found = plan([(A, 1)], stock, sites, SHANGHAI, distance_cost_minor=100)
    assert places(found) == [W1]
    assert found.choices[0].tie_break == TieBreak.REGION


def test_the_cost_of_a_set_is_the_cost_of_all_its_parcels():
    stock = {W1: {A: 1}, W2: {B: 1}, W3: {B: 1}}
    sites = [Site(W1), Site(W2, parcel_cost_minor=300), Site(W3, position=9, parcel_cost_minor=200)]
    found = plan([(A, 1), (B, 1)], stock, sites)
    assert places(found) == [W1, W3]
    assert found.choices[0].tie_break == TieBreak.COST


def test_distances_are_told_apart_by_division():
    ways = [distances.between_km(code, "310115") for code in ("310115", "3101", "31", "32", "65")]
    assert ways == [10, 40, 200, 269, 3267]
    assert distances.between_km("", "31") is None
    assert distances.between_km("99", "31") is None
    assert distances.between_km("44", "31") == distances.between_km("31", "44")

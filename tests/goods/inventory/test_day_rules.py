"""On which day a parcel leaves: working days, cut-off, full days, and what waiting counts for."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.goods.inventory import rules
from jishi.goods.inventory.types import Demand, Hours, Site, Supply, TieBreak

M1 = UUID(int=0xA1)
A, B = UUID(int=1), UUID(int=2)
W1, W2, W3 = (UUID(int=0x100 + n) for n in range(3))
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 11, 20)
WEEK = Hours(weekdays=(1, 2, 3, 4, 5), cutoff=time(16))

zones = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "UTC"])
hours = st.builds(
    Hours,
    time_zone=zones,
    weekdays=st.sets(st.integers(1, 7)).map(lambda days: tuple(sorted(days))),
    cutoff=st.none() | st.times(),
)
moments = st.integers(0, 2 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def on(hour, minute=0, day=FRIDAY):
    return datetime.combine(day, time(hour, minute), SHANGHAI).astimezone(UTC)


def plan(sites, demands=((A, 1),), stock=None, **given):
    stock = stock or {site.location_id: {A: 9, B: 9} for site in sites}
    return rules.choose_sources(
        demands=[Demand(variant, M1, units) for variant, units in demands],
        supplies=[Supply(v, place, n) for place, held in stock.items() for v, n in held.items()],
        sites=sites,
        **given,
    )


@pytest.mark.parametrize(
    ("at", "day", "waits"),
    [
        (on(15, 59), FRIDAY, 0),
        (on(16), date(2026, 11, 23), 3),
        (on(9, day=date(2026, 11, 21)), date(2026, 11, 23), 2),
    ],
)
def test_after_the_cutoff_and_on_days_off_the_next_working_day_counts(at, day, waits):
    assert rules.leaving_day(WEEK, frozenset(), at) == day
    assert rules.days_until(WEEK, day, at) == waits


def test_the_day_is_the_one_at_the_location():
    at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    there = Hours(time_zone="America/New_York", cutoff=time(22))
    assert rules.leaving_day(there, frozenset(), at) == date(2026, 11, 19)
    assert rules.leaving_day(Hours(cutoff=time(22)), frozenset(), at) == FRIDAY


def test_full_days_are_passed_over_until_none_is_left():
    full = {FRIDAY, date(2026, 11, 23)}
    assert rules.leaving_day(WEEK, full, on(9)) == date(2026, 11, 24)
    every = {FRIDAY + timedelta(days=n) for n in range(400)}
    assert rules.leaving_day(WEEK, every, on(9)) is None


def test_a_promise_begins_now_or_with_the_day_on_which_it_leaves():
    assert rules.ready_at(WEEK, FRIDAY, on(9)) == on(9)
    monday = date(2026, 11, 23)
    assert rules.ready_at(WEEK, monday, on(17)) == on(0, day=monday)


@given(hours, moments, moments)
def test_a_later_order_never_leaves_earlier(place, one, other):
    first, last = sorted((one, other))
    assert rules.leaving_day(place, (), first) <= rules.leaving_day(place, (), last)


@given(hours, moments, st.sets(st.integers(0, 40)))
def test_the_day_is_a_working_day_with_room_and_the_first_such(place, at, filled):
    today = at.astimezone(ZoneInfo(place.time_zone)).date()
    full = {today + timedelta(days=n) for n in filled}
    day = rules.leaving_day(place, full, at)
    assert day is not None
    assert day >= today
    assert day not in full
    assert not place.weekdays or day.isoweekday() in place.weekdays
    earlier = [one for one in rules.leaving_days(place, at) if one < day]
    assert set(earlier) <= full
    assert rules.ready_at(place, day, at) >= at or day == today


def test_one_that_sends_today_is_chosen_where_waiting_outweighs_the_cost():
    sites = [Site(W1, wait_days=1), Site(W2, position=1, parcel_cost_minor=499)]
    found = plan(sites, waiting_cost_minor=500)
    assert [source.location_id for source in found.sources] == [W2]
    assert found.choices[0].tie_break == TieBreak.WAIT
    assert found.choices[0].explanation() == "single_location, wait"


def test_a_cheaper_one_is_worth_a_day_of_waiting():
    sites = [Site(W1, wait_days=1), Site(W2, position=1, parcel_cost_minor=501)]
    found = plan(sites, waiting_cost_minor=500)
    assert [source.location_id for source in found.sources] == [W1]
    assert found.choices[0].explanation() == "single_location, cost, in 1 days"


def test_waiting_that_counts_for_nothing_changes_nothing():
    sites = [Site(W1, wait_days=9), Site(W2, position=1)]
    found = plan(sites)
    assert [source.location_id for source in found.sources] == [W1]
    assert found.choices[0].explanation() == "single_location, position, in 9 days"


def test_fewer_parcels_and_the_favored_region_come_before_waiting():
    sites = [Site(W1, wait_days=9), Site(W2), Site(W3)]
    stock = {W1: {A: 1, B: 1}, W2: {A: 1}, W3: {B: 1}}
    found = plan(sites, ((A, 1), (B, 1)), stock, waiting_cost_minor=500)
    assert {source.location_id for source in found.sources} == {W1}
    near = [Site(W1, ("31",), wait_days=9), Site(W2, ("44", "31"))]
    found = plan(near, region_codes=("3101", "31"), waiting_cost_minor=500)
    assert [source.location_id for source in found.sources] == [W1]


def test_the_explanation_names_the_longest_wait_of_a_set():
    sites = [Site(W1, wait_days=1), Site(W2, wait_days=4)]
    found = plan(sites, ((A, 1), (B, 1)), {W1: {A: 1}, W2: {B: 1}}, waiting_cost_minor=500)
    assert found.choices[0].explanation() == "fewest_locations, in 4 days"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3000)), min_size=1, max_size=5))
def test_among_equals_nothing_costs_less_with_its_waiting(places):
    sites = [
        Site(UUID(int=0x200 + n), position=n, parcel_cost_minor=cost, wait_days=wait)
        for n, (wait, cost) in enumerate(places)
    ]
    found = plan(sites, waiting_cost_minor=500)
    (chosen,) = found.choices[0].location_ids
    costs = {site.location_id: site.parcel_cost_minor + 500 * site.wait_days for site in sites}
    assert costs[chosen] == min(costs.values())

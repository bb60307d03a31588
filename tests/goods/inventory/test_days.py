"""Parcels are counted by day where a location takes only so many, and given back."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock, ids
from jishi.goods.inventory import queries, services
from jishi.goods.inventory.errors import BadLocation
from jishi.goods.inventory.models import LocationDay, Reservation, StockMovement
from jishi.goods.inventory.types import Hours, LocationDraft, Source
from tests.goods.inventory.factories import (
    SYSTEM,
    demand,
    make_location,
    make_merchant,
    make_variant,
    reserve,
    stock,
)
from tests.goods.inventory.test_reserving import statements

pytestmark = pytest.mark.django_db

TODAY = clock.local_date(clock.now())


@pytest.fixture
def place():
    return make_location(daily_capacity=2)


@pytest.fixture
def tea(place):
    variant = make_variant()
    stock(variant, place, 50)
    return variant


def counted(place):
    """Parcels by days from today."""
    today = clock.local_date(clock.now())
    rows = LocationDay.objects.filter(location=place, parcels__gt=0)
    return {(row.day - today).days: row.parcels for row in rows}


def proved(place):
    """What the counters should be: distinct parcels of reservations, by days from today."""
    today = clock.local_date(clock.now())
    rows = Reservation.objects.filter(level__location=place).exclude(booked_day=None)
    parcels = {
        (row.owner_id, row.level.merchant_id, row.booked_day)
        for row in rows.select_related("level")
    }
    found: dict[int, int] = {}
    for _, _, day in parcels:
        found[(day - today).days] = found.get((day - today).days, 0) + 1
    return found


def test_a_full_day_moves_parcels_to_the_next(tea, place):
    owners = [ids.new_id() for _ in range(5)]
    for owner in owners:
        reserve(owner, demand(tea, 1))
    assert counted(place) == proved(place) == {0: 2, 1: 2, 2: 1}
    held = [queries.list_reservations(owner)[0].booked_day for owner in owners]
    assert [(day - TODAY).days for day in held] == [0, 0, 1, 1, 2]
    reasons = StockMovement.objects.filter(owner_id__in=owners).order_by("id")
    assert [row.reason for row in reasons] == [
        "single_location",
        "single_location",
        "single_location, in 1 days",
        "single_location, in 1 days",
        "single_location, in 2 days",
    ]


def test_what_one_owner_takes_of_a_shop_is_one_parcel_and_of_two_shops_two(tea, place):
    cup = make_variant(tea.merchant_id)
    other = make_variant()
    for variant in (cup, other):
        stock(variant, place, 9)
    reserve(ids.new_id(), demand(tea, 3), demand(cup, 2))
    assert counted(place) == {0: 1}
    reserve(ids.new_id(), demand(tea), demand(other))
    assert counted(place) == proved(place) == {0: 2, 1: 1}


def test_the_day_is_given_back_when_a_buyer_gives_up(tea, place):
    owner = ids.new_id()
    reserve(owner, demand(tea, 2))
    services.release(actor=SYSTEM, owner_ids=[owner])
    assert counted(place) == proved(place) == {}


def test_reserving_again_counts_once(tea, place):
    owner = ids.new_id()
    for _ in range(3):
        reserve(owner, demand(tea, 2))
    assert counted(place) == proved(place) == {0: 1}


def test_the_day_is_given_back_with_the_last_unit_before_shipping(tea, place):
    owner = ids.new_id()
    reserve(owner, demand(tea, 2))
    services.allocate(actor=SYSTEM, owner_id=owner)
    one = [Source(tea.id, place.id, 1)]
    services.deallocate(actor=SYSTEM, owner_id=owner, items=one)
    assert counted(place) == {0: 1}
    services.deallocate(actor=SYSTEM, owner_id=owner, items=one)
    assert counted(place) == proved(place) == {}
    assert queries.prove() == ()


def test_a_parcel_that_has_left_stays_counted(tea, place):
    owner = ids.new_id()
    reserve(owner, demand(tea, 2))
    services.allocate(actor=SYSTEM, owner_id=owner)
    one = [Source(tea.id, place.id, 1)]
    services.ship(actor=SYSTEM, owner_id=owner, items=one)
    services.deallocate(actor=SYSTEM, owner_id=owner, items=one)
    assert counted(place) == proved(place) == {0: 1}


def test_a_late_payment_is_counted_on_the_next_day_with_room(tea, place):
    late = ids.new_id()
    reserve(late, demand(tea))
    services.release(actor=SYSTEM, owner_ids=[late])
    for _ in range(2):
        reserve(ids.new_id(), demand(tea))
    services.allocate(actor=SYSTEM, owner_id=late)
    assert counted(place) == proved(place) == {0: 2, 1: 1}


def test_moving_a_parcel_moves_its_place_in_the_day(tea, place):
    other = make_location(daily_capacity=1)
    stock(tea, other, 9)
    for _ in range(2):
        owner = ids.new_id()
        services.reserve(
            actor=SYSTEM,
            owner_id=owner,
            demands=[demand(tea)],
            expires_at=clock.now() + timedelta(minutes=15),
        )
        services.allocate(actor=SYSTEM, owner_id=owner)
        (held,) = [one for one in queries.list_reservations(owner) if one.quantity]
        goal = other if held.location_id == place.id else place
        items = [Source(tea.id, held.location_id, 1)]
        services.relocate(actor=SYSTEM, owner_id=owner, items=items, to_location_id=goal.id)
        assert counted(place) == proved(place)
        assert counted(other) == proved(other)
    assert sum(counted(place).values()) + sum(counted(other).values()) == 2
    assert queries.prove() == ()


def test_a_place_that_sends_today_is_preferred_to_a_full_one(tea, place):
    other = make_location(position=9)
    stock(tea, other, 9)
    for _ in range(2):
        assert reserve(ids.new_id(), demand(tea))[0].location_id == place.id
    assert reserve(ids.new_id(), demand(tea))[0].location_id == other.id
    assert StockMovement.objects.latest("id").reason == "single_location, wait"


def test_a_place_that_is_full_for_good_serves_nobody(tea, place):
    LocationDay.objects.bulk_create(
        LocationDay(location=place, day=TODAY + timedelta(days=n), parcels=2) for n in range(90)
    )
    assert queries.available([tea.id]) == {tea.id: 0}


def test_the_promise_begins_with_the_day_on_which_it_leaves(place):
    at = clock.now()
    LocationDay.objects.create(location=place, day=clock.local_date(at), parcels=2)
    found = queries.get_locations([place.id])[place.id]
    assert queries.leaving_day(found, at) == clock.local_date(at) + timedelta(days=1)
    assert queries.ready_at(found, at) > at
    assert clock.local_date(queries.ready_at(found, at)) == queries.leaving_day(found, at)


def test_places_that_take_any_number_cost_no_statement():
    plain, late = make_location(), make_location(cutoff=time(0, 1), weekdays=[1])
    variants = [make_variant() for _ in range(2)]
    stock(variants[0], plain, 9)
    stock(variants[1], late, 9)
    first = statements(lambda: reserve(ids.new_id(), demand(variants[0])))
    second = statements(lambda: reserve(ids.new_id(), demand(variants[1])))
    assert len(first) == len(second)
    assert not any("locationday" in sql for sql in first + second)
    assert len(statements(lambda: queries.read_shelves([v.id for v in variants]))) == 1


def test_the_counter_cannot_be_negative(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        LocationDay.objects.create(location=place, day=TODAY, parcels=-1)


def test_hours_are_kept_and_wrong_ones_refused():
    owner = make_merchant()
    hours = Hours("Asia/Urumqi", (1, 2, 3), time(15, 30), 40)
    draft = LocationDraft(code="west", name={"en": "West"}, merchant_id=owner, hours=hours)
    place = services.save_location(actor=SYSTEM, draft=draft)
    assert queries.get_location(place).hours == hours
    for wrong in (
        Hours(time_zone="Mars/Base"),
        Hours(weekdays=(0,)),
        Hours(daily_capacity=0),
    ):
        with pytest.raises(BadLocation):
            services.save_location(
                actor=SYSTEM,
                draft=LocationDraft(code="bad", name={"en": "Bad"}, merchant_id=owner, hours=wrong),
            )

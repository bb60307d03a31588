"""Reserving takes exactly its plan or nothing, and its statements do not grow."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel import clock, ids
from jishi.foundation.platform.models import OutboxEvent
from jishi.goods.inventory import queries, services
from jishi.goods.inventory.errors import AlreadyAllocated, NotReserved, OutOfStock
from jishi.goods.inventory.models import Reservation, StockLevel, StockMovement
from jishi.goods.inventory.services import levels
from jishi.goods.inventory.types import ReservationState, Source
from tests.goods.inventory.factories import (
    SYSTEM,
    demand,
    level_of,
    make_location,
    make_merchant,
    make_variant,
    reserve,
    stock,
)

pytestmark = pytest.mark.django_db


def events(name):
    return OutboxEvent.objects.filter(name=f"inventory.{name}.v1").count()


def counters(variant, location):
    level = level_of(variant, location)
    return level.on_hand, level.reserved, level.allocated


def statements(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


@pytest.fixture
def place():
    return make_location()


@pytest.fixture
def tea(place):
    variant = make_variant()
    stock(variant, place, 10)
    return variant


def test_reserving_holds_stock_and_notes_who_and_why(tea, place):
    owner = ids.new_id()
    assert reserve(owner, demand(tea, 3)) == (Source(tea.id, place.id, 3),)
    assert counters(tea, place) == (10, 3, 0)
    assert queries.available([tea.id]) == {tea.id: 7}
    held = queries.list_reservations(owner)[0]
    assert (held.quantity, held.state) == (3, ReservationState.ACTIVE)
    movement = StockMovement.objects.get(owner_id=owner)
    assert (movement.kind, movement.reserved_delta, movement.reason, movement.actor) == (
        "reserve",
        3,
        "single_location",
        "system:tests",
    )
    assert queries.prove() == ()


def test_lines_of_one_variant_are_summed(tea, place):
    reserve(ids.new_id(), demand(tea, 6), demand(tea, 4))
    assert counters(tea, place) == (10, 10, 0)
    with pytest.raises(OutOfStock):
        reserve(ids.new_id(), demand(tea, 1))


def test_a_shortage_takes_nothing_and_announces_nothing(tea, place):
    other = make_variant()
    before = OutboxEvent.objects.count()
    with pytest.raises(OutOfStock) as refused:
        reserve(ids.new_id(), demand(tea, 2), demand(other, 1))
    assert [shortage.variant_id for shortage in refused.value.shortages] == [other.id]
    assert counters(tea, place) == (10, 0, 0)
    assert Reservation.objects.count() == 0
    assert OutboxEvent.objects.count() == before


def test_safety_stock_is_kept_back(tea, place):
    services.set_safety(actor=SYSTEM, location_id=place.id, variant_id=tea.id, safety=8)
    with pytest.raises(OutOfStock):
        reserve(ids.new_id(), demand(tea, 3))
    reserve(ids.new_id(), demand(tea, 2))


def test_a_closed_location_sells_nothing(tea, place):
    type(place).objects.update(is_active=False)
    assert queries.available([tea.id]) == {tea.id: 0}
    with pytest.raises(OutOfStock):
        reserve(ids.new_id(), demand(tea))


def test_only_locations_that_serve_the_region_are_planned(tea, place):
    type(place).objects.update(served_regions=["44"])
    shanghai = ("310115", "3101", "31")
    assert queries.available([tea.id], region_codes=shanghai) == {tea.id: 0}
    assert queries.available([tea.id], region_codes=("4403", "44")) == {tea.id: 10}
    with pytest.raises(OutOfStock):
        reserve(ids.new_id(), demand(tea), region=shanghai)
    reserve(ids.new_id(), demand(tea), region=("4403", "44"))


def test_goods_that_never_run_out_are_never_short(place):
    variant = make_variant(kind="virtual")
    services.set_unlimited(
        actor=SYSTEM, location_id=place.id, variant_id=variant.id, is_unlimited=True
    )
    owner = ids.new_id()
    reserve(owner, demand(variant, 5000))
    services.allocate(actor=SYSTEM, owner_id=owner)
    item = Source(variant.id, place.id, 5000)
    services.ship(actor=SYSTEM, owner_id=owner, items=[item])
    assert counters(variant, place) == (0, 0, 0)
    assert queries.prove() == ()


def test_planning_tells_where_goods_would_come_from_and_holds_nothing(tea, place):
    found = queries.plan(demands=[demand(tea, 3)])
    assert found.sources == (Source(tea.id, place.id, 3),)
    assert counters(tea, place) == (10, 0, 0)
    with pytest.raises(OutOfStock):
        queries.plan(demands=[demand(tea, 11)])


def test_availability_of_a_product_takes_in_every_variant(tea, place):
    other = make_variant()
    stock(other, place, 4)
    assert queries.available_of_product(tea.product_id) == {tea.id: 10}


def test_reserving_again_replaces(tea, place):
    owner, other = ids.new_id(), make_variant()
    stock(other, place, 5)
    reserve(owner, demand(tea, 3), demand(other, 1))
    reserve(owner, demand(tea, 9))
    assert counters(tea, place) == (10, 9, 0)
    assert counters(other, place) == (5, 0, 0)
    assert len(queries.list_reservations(owner)) == 1
    assert queries.prove() == ()


def test_what_was_replaced_does_not_come_back_with_a_late_payment(tea, place):
    owner, other = ids.new_id(), make_variant()
    stock(other, place, 5)
    reserve(owner, demand(other, 2))
    reserve(owner, demand(tea, 1))
    services.allocate(actor=SYSTEM, owner_id=owner)
    assert counters(other, place) == (5, 0, 0)


def test_paid_stock_is_not_planned_anew(tea, place):
    owner = ids.new_id()
    reserve(owner, demand(tea, 3))
    services.allocate(actor=SYSTEM, owner_id=owner)
    with pytest.raises(AlreadyAllocated):
        reserve(owner, demand(tea, 1))
    assert counters(tea, place) == (10, 0, 3)


def test_more_time_is_given_only_to_what_is_still_held(tea, place):
    owner = ids.new_id()
    reserve(owner, demand(tea), minutes=-1)
    later = clock.now() + timedelta(hours=1)
    services.extend_reservation(actor=SYSTEM, owner_id=owner, expires_at=later)
    assert services.release_expired(actor=SYSTEM) == 0
    services.release(actor=SYSTEM, owner_ids=[owner])
    with pytest.raises(NotReserved):
        services.extend_reservation(actor=SYSTEM, owner_id=owner, expires_at=later)
    del place


def test_a_lost_race_is_planned_anew_elsewhere(tea, place, monkeypatch):
    reserve_location = make_location(position=5)
    stock(tea, reserve_location, 10)
    read, raced = queries.read_supplies, []

    def read_then_lose(variant_ids):
        found = read(variant_ids)
        if not raced:
            raced.append(True)
            StockLevel.objects.filter(location=place).update(safety=10)
        return found

    monkeypatch.setattr(queries, "read_supplies", read_then_lose)
    assert reserve(ids.new_id(), demand(tea, 3)) == (Source(tea.id, reserve_location.id, 3),)
    assert level_of(tea, place).reserved == 0


def test_a_race_lost_again_and_again_ends_out_of_stock(tea, place, monkeypatch):
    other = make_variant()
    stock(other, place, 10)
    read = queries.read_supplies

    def stale(variant_ids):
        found = read(variant_ids)
        for level in found.values():
            level.on_hand += 100
        return found

    monkeypatch.setattr(queries, "read_supplies", stale)
    for basket in ([demand(tea, 50)], [demand(tea, 50), demand(other, 1)]):
        with pytest.raises(OutOfStock) as refused:
            reserve(ids.new_id(), *basket)
        assert [shortage.variant_id for shortage in refused.value.shortages] == [tea.id]
    assert counters(tea, place) == (10, 0, 0)
    assert counters(other, place) == (10, 0, 0)


def test_the_table_refuses_to_hold_more_than_there_is(tea, place):
    rows = StockLevel.objects.filter(variant=tea)
    for change in ({"reserved": 11}, {"on_hand": -1}, {"reserved": 6, "allocated": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    assert counters(tea, place) == (10, 0, 0)


def test_a_change_is_announced_once_per_variant(place):
    tea, cup = make_variant(), make_variant()
    for variant in (tea, cup):
        stock(variant, place, 10)
    before = events("stock_changed")
    reserve(ids.new_id(), demand(tea, 1), demand(tea, 1), demand(cup, 1))
    assert events("stock_changed") == before + 2


def test_running_low_is_announced_when_the_line_is_crossed(tea, place):
    reserve(ids.new_id(), demand(tea, 6))
    assert events("stock_ran_low") == 0
    reserve(ids.new_id(), demand(tea, 1))
    assert events("stock_ran_low") == 1
    reserve(ids.new_id(), demand(tea, 1))
    assert events("stock_ran_low") == 1
    del place


def test_statements_do_not_grow_with_lines(place):
    merchant = make_merchant()
    variants = [make_variant(merchant) for _ in range(12)]
    for variant in variants:
        stock(variant, place, 1000)

    def basket(*chosen):
        owner = ids.new_id()
        return statements(lambda: reserve(owner, *(demand(variant, 2) for variant in chosen)))

    basket(variants[0])
    one, two, ten = basket(variants[0]), basket(*variants[:2]), basket(*variants[:10])
    assert len(one) <= 6
    assert len(two) <= 7
    assert len(ten) == len(two)
    updates = [sql for sql in ten if sql.startswith("UPDATE")]
    assert len(updates) == 1


def test_units_differ_by_level_in_one_statement(place):
    tea, cup = make_variant(), make_variant()
    steps = [
        levels.Step(stock(tea, place, 10).pk, reserved=2),
        levels.Step(stock(cup, place, 10).pk, reserved=5, on_hand=1),
    ]
    assert levels.add(steps) == 2
    assert counters(tea, place) == (10, 2, 0)
    assert counters(cup, place) == (11, 5, 0)

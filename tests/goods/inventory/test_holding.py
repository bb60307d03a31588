"""From reserved to shipped, to the unit, each step done once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel import ids
from jishi.foundation.platform.models import OutboxEvent
from jishi.goods.inventory import queries, services, tasks
from jishi.goods.inventory.errors import BadQuantity, NotAllocated, NotReserved, OutOfStock
from jishi.goods.inventory.models import Reservation, StockMovement
from jishi.goods.inventory.types import ReservationState, Source
from tests.goods.inventory.factories import (
    SYSTEM,
    demand,
    level_of,
    make_location,
    make_variant,
    reserve,
    stock,
)

pytestmark = pytest.mark.django_db


class Shelf:
    """Ten units of one variant at one location, and one owner."""

    def __init__(self):
        self.place, self.variant, self.owner = make_location(), make_variant(), ids.new_id()
        stock(self.variant, self.place, 10)

    def reserve(self, quantity=4, *, owner=None, minutes=15):
        reserve(owner or self.owner, demand(self.variant, quantity), minutes=minutes)

    def pay(self, quantity=4):
        self.reserve(quantity)
        services.allocate(actor=SYSTEM, owner_id=self.owner)

    def some(self, quantity):
        return [Source(self.variant.id, self.place.id, quantity)]

    def ship(self, quantity):
        services.ship(actor=SYSTEM, owner_id=self.owner, items=self.some(quantity))

    def give_back(self, quantity):
        services.deallocate(actor=SYSTEM, owner_id=self.owner, items=self.some(quantity))

    def release(self):
        services.release(actor=SYSTEM, owner_ids=[self.owner])

    @property
    def counters(self):
        level = level_of(self.variant, self.place)
        return level.on_hand, level.reserved, level.allocated

    @property
    def state(self):
        return queries.list_reservations(self.owner)[0].state


@pytest.fixture
def shelf():
    found = Shelf()
    yield found
    assert queries.prove() == ()


def changes():
    return OutboxEvent.objects.filter(name="inventory.stock_changed.v1").count()


def test_stock_goes_its_way(shelf):
    shelf.pay(4)
    assert shelf.counters == (10, 0, 4)
    shelf.ship(3)
    assert shelf.counters == (7, 0, 1)
    shelf.ship(1)
    assert shelf.counters == (6, 0, 0)
    assert shelf.state == ReservationState.SHIPPED
    services.restock(actor=SYSTEM, items=shelf.some(2), reason="return", owner_id=shelf.owner)
    assert shelf.counters == (8, 0, 0)
    kinds = [row.kind for row in StockMovement.objects.order_by("at", "id")]
    assert kinds == ["receive", "reserve", "allocate", "ship", "ship", "restock"]


def test_paying_and_shipping_change_nothing_that_is_for_sale(shelf):
    shelf.reserve(4)
    before = changes()
    services.allocate(actor=SYSTEM, owner_id=shelf.owner)
    shelf.ship(4)
    assert changes() == before
    assert queries.available([shelf.variant.id])[shelf.variant.id] == 6


def test_release_gives_back_once(shelf):
    shelf.reserve(4)
    shelf.release()
    before = changes()
    shelf.release()
    assert shelf.counters == (10, 0, 0)
    assert shelf.state == ReservationState.RELEASED
    assert changes() == before


def test_release_of_many_owners_takes_a_fixed_number_of_statements(shelf):
    owners = [ids.new_id() for _ in range(5)]
    for owner in owners:
        shelf.reserve(1, owner=owner)
    with CaptureQueriesContext(connection) as captured:
        services.release(actor=SYSTEM, owner_ids=owners)
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 7
    assert shelf.counters == (10, 0, 0)


def test_paid_stock_is_not_released(shelf):
    shelf.pay(4)
    shelf.release()
    assert shelf.counters == (10, 0, 4)


def test_allocating_twice_is_allocating_once(shelf):
    shelf.pay(4)
    services.allocate(actor=SYSTEM, owner_id=shelf.owner)
    assert shelf.counters == (10, 0, 4)
    with pytest.raises(NotReserved):
        services.allocate(actor=SYSTEM, owner_id=ids.new_id())


def test_a_late_payment_takes_its_stock_again(shelf):
    shelf.reserve(4, minutes=-1)
    tasks.release_expired_reservations.func()
    assert shelf.counters == (10, 0, 0)
    services.allocate(actor=SYSTEM, owner_id=shelf.owner)
    assert shelf.counters == (10, 0, 4)


def test_a_late_payment_finds_what_was_sold_meanwhile_gone(shelf):
    shelf.reserve(4)
    shelf.release()
    shelf.reserve(8, owner=ids.new_id())
    with pytest.raises(OutOfStock):
        services.allocate(actor=SYSTEM, owner_id=shelf.owner)
    assert shelf.counters == (10, 8, 0)


def test_expired_reservations_are_swept_in_batches_and_paid_ones_never(shelf, monkeypatch):
    monkeypatch.setattr("jishi.goods.inventory.services.holding.EXPIRY_BATCH", 2)
    for _ in range(3):
        shelf.reserve(1, owner=ids.new_id(), minutes=-1)
    shelf.reserve(1, owner=ids.new_id(), minutes=5)
    shelf.pay(2)
    Reservation.objects.filter(owner_id=shelf.owner).update(expires_at="2020-01-01T00:00:00Z")
    assert services.release_expired(actor=SYSTEM) == 2
    tasks.release_expired_reservations.func()
    assert shelf.counters == (10, 1, 2)


def test_more_than_is_allocated_neither_leaves_nor_goes_back(shelf):
    shelf.pay(4)
    for act in (shelf.ship, shelf.give_back):
        with pytest.raises(NotAllocated):
            act(5)
        with pytest.raises(BadQuantity):
            act(0)
    assert shelf.counters == (10, 0, 4)
    with pytest.raises(NotAllocated):
        services.ship(actor=SYSTEM, owner_id=ids.new_id(), items=shelf.some(1))


def test_unpaid_stock_does_not_leave(shelf):
    shelf.reserve(4)
    with pytest.raises(NotAllocated):
        shelf.ship(4)
    assert shelf.counters == (10, 4, 0)


def test_shipping_or_giving_back_the_whole_twice_is_doing_it_once(shelf):
    shelf.pay(4)
    shelf.ship(4)
    shelf.ship(4)
    assert shelf.counters == (6, 0, 0)
    other = Shelf()
    other.pay(4)
    other.give_back(4)
    other.give_back(4)
    assert other.counters == (10, 0, 0)


def test_a_part_may_be_sent_and_the_rest_given_back(shelf):
    shelf.pay(4)
    shelf.ship(1)
    shelf.give_back(3)
    assert shelf.counters == (9, 0, 0)
    assert shelf.state == ReservationState.SHIPPED


def test_what_was_given_back_is_not_taken_again_by_a_repeated_confirmation(shelf):
    shelf.pay(4)
    shelf.give_back(4)
    services.allocate(actor=SYSTEM, owner_id=shelf.owner)
    assert shelf.counters == (10, 0, 0)


def test_coming_back_is_announced_once(shelf):
    shelf.reserve(10)
    news = OutboxEvent.objects.filter(name="inventory.back_in_stock.v1")
    before = news.count()
    shelf.release()
    services.restock(actor=SYSTEM, items=shelf.some(1))
    assert news.count() == before + 1


def test_statements_do_not_grow_with_lines(shelf):
    variants = [make_variant() for _ in range(8)]
    for variant in variants:
        stock(variant, shelf.place, 10)

    def walk(chosen):
        owner = ids.new_id()
        reserve(owner, *(demand(variant, 2) for variant in chosen))
        items = [Source(variant.id, shelf.place.id, 1) for variant in chosen]
        counts = []
        for act in (
            lambda: services.allocate(actor=SYSTEM, owner_id=owner),
            lambda: services.ship(actor=SYSTEM, owner_id=owner, items=items),
            lambda: services.deallocate(actor=SYSTEM, owner_id=owner, items=items),
            lambda: services.restock(actor=SYSTEM, items=items),
        ):
            with CaptureQueriesContext(connection) as captured:
                act()
            counts.append(len([q for q in captured if "SAVEPOINT" not in q["sql"]]))
        return counts

    assert walk(variants[:8]) == walk(variants[:2])

"""Buyers race each other for stock: exactly what there is gets sold, and nobody is stuck.

On PostgreSQL and MariaDB the threads truly meet in the database; SQLite lets one write at
a time, so fewer of them show the same.
"""

import pytest

from jishi.foundation.kernel import ids
from jishi.goods.inventory import queries, services
from jishi.goods.inventory.models import CardKey, LocationDay, Reservation
from jishi.goods.inventory.types import Source
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger import services as ledger
from jishi.money.ledger.models import JournalEntry
from tests.concurrency.racing import is_small, needs_locks, race
from tests.goods.inventory.factories import (
    SYSTEM,
    demand,
    level_of,
    make_location,
    make_variant,
    reserve,
    stock,
)
from tests.money.ledger.factories import CLEARING, make_voucher

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, needs_locks]


def test_a_hundred_units_go_to_a_hundred_of_two_hundred_buyers():
    units, buyers = (20, 40) if is_small() else (100, 200)
    place, hot = make_location(), make_variant()
    stock(hot, place, units)

    outcomes = race(lambda _: reserve(ids.new_id(), demand(hot)) and "sold", buyers)

    assert outcomes == {"sold": units, "inventory.out_of_stock": buyers - units}
    level = level_of(hot, place)
    assert (level.on_hand, level.reserved, level.available) == (units, units, 0)
    assert queries.prove() == ()


def test_units_in_two_places_are_all_sold_by_planning_anew():
    units, buyers = (10, 30) if is_small() else (40, 120)
    variant, places = make_variant(), [make_location(position=n) for n in range(2)]
    for place in places:
        stock(variant, place, units)

    outcomes = race(lambda _: reserve(ids.new_id(), demand(variant)) and "sold", buyers)

    assert outcomes["sold"] == 2 * units
    assert queries.available([variant.id]) == {variant.id: 0}
    assert queries.prove() == ()


def test_baskets_in_opposite_orders_do_not_get_stuck():
    buyers = 20 if is_small() else 120
    place, variants = make_location(), [make_variant() for _ in range(6)]
    for variant in variants:
        stock(variant, place, 2 * buyers)

    def buy(number):
        basket = variants if number % 2 else variants[::-1]
        chosen = basket[: 2 + number % 5]
        reserve(ids.new_id(), *(demand(variant, 1 + number % 3) for variant in chosen))

    outcomes = race(buy, buyers)

    assert outcomes == {"done": buyers}
    assert queries.prove() == ()


def test_the_whole_way_of_stock_holds_under_load():
    buyers = 16 if is_small() else 96
    place, variants = make_location(), [make_variant() for _ in range(3)]
    for variant in variants:
        stock(variant, place, buyers)

    def live(number):
        owner = ids.new_id()
        basket = variants if number % 2 else variants[::-1]
        reserve(owner, *(demand(variant) for variant in basket))
        if number % 3 == 0:
            services.release(actor=SYSTEM, owner_ids=[owner])
            return "released"
        services.allocate(actor=SYSTEM, owner_id=owner)
        items = [Source(variant.id, place.id, 1) for variant in basket]
        if number % 3 == 1:
            services.deallocate(actor=SYSTEM, owner_id=owner, items=items)
            return "given back"
        services.ship(actor=SYSTEM, owner_id=owner, items=items)
        return "shipped"

    outcomes = race(live, buyers)

    assert sum(outcomes.values()) == buyers
    for variant in variants:
        level = level_of(variant, place)
        left = buyers - outcomes["shipped"]
        assert (level.on_hand, level.reserved, level.allocated) == (left, 0, 0)
    assert queries.prove() == ()


def test_one_owner_paying_and_expiring_at_once_is_either():
    rounds = 6 if is_small() else 30
    place, variant = make_location(), make_variant()
    stock(variant, place, rounds)
    owners = [ids.new_id() for _ in range(rounds)]
    for owner in owners:
        reserve(owner, demand(variant), minutes=-1)

    def act(number):
        if number % 2:
            services.allocate(actor=SYSTEM, owner_id=owners[number // 2])
        else:
            services.release_expired(actor=SYSTEM)

    outcomes = race(act, 2 * rounds)

    assert outcomes == {"done": 2 * rounds}
    level = level_of(variant, place)
    assert (level.reserved, level.allocated) == (0, rounds)
    assert queries.prove() == ()


def test_every_card_key_is_given_out_once():
    lines = 10 if is_small() else 40
    game = make_variant(kind="card_key")
    services.add_card_keys(
        actor=SYSTEM, variant_id=game.id, keys=[f"KEY-{n:04}" for n in range(2 * lines)]
    )
    line_ids = [ids.new_id() for _ in range(lines)]

    def deliver(number):
        # Every line is delivered twice at once.
        services.deliver_card_keys(
            actor=SYSTEM, variant_id=game.id, order_line_id=line_ids[number // 2], quantity=2
        )

    race(deliver, 2 * lines)

    given = [key for line in line_ids for key in queries.list_delivered_keys(line)]
    assert len(given) == len(set(given)) == 2 * lines
    assert CardKey.objects.filter(state="available").count() == 0


def test_first_arrivals_at_a_new_level_add_up():
    arrivals = 8 if is_small() else 40
    place, variant = make_location(), make_variant()

    race(lambda _: stock(variant, place, 1) and "done", arrivals)

    assert level_of(variant, place).on_hand == arrivals
    assert queries.prove() == ()


def test_simultaneous_posts_of_a_key_enter_once():
    posts = 10 if is_small() else 60

    def post(number):
        vouchers = [make_voucher(100, key=f"key-{number % 5}"), make_voucher(1)]
        ledger.post_many(actor=SYSTEM, vouchers=vouchers)

    race(post, posts)

    assert JournalEntry.objects.count() == 5 + posts
    assert ledger_queries.balance(CLEARING, currency="CNY").minor == 500 + posts
    assert ledger_queries.prove() == ()


def test_a_day_takes_no_more_parcels_than_it_can_and_cancels_give_back():
    buyers = 12 if is_small() else 60
    place, variants = make_location(daily_capacity=5), [make_variant() for _ in range(3)]
    for variant in variants:
        stock(variant, place, buyers)
    owners = [ids.new_id() for _ in range(buyers)]

    def buy(number):
        reserve(owners[number], demand(variants[number % 3]))
        if number % 4 == 0:
            services.release(actor=SYSTEM, owner_ids=[owners[number]])

    outcomes = race(buy, buyers)

    assert outcomes == {"done": buyers}
    kept = buyers - len(range(0, buyers, 4))
    days = list(LocationDay.objects.filter(location=place).values_list("parcels", flat=True))
    assert sum(days) == kept
    assert max(days) <= 5
    booked = Reservation.objects.exclude(booked_day=None).filter(level__location=place)
    assert booked.count() == kept
    assert queries.prove() == ()

"""Receiving, counting, locations, and who may do it."""

import pytest
from django.db import connection, transaction

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_merchant
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform.models import AuditEntry, OutboxEvent
from jishi.goods.inventory import queries, services, tasks
from jishi.goods.inventory.errors import (
    BadLocation,
    BadQuantity,
    LocationCodeTaken,
    LocationInUse,
    StockHeld,
)
from jishi.goods.inventory.models import Location, StockLevel, StockMovement
from jishi.goods.inventory.types import (
    Bucket,
    LocationDraft,
    Source,
    StockFilter,
    StockItem,
)
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


def clerk_of(merchant_id, *permissions):
    names = permissions or ("inventory.view", "inventory.edit")
    return Actor(kind=ActorKind.STAFF, id="clerk", grants=grants_over_merchant(names, merchant_id))


def adjust(variant, place, count, actor=SYSTEM):
    services.adjust(
        actor=actor,
        location_id=place.id,
        variant_id=variant.id,
        new_on_hand=count,
        reason="count",
    )


def draft(**fields):
    return LocationDraft(**({"code": "main", "name": {"zh-hans": "总仓", "en": "Main"}} | fields))


def events(name):
    return OutboxEvent.objects.filter(name=f"inventory.{name}.v1").count()


def test_receiving_opens_a_level_and_adds_up():
    place, variant = make_location(), make_variant()
    stock(variant, place, 4)
    level = stock(variant, place, 3)
    assert (level.on_hand, level.product_id, level.merchant_id) == (
        7,
        variant.product_id,
        variant.merchant_id,
    )
    assert queries.prove() == ()


def test_receiving_many_items_of_one_variant_adds_up():
    place, variant = make_location(), make_variant()
    items = [StockItem(variant.id, 2), StockItem(variant.id, 3)]
    services.receive(actor=SYSTEM, location_id=place.id, items=items)
    assert level_of(variant, place).on_hand == 5
    assert events("stock_changed") == 1


def test_unknown_goods_and_places_are_not_found():
    place, variant = make_location(), make_variant()
    for location_id, variant_id in ((place.id, ids.new_id()), (ids.new_id(), variant.id)):
        with pytest.raises(NotFound):
            services.receive(
                actor=SYSTEM, location_id=location_id, items=[StockItem(variant_id, 1)]
            )
        with pytest.raises(NotFound):
            services.restock(actor=SYSTEM, items=[Source(variant_id, location_id, 1)])
    with pytest.raises(BadQuantity):
        services.receive(actor=SYSTEM, location_id=place.id, items=[StockItem(variant.id, 0)])
    assert StockLevel.objects.count() == 0


def test_a_clerk_counts_the_own_merchants_stock_only():
    mine, theirs = make_variant(), make_variant()
    place, foreign = make_location(), make_location(theirs.merchant_id)
    clerk = clerk_of(mine.merchant_id)
    adjust(mine, place, 5, clerk)
    with pytest.raises(NotFound):
        adjust(theirs, place, 5, clerk)
    with pytest.raises(NotFound):
        adjust(mine, foreign, 5, clerk)
    with pytest.raises(Forbidden):
        adjust(mine, place, 5, Actor.guest("g"))
    with pytest.raises(NotFound):
        services.receive(actor=clerk, location_id=place.id, items=[StockItem(theirs.id, 1)])
    assert StockLevel.objects.filter(on_hand__gt=0).count() == 1


def test_a_count_is_noted_as_its_difference():
    place, variant = make_location(), make_variant()
    stock(variant, place, 10)
    adjust(variant, place, 7)
    adjust(variant, place, 7)
    found = StockMovement.objects.filter(kind="adjust")
    assert [row.on_hand_delta for row in found] == [-3]
    assert level_of(variant, place).on_hand == 7


def test_a_count_below_what_buyers_hold_is_refused():
    place, variant = make_location(), make_variant()
    stock(variant, place, 10)
    reserve(ids.new_id(), demand(variant, 4))
    with pytest.raises(StockHeld):
        adjust(variant, place, 3)
    with pytest.raises(BadQuantity):
        adjust(variant, place, -1)
    adjust(variant, place, 4)
    assert level_of(variant, place).on_hand == 4


def test_what_is_held_keeps_goods_from_becoming_limited():
    place, variant = make_location(), make_variant()
    flag = {"actor": SYSTEM, "location_id": place.id, "variant_id": variant.id}
    services.set_unlimited(**flag, is_unlimited=True)
    reserve(ids.new_id(), demand(variant, 4))
    with pytest.raises(StockHeld):
        services.set_unlimited(**flag, is_unlimited=False)


def test_movements_are_never_changed_or_deleted():
    stock(make_variant(), make_location(), 1)
    row = StockMovement.objects.get()
    refused = [
        row.delete,
        row.save,
        StockMovement.objects.all().delete,
        lambda: StockMovement.objects.update(on_hand_delta=2),
        lambda: StockMovement.objects.bulk_update([row], ["on_hand_delta"]),
    ]
    for call in refused:
        with pytest.raises(TypeError), transaction.atomic():
            call()
    assert StockMovement.objects.get().on_hand_delta == 1


def test_a_location_is_made_and_changed():
    place = services.save_location(actor=SYSTEM, draft=draft(served_regions=("31", "31", "33")))
    assert queries.get_location(place).served_regions == ("31", "33")
    services.save_location(actor=SYSTEM, draft=draft(location_id=place, position=4))
    found = queries.get_location(place)
    assert (found.position, found.served_regions) == (4, ())
    assert AuditEntry.objects.filter(subject_type="location").count() == 2
    with pytest.raises(LocationCodeTaken):
        services.save_location(actor=SYSTEM, draft=draft())
    with pytest.raises(NotFound):
        queries.get_location(ids.new_id())


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "Main"},
        {"code": ""},
        {"name": {"en": " "}},
        {"served_regions": ("Shanghai",)},
        {"region_code": "x"},
    ],
)
def test_a_bad_location_is_refused(fields):
    with pytest.raises(BadLocation):
        services.save_location(actor=SYSTEM, draft=draft(**fields))
    assert Location.objects.count() == 0


def test_a_merchant_keeps_its_own_locations_only():
    mine, theirs = make_merchant(), make_merchant()
    clerk = clerk_of(mine)
    own = services.save_location(actor=clerk, draft=draft(merchant_id=mine))
    foreign = make_location(theirs)
    shared = make_location()
    for wrong in (
        draft(code="x", merchant_id=theirs),
        draft(code="y"),
        draft(code="z", merchant_id=mine, location_id=foreign.id),
        draft(code="q", merchant_id=mine, location_id=shared.id),
    ):
        with pytest.raises(NotFound):
            services.save_location(actor=clerk, draft=wrong)
    seen = {place.location_id for place in queries.list_locations(actor=clerk)}
    assert seen == {own, shared.id}
    with pytest.raises(NotFound):
        queries.list_locations(actor=clerk, merchant_id=theirs)


def test_a_location_that_holds_stock_for_buyers_stays_open():
    place, variant = make_location(code="main", name={"en": "Main"}), make_variant()
    stock(variant, place, 2)
    owner = ids.new_id()
    reserve(owner, demand(variant))
    closing = draft(location_id=place.id, is_active=False)
    with pytest.raises(LocationInUse):
        services.save_location(actor=SYSTEM, draft=closing)
    services.release(actor=SYSTEM, owner_ids=[owner])
    before = events("stock_changed")
    services.save_location(actor=SYSTEM, draft=closing)
    assert events("stock_changed") == before + 1
    assert queries.available([variant.id]) == {variant.id: 0}


def test_stock_is_listed_within_the_readers_reach():
    mine, theirs, place = make_variant(), make_variant(), make_location()
    for variant in (mine, theirs):
        stock(variant, place, 2)
    clerk = clerk_of(mine.merchant_id)
    page = queries.list_stock(actor=clerk, filter=StockFilter())
    assert [row.variant_id for row in page.items] == [mine.id]
    assert len(queries.list_stock(actor=SYSTEM, filter=StockFilter()).items) == 2
    with pytest.raises(NotFound):
        queries.list_stock(actor=clerk, filter=StockFilter(merchant_id=theirs.merchant_id))
    with pytest.raises(Forbidden):
        queries.list_stock(actor=Actor.guest("g"), filter=StockFilter())
    assert queries.list_movements(actor=clerk, variant_id=theirs.id).items == ()
    assert len(queries.list_movements(actor=clerk, variant_id=mine.id).items) == 1


def test_low_stock_is_listed():
    place, low, full = make_location(), make_variant(), make_variant()
    stock(low, place, 3)
    stock(full, place, 30)
    page = queries.list_stock(actor=SYSTEM, filter=StockFilter(low_only=True))
    assert [row.variant_id for row in page.items] == [low.id]


def test_lists_are_read_page_by_page():
    place, variant = make_location(), make_variant()
    for units in (1, 2, 3):
        stock(variant, place, units)
        stock(make_variant(), place, units)
    first = queries.list_movements(actor=SYSTEM, variant_id=variant.id, limit=2)
    rest = queries.list_movements(
        actor=SYSTEM, variant_id=variant.id, limit=2, cursor=first.next_cursor
    )
    assert [row.on_hand_delta for row in first.items + rest.items] == [3, 2, 1]
    assert rest.next_cursor is None
    first = queries.list_stock(actor=SYSTEM, filter=StockFilter(), limit=3)
    rest = queries.list_stock(actor=SYSTEM, filter=StockFilter(), limit=3, cursor=first.next_cursor)
    assert len({row.level_id for row in first.items + rest.items}) == 4


def test_availability_of_many_variants_takes_one_statement(django_assert_num_queries):
    place, variants = make_location(), [make_variant() for _ in range(3)]
    for variant in variants[:2]:
        stock(variant, place, 2)
    with django_assert_num_queries(1):
        found = queries.available([variant.id for variant in variants])
    assert list(found.values()) == [2, 2, 0]


def test_a_level_that_lacks_safety_takes_nothing_from_the_others():
    variant, first, second = make_variant(), make_location(), make_location()
    stock(variant, first, 5)
    stock(variant, second, 4)
    StockLevel.objects.filter(location=first).update(safety=50)
    assert queries.available([variant.id]) == {variant.id: 4}


def test_a_proof_finds_every_wrong_counter():
    place, variant = make_location(), make_variant()
    stock(variant, place, 10)
    reserve(ids.new_id(), demand(variant, 2))
    StockLevel.objects.update(on_hand=11, reserved=3)
    found = {(item.bucket, item.source, item.counter, item.proved) for item in queries.prove()}
    assert found == {
        (Bucket.ON_HAND, "movements", 11, 10),
        (Bucket.RESERVED, "movements", 3, 2),
        (Bucket.RESERVED, "reservations", 3, 2),
    }
    tasks.prove_stock.func()
    assert events("stock_disproved") == 3


def test_a_repair_sets_counters_right_and_says_so():
    place, variant = make_location(), make_variant()
    stock(variant, place, 10)
    reserve(ids.new_id(), demand(variant, 2))
    StockLevel.objects.update(on_hand=11, reserved=3)
    with pytest.raises(Forbidden):
        services.repair(actor=Actor.guest("g"))
    with pytest.raises(NotFound):
        services.repair(actor=clerk_of(variant.merchant_id))
    assert len(services.repair(actor=SYSTEM)) == 3
    assert queries.prove() == ()
    assert level_of(variant, place).available == 8
    assert AuditEntry.objects.filter(subject_type="stock_level").count() == 1


def test_a_repair_adds_the_movement_that_is_missing():
    place, variant = make_location(), make_variant()
    stock(variant, place, 10)
    owner = ids.new_id()
    reserve(owner, demand(variant, 2))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inventory_stockmovement WHERE kind = 'reserve'")
    services.repair(actor=SYSTEM)
    assert queries.prove() == ()
    assert StockMovement.objects.get(reason="repair").reserved_delta == 2

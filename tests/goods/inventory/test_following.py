"""Products that leave the shop with their last unit, and come back with the next."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.platform import audit, preferences
from jishi.foundation.platform.models import OutboxEvent
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ProductState, SoldOutPolicy
from jishi.goods.inventory import queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

SYSTEM = villages.SYSTEM


@pytest.fixture
def village():
    built = villages.build(stock=2)
    yield built
    preferences.forget()


def shop_delists(village, value=True):
    preferences.set_value(
        actor=SYSTEM,
        name="catalog.delist_sold_out",
        value=value,
        merchant_id=village.merchants["M1"],
    )
    preferences.forget()


def policy(village, code, sold_out):
    catalog.schedule(
        actor=SYSTEM,
        product_id=village.products[code],
        publish_at=None,
        unpublish_at=None,
        sold_out_policy=sold_out,
    )


def stock(village, code, location, change):
    """Change what lies there and let everybody hear of it."""
    variant_id, where = village.variants[code], village.locations[location]
    if change > 0:
        inventory.receive(actor=SYSTEM, location_id=where, items=[StockItem(variant_id, change)])
    else:
        (level,) = queries.list_levels(variant_ids=[variant_id], location_id=where)
        inventory.adjust(
            actor=SYSTEM,
            location_id=where,
            variant_id=variant_id,
            new_on_hand=level.on_hand + change,
            reason="count",
        )
    villages.settle()


def product(village, code):
    found = catalog_queries.get_product(village.products[code])
    return found.state, found.is_off_for_stock


def test_it_leaves_with_the_last_unit_and_comes_back_with_the_next(village):
    shop_delists(village)
    stock(village, "A", "W1", -1)
    assert product(village, "A") == (ProductState.ON_SALE, False)
    stock(village, "A", "W1", -1)
    assert product(village, "A") == (ProductState.OFF_SALE, True)
    stock(village, "A", "W2", 3)
    assert product(village, "A") == (ProductState.ON_SALE, False)
    moves = audit.list_moves([village.products["A"]])
    assert [(move.action, move.reason) for move in moves][-2:] == [
        ("unpublish", "sold_out"),
        ("publish", ""),
    ]


def test_a_product_may_differ_from_its_shop(village):
    shop_delists(village)
    policy(village, "A", SoldOutPolicy.KEEP)
    stock(village, "A", "W1", -2)
    assert product(village, "A") == (ProductState.ON_SALE, False)
    policy(village, "C", SoldOutPolicy.DELIST)
    stock(village, "C", "W2", -2)
    assert product(village, "C") == (ProductState.OFF_SALE, True)


def test_by_default_it_stays_and_is_shown_as_sold_out(village):
    stock(village, "A", "W1", -2)
    assert product(village, "A") == (ProductState.ON_SALE, False)


def test_what_a_person_took_off_sale_does_not_come_back_by_itself(village):
    shop_delists(village)
    stock(village, "A", "W1", -2)
    catalog.unpublish(actor=SYSTEM, product_id=village.products["A"])
    assert product(village, "A") == (ProductState.OFF_SALE, False)
    stock(village, "A", "W1", 5)
    assert product(village, "A") == (ProductState.OFF_SALE, False)


def test_it_does_not_come_back_after_its_time(village):
    shop_delists(village)
    stock(village, "A", "W1", -2)
    catalog.schedule(
        actor=SYSTEM,
        product_id=village.products["A"],
        publish_at=clock.now() + timedelta(days=1),
        unpublish_at=None,
    )
    stock(village, "A", "W1", 5)
    assert product(village, "A") == (ProductState.OFF_SALE, True)


def test_an_archived_variant_does_not_keep_it_on_sale(village):
    shop_delists(village)
    found = catalog_queries.get_product(village.products["A"])
    assert product(village, "A") == (ProductState.ON_SALE, False)
    catalog.follow_stock(actor=SYSTEM, product_id=found.product_id, in_stock=[found.product_id])
    assert product(village, "A") == (ProductState.OFF_SALE, True)


def test_a_block_ends_the_wait_for_stock(village):
    shop_delists(village)
    stock(village, "A", "W1", -2)
    catalog.block(actor=SYSTEM, product_id=village.products["A"], reason="unsafe")
    stock(village, "A", "W1", 5)
    assert product(village, "A") == (ProductState.BLOCKED, False)


def test_who_does_not_follow_is_not_touched(village, django_assert_num_queries):
    policy(village, "A", SoldOutPolicy.KEEP)
    count = OutboxEvent.objects.count()
    with django_assert_num_queries(3):  # one read, in a transaction
        inventory.follow_stock(actor=SYSTEM, product_id=village.products["A"])
    assert OutboxEvent.objects.count() == count

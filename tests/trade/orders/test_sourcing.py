"""A person decides which warehouse sends a paid order, and may lock that."""

import pytest

from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.errors import OutOfStock
from jishi.goods.inventory.types import StockItem
from jishi.trade.orders import queries, services
from jishi.trade.orders.errors import AlreadyShipped, LocationLocked
from tests.walks import test_walk as walk
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

SYSTEM = villages.SYSTEM


@pytest.fixture
def village():
    return villages.build()


@pytest.fixture
def paid(village):
    placed = walk.place(village)
    walk.pay_by_transfer(village, placed.group_id)
    return walk.orders_by_merchant(village, placed.group_id)


def receive(village, code, location, units):
    inventory.receive(
        actor=SYSTEM,
        location_id=village.locations[location],
        items=[StockItem(village.variants[code], units)],
    )


def levels(village, code):
    """What is allocated and on hand of an article, by warehouse."""
    names = {key: name for name, key in village.locations.items()}
    found = inventory_queries.list_levels(variant_ids=[village.variants[code]])
    return {names[one.location_id]: (one.on_hand, one.allocated) for one in found}


def choose(village, order, location, **given):
    services.choose_location(
        actor=village.owners["M1"],
        order_id=order.order_id,
        location_id=village.locations[location],
        **given,
    )
    villages.settle()


def test_everything_is_sent_from_one_place_instead_of_two(village, paid):
    receive(village, "A", "W2", 1)
    order = paid["M1"]
    assert len(shipping_queries.list_open_parcels([order.order_id])[order.order_id]) == 2
    choose(village, order, "W2")
    (parcel,) = shipping_queries.list_open_parcels([order.order_id])[order.order_id]
    shipment = shipping_queries.get_shipment(parcel)
    assert shipment.location_id == village.locations["W2"]
    assert sorted(line.quantity for line in shipment.lines) == [1, 1]
    assert levels(village, "A") == {"W1": (10, 0), "W2": (1, 1)}
    assert levels(village, "B") == {"W2": (10, 1)}
    assert inventory_queries.prove() == ()
    after = queries.get_order(order.order_id)
    assert (after.total_minor, after.is_location_locked) == (order.total_minor, False)
    assert {source.location_id for line in after.lines for source in line.sources} == {
        village.locations["W2"]
    }
    warehouse.ship(
        actor=SYSTEM, shipment_id=parcel, carrier_code="sf", tracking_no="SF1234567890123"
    )
    assert levels(village, "A") == {"W1": (10, 0), "W2": (0, 0)}
    assert inventory_queries.prove() == ()


def test_a_place_that_lacks_one_article_is_refused_and_nothing_moves(village, paid):
    order = paid["M1"]
    with pytest.raises(OutOfStock):
        choose(village, order, "W1")
    assert levels(village, "A") == {"W1": (10, 1)}
    assert levels(village, "B") == {"W2": (10, 1)}
    assert len(shipping_queries.list_open_parcels([order.order_id])[order.order_id]) == 2
    assert inventory_queries.prove() == ()


def test_a_locked_order_stays_until_it_is_unlocked(village, paid):
    receive(village, "A", "W2", 1)
    receive(village, "B", "W1", 1)
    order = paid["M1"]
    choose(village, order, "W2", is_locked=True)
    assert queries.get_order(order.order_id).is_location_locked
    with pytest.raises(LocationLocked):
        choose(village, order, "W1")
    services.unlock_location(actor=village.owners["M1"], order_id=order.order_id)
    choose(village, order, "W1")
    assert levels(village, "B") == {"W1": (1, 1), "W2": (10, 0)}
    assert inventory_queries.prove() == ()


def test_back_and_forth_reuses_what_was_held(village, paid):
    receive(village, "A", "W2", 1)
    receive(village, "B", "W1", 1)
    for location in ("W2", "W1", "W2"):
        choose(village, paid["M1"], location)
    assert levels(village, "A") == {"W1": (10, 0), "W2": (1, 1)}
    assert inventory_queries.prove() == ()


def test_a_held_order_is_moved_and_sent_from_there_when_released(village, paid):
    receive(village, "A", "W2", 1)
    order = paid["M1"]
    services.hold(actor=SYSTEM, order_id=order.order_id, reason="look")
    choose(village, order, "W2")
    assert shipping_queries.list_open_parcels([order.order_id]) == {}
    services.release(actor=SYSTEM, order_id=order.order_id)
    assert len(shipping_queries.list_open_parcels([order.order_id])[order.order_id]) == 1


def test_what_has_left_cannot_be_moved(village, paid):
    order = paid["M1"]
    walk.ship_all(village, order.group_id)
    with pytest.raises(AlreadyShipped):
        choose(village, order, "W2")


def test_only_who_reviews_orders_of_the_shop_may_choose(village, paid):
    order, place = paid["M1"], village.locations["W2"]
    for actor, refusal in ((village.shopper, Forbidden), (village.owners["M2"], NotFound)):
        with pytest.raises(refusal):
            services.choose_location(actor=actor, order_id=order.order_id, location_id=place)
    with pytest.raises(NotFound):
        services.choose_location(actor=SYSTEM, order_id=order.order_id, location_id=order.order_id)
    assert levels(village, "A") == {"W1": (10, 1)}

"""Parcels, scans and signatures when many act at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jishi.foundation.kernel.errors import JishiError
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.models import PickTask, ReturnReceipt
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.goods.inventory import queries as inventory_queries
from tests.fulfillment.shipping.factories import (
    SYSTEM,
    event,
    events_named,
    level_of,
    line_ids,
    make_carrier,
)
from tests.fulfillment.warehouse.factories import make_house

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS = 4


@pytest.fixture
def house():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection")
    make_carrier()
    return make_house()


def race(call):
    """Call at the same moment in several threads; count the outcomes by code."""
    gate = Barrier(THREADS)

    def run(number):
        gate.wait()
        try:
            call(number)
        except JishiError as error:
            return error.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(run, range(THREADS)))


def test_a_parcel_leaves_once_and_so_does_its_stock(house):
    shipment, _ = house.sell()
    outcome = race(
        lambda number: warehouse.ship(
            actor=SYSTEM,
            shipment_id=shipment.pk,
            carrier_code="sf",
            tracking_no=f"SF100000000{number}",
        )
    )
    assert outcome["done"] == 1
    assert level_of(house.tea, house.location) == (7, 0)
    assert events_named("shipping.shipment_dispatched") == 1
    assert inventory_queries.prove() == ()


def test_a_parcel_gets_one_task(house):
    shipment, task = house.sell()
    PickTask.objects.all().delete()
    outcome = race(lambda _: warehouse.plan_picking(actor=SYSTEM, shipment_id=shipment.pk))
    assert outcome == {"done": THREADS}
    assert PickTask.objects.count() == 1
    assert task.shipment_id == shipment.pk


def test_no_more_units_are_scanned_than_are_wanted(house):
    _, task = house.sell()
    warehouse.start_pick(actor=SYSTEM, task_id=task.pk)
    outcome = race(lambda _: warehouse.scan(actor=SYSTEM, task_id=task.pk, code=house.cup.code))
    assert outcome == {"done": 1, "warehouse.too_many": THREADS - 1}


def test_a_signature_pushed_many_times_delivers_once(house):
    shipment, _ = house.sell()
    number = "SF1000000001"
    warehouse.ship(actor=SYSTEM, shipment_id=shipment.pk, carrier_code="sf", tracking_no=number)
    outcome = race(
        lambda _: shipping.record_tracking(
            actor=SYSTEM, carrier_code="sf", tracking_no=number, events=[event("signed")]
        )
    )
    assert outcome == {"done": THREADS}
    assert events_named("shipping.shipment_delivered") == 1


def test_goods_come_back_once(house):
    shipment, _ = house.sell(cup=0)
    warehouse.ship(
        actor=SYSTEM, shipment_id=shipment.pk, carrier_code="sf", tracking_no="SF1000000001"
    )
    (line_id,) = line_ids(shipment)
    outcome = race(
        lambda _: warehouse.receive_return(
            actor=SYSTEM, shipment_id=shipment.pk, lines=[ReturnedLine(line_id, Grade.A, 3)]
        )
    )
    assert outcome == {"done": 1, "warehouse.already_received": THREADS - 1}
    assert level_of(house.tea, house.location) == (10, 0)
    assert ReturnReceipt.objects.count() == 1

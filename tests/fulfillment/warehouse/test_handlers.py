"""What the warehouse does when shipping announces something."""

import pytest

from jishi.foundation.platform import outbox
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import Direction, LineQuantity, ShipmentKind
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.models import PickTask
from jishi.fulfillment.warehouse.types import PickState
from tests.fulfillment.shipping.factories import SYSTEM, line_ids, make_shipment
from tests.fulfillment.warehouse.factories import make_house, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def test_a_new_parcel_is_queued_once(house):
    shipment, task = house.sell(reference_number="M26-1")
    again = warehouse.plan_picking(actor=SYSTEM, shipment_id=shipment.pk)
    assert again == task.pk
    assert (task.number, task.order_number) == (shipment.number, "M26-1")
    line = task.lines.get(variant=house.tea)
    assert (line.code, line.barcode, line.quantity) == (house.tea.code, "6901234567892", 3)


@pytest.mark.parametrize("more", [{"direction": Direction.RETURN}, {"kind": ShipmentKind.VIRTUAL}])
def test_returns_and_virtual_goods_are_not_picked(house, more):
    make_shipment(house.merchant, [(house.tea, 1)], location=house.location, **more)
    outbox.deliver_all()
    assert not PickTask.objects.exists()


def test_a_split_fits_the_task_and_queues_the_part(house):
    shipment, task = house.sell()
    first, second = line_ids(shipment)
    shipping.split(
        actor=SYSTEM,
        shipment_id=shipment.pk,
        lines=[LineQuantity(first, 1), LineQuantity(second, 1)],
    )
    outbox.deliver_all()
    task.refresh_from_db()
    assert list(task.lines.values_list("quantity", flat=True)) == [2]
    assert task.expected_weight_g == 1050
    assert PickTask.objects.count() == 2


def test_canceled_units_leave_the_work_even_if_they_were_picked(house):
    shipment, task = house.sell(cup=0)
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    warehouse.scan(actor=house.worker, task_id=task.pk, code=house.tea.code, quantity=3)
    shipping.cancel_items(
        actor=SYSTEM,
        reference=shipment.reference,
        lines=[LineQuantity(line_ids(shipment)[0], 2)],
    )
    outbox.deliver_all()
    line = task.lines.get()
    assert (line.quantity, line.picked, line.short) == (1, 1, 0)


def test_a_canceled_parcel_is_not_worked_on(house):
    shipment, task = house.sell()
    shipping.cancel_shipments(actor=SYSTEM, references=[shipment.reference])
    outbox.deliver_all()
    assert state_of(task) == PickState.CANCELED
    warehouse.cancel_picking(actor=SYSTEM, shipment_id=shipment.pk)
    assert state_of(task) == PickState.CANCELED

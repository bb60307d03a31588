"""The desk reads in a fixed number of statements, and each worker only its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.kernel.ids import new_id
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import Direction, LineQuantity
from jishi.fulfillment.warehouse import errors, queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.models import PickTask
from jishi.fulfillment.warehouse.types import (
    Grade,
    PickState,
    ReturnedLine,
    TaskFilter,
)
from tests.fulfillment.shipping.factories import SYSTEM, line_ids, make_shipment, staff_of
from tests.fulfillment.warehouse.factories import make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house(stock=100)


def test_queues_are_counted_with_their_ages(house, django_assert_num_queries):
    _, started = house.sell()
    _, late = house.sell()
    house.sell()
    warehouse.start_pick(actor=house.worker, task_id=started.pk)
    PickTask.objects.filter(pk=late.pk).update(ship_by=timezone.now() - timedelta(hours=1))
    with django_assert_num_queries(1):
        queues = queries.count_queues(actor=house.worker)
    assert [(queue.state, queue.count, queue.late) for queue in queues] == [
        (PickState.WAITING, 2, 1),
        (PickState.PICKING, 1, 0),
        (PickState.PICKED, 0, 0),
        (PickState.PACKED, 0, 0),
    ]
    assert queues[0].oldest_at == late.created_at
    assert queues[2].oldest_at is None


def test_each_sees_the_work_of_its_own_warehouses_and_shops(house):
    _, mine = house.sell()
    other = make_house()
    _, theirs = other.sell()

    def seen(actor):
        return {task.task_id for task in queries.list_tasks(actor=actor, wanted=TaskFilter()).items}

    assert seen(house.worker) == {mine.pk}
    assert seen(staff_of(other.merchant, "warehouse.work")) == {theirs.pk}
    assert seen(SYSTEM) == {mine.pk, theirs.pk}
    with pytest.raises(Forbidden):
        seen(staff_of(house.merchant, "inventory.view"))
    with pytest.raises(errors.TaskNotFound):
        queries.get_task(actor=other.worker, task_id=mine.pk)


def test_tasks_are_listed_by_urgency_in_two_statements(house, django_assert_num_queries):
    tasks = [house.sell()[1] for _ in range(5)]
    moment = timezone.now()
    for index, task in enumerate(reversed(tasks)):
        PickTask.objects.filter(pk=task.pk).update(ship_by=moment + timedelta(hours=index // 2))
    seen, cursor = [], ""
    while cursor is not None:
        with django_assert_num_queries(2):
            page = queries.list_tasks(actor=house.worker, wanted=TaskFilter(cursor=cursor, limit=2))
        seen += page.items
        cursor = page.next_cursor
    assert len({task.task_id for task in seen}) == 5
    assert [task.ship_by for task in seen] == sorted(task.ship_by for task in seen)


def test_tasks_are_filtered(house):
    shipment, one = house.sell(reference_number="M26-1")
    _, two = house.sell(reference_number="M26-2")
    warehouse.start_pick(actor=house.worker, task_id=two.pk)

    def found_by(**conditions):
        page = queries.list_tasks(actor=house.worker, wanted=TaskFilter(**conditions))
        return {task.task_id for task in page.items}

    assert found_by(states=(PickState.PICKING,)) == {two.pk}
    assert found_by(text="m26-1") == {one.pk}
    assert found_by(text=shipment.number) == {one.pk}
    assert found_by(location_id=new_id()) == set()
    assert found_by(merchant_id=house.merchant.pk) == {one.pk, two.pk}
    assert found_by(waits_for_stock=True) == set()
    assert found_by(is_late=True) == set()
    found = queries.get_task_by_number(actor=house.worker, number=shipment.number.lower())
    assert found.task_id == one.pk


def test_a_pick_list_adds_up_what_is_left_by_location(house, django_assert_num_queries):
    _, one = house.sell(tea=2, cup=1)
    _, two = house.sell(tea=3, cup=0)
    other = make_house()
    _, three = other.sell(tea=1, cup=0)
    warehouse.start_pick(actor=house.worker, task_id=one.pk)
    warehouse.scan(actor=house.worker, task_id=one.pk, code=house.tea.code)
    with django_assert_num_queries(3):
        lists = queries.list_pick_lists(actor=SYSTEM, task_ids=[one.pk, two.pk, three.pk])
    assert {item.location_id for item in lists} == {house.location.pk, other.location.pk}
    mine = next(item for item in lists if item.location_id == house.location.pk)
    assert [(row.code, row.quantity) for row in mine.rows] == [
        (house.tea.code, 4),
        (house.cup.code, 1),
    ]
    assert len(mine.rows[0].task_numbers) == 2


def test_a_packing_slip_names_its_part_of_the_order_and_no_price(house, django_assert_num_queries):
    shipment, _ = house.sell(reference_number="M26-1", note="放前台")
    first, _ = line_ids(shipment)
    part_id = shipping.split(actor=SYSTEM, shipment_id=shipment.pk, lines=[LineQuantity(first, 1)])
    others = [house.sell()[0] for _ in range(3)]
    with django_assert_num_queries(7):
        slips = queries.list_packing_slips(
            actor=house.worker, shipment_ids=[part_id, shipment.pk, *[row.pk for row in others]]
        )
    part, whole = slips[0], slips[1]
    assert (whole.part, whole.parts, part.part, part.parts) == (1, 2, 2, 2)
    assert [line.quantity for line in whole.lines] == [2, 1]
    assert (whole.order_number, whole.note) == ("M26-1", "放前台")
    assert whole.sender.city == "深圳市"
    assert whole.merchant_name["zh-hans"] == "山前茶行"


def test_slips_of_other_shops_are_not_printed(house):
    shipment, _ = house.sell()
    with pytest.raises(NotFound):
        queries.list_packing_slips(actor=make_house().worker, shipment_ids=[shipment.pk])


def test_what_came_back_is_read_by_shipment_and_order(house, django_assert_num_queries):
    back = make_shipment(
        house.merchant,
        [(house.tea, 3)],
        location=house.location,
        direction=Direction.RETURN,
    )
    with pytest.raises(NotFound):
        queries.get_return_receipt(back.pk)
    (line_id,) = line_ids(back)
    lines = (ReturnedLine(line_id, Grade.A, 2), ReturnedLine(line_id, Grade.B, 1))
    warehouse.receive_return(actor=house.worker, shipment_id=back.pk, lines=lines, note="外盒破损")
    with django_assert_num_queries(2):
        found = queries.get_return_receipt(back.pk)
    assert (found.lines, found.note) == (lines, "外盒破损")
    assert queries.list_return_receipts([back.reference]) == (found,)

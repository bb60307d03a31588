"""The way of a parcel through the house, and of goods back into it."""

import pytest

from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.platform import outbox
from jishi.foundation.platform.models import AuditEntry, OutboxEvent, StateMove
from jishi.fulfillment.shipping import errors as shipping_errors
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import Shipment
from jishi.fulfillment.shipping.types import (
    Direction,
    LabelState,
    LineQuantity,
    ShipmentKind,
    ShipmentState,
)
from jishi.fulfillment.warehouse import errors
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.models import PickScan, PickTask, ReturnReceipt
from jishi.fulfillment.warehouse.types import Grade, PickState, ReturnedLine, ShipRow
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.models import Location
from tests.fulfillment.shipping.factories import (
    SYSTEM,
    allocate,
    dispatched,
    event,
    events_named,
    level_of,
    line_ids,
    make_carrier,
    make_merchant,
    make_shipment,
    make_variant,
    staff_of,
)
from tests.fulfillment.warehouse.factories import make_house, shipments_of, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    make_carrier()
    return make_house()


def pick_all(house, task):
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    for line in task.lines.all():
        warehouse.scan(actor=house.worker, task_id=task.pk, code=line.code, quantity=line.quantity)
    warehouse.finish_pick(actor=house.worker, task_id=task.pk)


def pack_all(house, task):
    pick_all(house, task)
    warehouse.pack(actor=house.worker, task_id=task.pk, weight_g=1750)


def hand_over(house, task, **more):
    values = {"carrier_code": "sf", "tracking_no": "SF1000000001", **more}
    warehouse.hand_over(actor=house.worker, task_id=task.pk, **values)


# The whole way


def test_a_parcel_is_picked_packed_and_handed_over(house):
    shipment, task = house.sell()
    assert (task.state, task.expected_weight_g) == (PickState.WAITING, 1750)
    pick_all(house, task)
    assert state_of(task) == PickState.PICKED
    assert state_of(shipment) == ShipmentState.PICKING
    warehouse.pack(actor=house.worker, task_id=task.pk, weight_g=1760)
    assert state_of(task) == PickState.PACKED
    assert state_of(shipment) == ShipmentState.PACKED
    assert level_of(house.tea, house.location) == (10, 3)
    hand_over(house, task)
    assert state_of(task) == PickState.HANDED_OVER
    assert state_of(shipment) == ShipmentState.HANDED_OVER
    assert level_of(house.tea, house.location) == (7, 0)
    assert level_of(house.cup, house.location) == (9, 0)
    assert events_named("shipping.shipment_dispatched") == 1
    assert inventory_queries.prove() == ()


def test_the_trail_names_the_person_behind_the_house(house):
    shipment, task = house.sell()
    worker = house.worker
    warehouse.start_pick(actor=worker, task_id=task.pk)
    mine = StateMove.objects.get(machine="pick_task", subject_id=task.pk)
    assert mine.actor_id == worker.id
    theirs = StateMove.objects.get(machine="shipment", subject_id=shipment.pk)
    assert theirs.actor_id == "warehouse"
    assert not AuditEntry.objects.filter(action="preferences.edit").exists()


# Picking


def test_nothing_is_picked_before_it_is_scanned(house):
    _, task = house.sell()
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    with pytest.raises(errors.NotAccountedFor):
        warehouse.finish_pick(actor=house.worker, task_id=task.pk)
    assert set(task.lines.values_list("picked", flat=True)) == {0}


def test_a_barcode_counts_the_units_of_its_line(house):
    _, task = house.sell()
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    progress = warehouse.scan(actor=house.worker, task_id=task.pk, code="6901234567892")
    assert (progress.line.picked, progress.line.left, progress.is_complete) == (1, 2, False)


def test_a_wrong_scan_is_refused_and_counts_nothing(house):
    _, task = house.sell()
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    with pytest.raises(errors.WrongItem):
        warehouse.scan(actor=house.worker, task_id=task.pk, code="SKU-ELSE")
    with pytest.raises(errors.TooMany):
        warehouse.scan(actor=house.worker, task_id=task.pk, code=house.cup.code, quantity=2)
    assert not PickScan.objects.exists()


def test_a_scan_sent_again_counts_once(house):
    _, task = house.sell()
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    for _ in range(2):
        progress = warehouse.scan(
            actor=house.worker, task_id=task.pk, code=house.tea.code, key="device-1:7"
        )
    assert progress.line.picked == 1
    assert PickScan.objects.count() == 1


def test_scanning_before_the_start_is_refused(house):
    _, task = house.sell()
    with pytest.raises(IllegalMove):
        warehouse.scan(actor=house.worker, task_id=task.pk, code=house.tea.code)


def test_two_pickers_do_not_start_one_task(house):
    _, task = house.sell()
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    with pytest.raises(IllegalMove):
        warehouse.start_pick(actor=house.worker, task_id=task.pk)


def test_missing_units_move_to_a_parcel_that_waits_for_stock(house):
    shipment, task = house.sell()
    tea_line = task.lines.get(variant=house.tea)
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    warehouse.scan(actor=house.worker, task_id=task.pk, code=house.tea.code, quantity=2)
    warehouse.scan(actor=house.worker, task_id=task.pk, code=house.cup.code)
    warehouse.report_short(
        actor=house.worker, task_id=task.pk, order_line_id=tea_line.order_line_id, quantity=1
    )
    rest_id = warehouse.finish_pick(actor=house.worker, task_id=task.pk)
    assert state_of(task) == PickState.PICKED
    assert task.expected_weight_g == 1250
    assert sorted(task.lines.values_list("quantity", "picked", "short")) == [(1, 1, 0), (2, 2, 0)]
    rest = PickTask.objects.get(shipment_id=rest_id)
    assert (rest.state, rest.waits_for_stock) == (PickState.WAITING, True)
    assert list(rest.lines.values_list("quantity", flat=True)) == [1]
    assert events_named("warehouse.pick_fell_short") == 1
    outbox.deliver_all()
    assert PickTask.objects.count() == 2
    warehouse.pack(actor=house.worker, task_id=task.pk)
    hand_over(house, task)
    assert level_of(house.tea, house.location) == (8, 1)
    assert shipments_of(shipment).count() == 2


def test_a_parcel_of_which_nothing_was_found_waits(house):
    shipment, task = house.sell(cup=0)
    (line_id,) = line_ids(shipment)
    warehouse.start_pick(actor=house.worker, task_id=task.pk)
    warehouse.report_short(actor=house.worker, task_id=task.pk, order_line_id=line_id, quantity=3)
    assert warehouse.finish_pick(actor=house.worker, task_id=task.pk) is None
    assert state_of(task) == PickState.WAITING
    assert task.waits_for_stock
    assert state_of(shipment) == ShipmentState.PENDING
    assert task.lines.get().short == 0


def test_goods_put_back_are_picked_anew(house):
    shipment, task = house.sell()
    pick_all(house, task)
    warehouse.put_back(actor=house.worker, task_id=task.pk)
    assert state_of(task) == PickState.WAITING
    assert state_of(shipment) == ShipmentState.PENDING
    assert set(task.lines.values_list("picked", flat=True)) == {0}


# Packing


def test_an_odd_weight_must_be_confirmed(house):
    shipment, task = house.sell()
    pick_all(house, task)
    with pytest.raises(errors.WeightOff) as refused:
        warehouse.pack(actor=house.worker, task_id=task.pk, weight_g=1850)
    assert refused.value.params == {"expected_g": 1750, "weight_g": 1850, "tolerance_g": 53}
    assert state_of(task) == PickState.PICKED
    warehouse.pack(actor=house.worker, task_id=task.pk, weight_g=1850, confirms_weight=True)
    assert state_of(task) == PickState.PACKED
    shipment.refresh_from_db()
    assert shipment.weight_g == 1850


def test_a_label_is_asked_for_while_packing_and_used_at_the_handover(house, gateway):
    make_carrier("zto", adapter="fake", name="中通快递")
    shipment, task = house.sell()
    pick_all(house, task)
    warehouse.pack(actor=house.worker, task_id=task.pk, weight_g=1750, carrier_code="zto")
    shipping.buy_label(actor=SYSTEM, shipment_id=shipment.pk)
    hand_over(house, task, carrier_code="", tracking_no="")
    shipment.refresh_from_db()
    assert (shipment.state, shipment.label_state) == (
        ShipmentState.HANDED_OVER,
        LabelState.BOUGHT,
    )
    assert shipment.tracking_no == f"W{shipment.number}"


def test_an_opened_parcel_keeps_its_picked_goods(house):
    shipment, task = house.sell()
    pack_all(house, task)
    warehouse.unpack(actor=house.worker, task_id=task.pk)
    assert state_of(task) == PickState.PICKED
    assert state_of(shipment) == ShipmentState.PICKING
    warehouse.pack(actor=house.worker, task_id=task.pk)


# Leaving


def test_only_sealed_parcels_are_handed_over(house):
    _, task = house.sell()
    pick_all(house, task)
    with pytest.raises(IllegalMove):
        hand_over(house, task)
    assert level_of(house.tea, house.location) == (10, 3)


def test_a_refused_handover_moves_neither_parcel_nor_stock(house):
    shipment, task = house.sell()
    pack_all(house, task)
    with pytest.raises(shipping_errors.UnknownCarrier):
        hand_over(house, task, carrier_code="nobody")
    assert state_of(task) == PickState.PACKED
    assert state_of(shipment) == ShipmentState.PACKED
    assert level_of(house.tea, house.location) == (10, 3)
    assert events_named("shipping.shipment_dispatched") == 0


def test_missing_stock_keeps_the_parcel(house):
    shipment, task = house.sell()
    pack_all(house, task)
    Shipment.objects.filter(pk=shipment.pk).update(group_id=new_id())
    with pytest.raises(Exception, match="not_allocated"):
        hand_over(house, task)
    assert state_of(shipment) == ShipmentState.PACKED


def test_small_shops_ship_past_the_desk(house):
    shipment, task = house.sell()
    warehouse.ship(
        actor=staff_of(house.merchant, "warehouse.work"),
        shipment_id=shipment.pk,
        carrier_code="sf",
        tracking_no="SF1000000001",
    )
    assert state_of(task) == PickState.HANDED_OVER
    assert level_of(house.tea, house.location) == (7, 0)
    with pytest.raises(errors.NothingToShip):
        warehouse.ship(actor=SYSTEM, shipment_id=shipment.pk)


def test_a_parcel_dispatched_past_the_warehouse_still_takes_its_stock(house):
    shipment, task = house.sell()
    dispatched(shipment)
    outbox.deliver_all()
    assert state_of(task) == PickState.HANDED_OVER
    assert level_of(house.tea, house.location) == (7, 0)
    outbox.deliver_all()
    assert inventory_queries.prove() == ()


def test_a_pickup_goes_over_the_counter(house):
    shipment, task = house.sell(kind=ShipmentKind.PICKUP)
    pack_all(house, task)
    hand_over(house, task, carrier_code="", tracking_no="")
    assert state_of(shipment) == ShipmentState.DELIVERED
    assert level_of(house.tea, house.location) == (7, 0)


def test_part_of_an_order_is_shipped_and_the_rest_later(house):
    shipment, _ = house.sell()
    first, _ = line_ids(shipment)
    part_id = shipping.split(actor=SYSTEM, shipment_id=shipment.pk, lines=[LineQuantity(first, 2)])
    outbox.deliver_all()
    send = {"actor": SYSTEM, "carrier_code": "sf"}
    warehouse.ship(shipment_id=part_id, tracking_no="SF1000000001", **send)
    assert level_of(house.tea, house.location) == (8, 1)
    warehouse.ship(shipment_id=shipment.pk, tracking_no="SF1000000002", **send)
    assert level_of(house.tea, house.location) == (7, 0)
    assert inventory_queries.prove() == ()


def test_a_batch_reports_every_row(house):
    one, _ = house.sell(tea=1, cup=1, reference_number="M26-1")
    two, _ = house.sell(tea=1, cup=1, reference_number="M26-2")
    three, _ = house.sell(tea=2, cup=1, reference_number="M26-3")
    shipping.split(actor=SYSTEM, shipment_id=three.pk, lines=[LineQuantity(line_ids(three)[0], 1)])
    rows = [
        ShipRow(one.number, "SF", "SF1000000001"),
        ShipRow("m26-2", "顺丰速运", "SF1000000002"),
        ShipRow("M26-3", "sf", "SF1000000003"),
        ShipRow("M26-404", "sf", "SF1000000004"),
        ShipRow(one.number, "sf", "SF1000000005"),
        ShipRow(three.number, "飞鸽", "SF1000000006"),
        ShipRow(three.number, "sf", "??"),
    ]
    actor = staff_of(house.merchant, "warehouse.work")
    results = warehouse.ship_batch(actor=actor, merchant_id=house.merchant.pk, rows=rows)
    assert [(item.row, item.error) for item in results] == [
        (1, ""),
        (2, ""),
        (3, "warehouse.ambiguous_number"),
        (4, "warehouse.nothing_to_ship"),
        (5, "warehouse.repeated_row"),
        (6, "shipping.unknown_carrier"),
        (7, "shipping.bad_tracking_number"),
    ]
    assert state_of(two) == ShipmentState.HANDED_OVER
    assert state_of(three) == ShipmentState.PENDING
    again = warehouse.ship_batch(actor=actor, merchant_id=house.merchant.pk, rows=rows[:1])
    assert again[0].error == "warehouse.nothing_to_ship"


def test_a_batch_is_for_ones_own_shop(house):
    shipment, _ = house.sell()
    rows = [ShipRow(shipment.number, "sf", "SF1000000001")]
    other = make_merchant()
    with pytest.raises(NotFound):
        warehouse.ship_batch(
            actor=staff_of(other, "warehouse.work"), merchant_id=house.merchant.pk, rows=rows
        )
    (result,) = warehouse.ship_batch(
        actor=staff_of(other, "warehouse.work"), merchant_id=other.pk, rows=rows
    )
    assert result.error == "warehouse.nothing_to_ship"
    assert state_of(shipment) == ShipmentState.PENDING


def test_card_keys_are_given_out_once_with_the_goods(house):
    card = make_variant(house.merchant, kind="card_key")
    inventory.add_card_keys(actor=SYSTEM, variant_id=card.pk, keys=["AAAA-0001", "BBBB-0002"])
    place = Location.objects.get(kind="virtual")
    group_id = new_id()
    allocate(group_id, house.merchant, [(card, 1)])
    shipment = make_shipment(
        house.merchant, [(card, 1)], location=place, kind=ShipmentKind.VIRTUAL, group_id=group_id
    )
    warehouse.deliver_virtual(actor=SYSTEM, shipment_id=shipment.pk)
    assert state_of(shipment) == ShipmentState.DELIVERED
    assert level_of(card, place) == (1, 0)
    assert len(inventory_queries.list_delivered_keys(line_ids(shipment)[0])) == 1
    with pytest.raises(IllegalMove):
        warehouse.deliver_virtual(actor=SYSTEM, shipment_id=shipment.pk)


# Who may


@pytest.mark.parametrize("permission", ["inventory.view", None])
def test_strangers_do_not_work_here(house, permission):
    _, task = house.sell()
    stranger = staff_of(house.merchant, *([permission] if permission else []))
    with pytest.raises(Forbidden):
        warehouse.start_pick(actor=stranger, task_id=task.pk)


def test_workers_of_another_warehouse_or_shop_find_nothing(house):
    _, task = house.sell()
    elsewhere = make_house()
    for actor in (elsewhere.worker, staff_of(elsewhere.merchant, "warehouse.work")):
        with pytest.raises(NotFound):
            warehouse.start_pick(actor=actor, task_id=task.pk)
    assert state_of(task) == PickState.WAITING


# Returns


@pytest.fixture
def back(house):
    """A return of two units of tea from an order that was shipped."""
    shipment, _ = house.sell()
    warehouse.ship(
        actor=SYSTEM, shipment_id=shipment.pk, carrier_code="sf", tracking_no="SF1000000001"
    )
    return make_shipment(
        house.merchant,
        [(house.tea, 2)],
        location=house.location,
        direction=Direction.RETURN,
        reference=shipment.reference,
        group_id=shipment.group_id,
    )


def receive(house, shipment, *grades):
    (line_id,) = line_ids(shipment)
    lines = [ReturnedLine(line_id, grade, quantity) for grade, quantity in grades]
    return warehouse.receive_return(actor=house.worker, shipment_id=shipment.pk, lines=lines)


def test_good_goods_go_on_sale_again_and_others_do_not(house, back):
    receive(house, back, (Grade.A, 1), (Grade.C, 1))
    assert level_of(house.tea, house.location) == (8, 0)
    assert state_of(back) == ShipmentState.DELIVERED
    sent = OutboxEvent.objects.get(name="warehouse.return_received.v1")
    assert str(back.reference) in sent.payload
    assert '"C",1' in sent.payload


def test_a_return_is_taken_in_once(house, back):
    receive(house, back, (Grade.A, 2))
    with pytest.raises(errors.AlreadyReceived):
        receive(house, back, (Grade.A, 2))
    assert level_of(house.tea, house.location) == (9, 0)
    assert ReturnReceipt.objects.count() == 1
    assert events_named("warehouse.return_received") == 1


def test_more_than_was_sent_back_is_refused(house, back):
    with pytest.raises(errors.BadReturn):
        receive(house, back, (Grade.A, 2), (Grade.B, 1))
    assert level_of(house.tea, house.location) == (7, 0)
    assert not ReturnReceipt.objects.exists()


@pytest.mark.parametrize("news", ["delivering", "returning", "returned"])
def test_a_parcel_nobody_accepted_is_taken_in(house, news):
    shipment = ship_tea(house)
    track(news)
    receive(house, shipment, (Grade.A, 3))
    assert state_of(shipment) == ShipmentState.RETURNED
    assert level_of(house.tea, house.location) == (10, 0)
    assert events_named("shipping.shipment_returned") == 1


def test_a_parcel_that_was_delivered_comes_back_as_a_return_only(house):
    shipment = ship_tea(house)
    track("signed")
    with pytest.raises(IllegalMove):
        receive(house, shipment, (Grade.A, 3))
    assert level_of(house.tea, house.location) == (7, 0)


def ship_tea(house):
    shipment, _ = house.sell(cup=0)
    warehouse.ship(
        actor=SYSTEM, shipment_id=shipment.pk, carrier_code="sf", tracking_no="SF1000000001"
    )
    return shipment


def track(state):
    shipping.record_tracking(
        actor=SYSTEM, carrier_code="sf", tracking_no="SF1000000001", events=[event(state)]
    )


def test_strangers_take_in_nothing(house, back):
    (line_id,) = line_ids(back)
    with pytest.raises(NotFound):
        warehouse.receive_return(
            actor=make_house().worker,
            shipment_id=back.pk,
            lines=[ReturnedLine(line_id, Grade.A, 1)],
        )
    assert not ReturnReceipt.objects.exists()

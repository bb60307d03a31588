"""Parcels of the town: picked, packed, sent, traced and received."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from jishi.foundation.kernel import clock
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import (
    Direction,
    Shipment,
    ShipmentKind,
    ShipmentState,
    TrackingEvent,
    TrackingState,
)
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.money.payments import services as payments
from jishi.surfaces.cli.demo.seeding.fates import Fate, Reach, Sale
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, spread
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import Flag

CARRIERS = {"sf": "SF", "zto": "7", "yto": "YT", "jd": "JD"}
"""Carriers that are used here, with how their numbers begin."""

STEPS = (
    (TrackingState.PICKED, "快件已揽收，揽收员已核对包装"),
    (TrackingState.TRANSIT, "快件离开发货地转运中心，正发往下一站"),
    (TrackingState.TRANSIT, "快件到达收货地转运中心"),
    (TrackingState.DELIVERING, "快件正在派送，请保持电话畅通"),
    (TrackingState.SIGNED, "快件已签收，签收人：本人。感谢使用，期待再次为您服务"),
)


def send(made: Made) -> None:
    """Bring every paid order as far as its fate has it."""
    sales = made.sales
    for sale in sales:
        _at_the_desk(made, sale)
    spread()
    for sale in sales:
        for shipment in _outbound(sale):
            if shipment.state not in {ShipmentState.PENDING, ShipmentState.DELIVERED}:
                trace(shipment, arrives=sale.reach >= Reach.DELIVERED)
    spread()
    _receive([sale for sale in sales if sale.reach >= Reach.RECEIVED])
    for sale in sales:
        if sale.reach >= Reach.COMPLETED:
            for order_id in sale.order_ids:
                orders.complete(actor=HOUSE, order_id=order_id)
    spread()


def trace(shipment: Shipment, *, arrives: bool) -> None:
    """Have the carrier report on a parcel: on its way, or signed for."""
    if not shipment.tracking_no:
        return
    steps = STEPS if arrives else STEPS[:2]
    first = clock.now() - timedelta(minutes=7 * len(steps))
    shipping.record_tracking(
        actor=HOUSE,
        carrier_code=shipment.carrier_code,
        tracking_no=shipment.tracking_no,
        events=[
            TrackingEvent(first + timedelta(minutes=7 * index), state, text)
            for index, (state, text) in enumerate(steps)
        ],
    )


def tracking_number(chance: Random) -> tuple[str, str]:
    """Return a carrier and a number as that carrier writes them."""
    carrier = chance.choice(list(CARRIERS))
    return carrier, f"{CARRIERS[carrier]}{chance.randrange(10**12, 10**13)}"


def _at_the_desk(made: Made, sale: Sale) -> None:
    if sale.fate == Fate.HELD:
        for order_id in sale.order_ids:
            orders.hold(actor=HOUSE, order_id=order_id, reason="收货电话待核实")
            orders.set_flag(actor=HOUSE, order_id=order_id, flag=Flag.AMBER)
    elif sale.fate == Fate.PACKED:
        for shipment in _outbound(sale):
            _pick(shipment, is_short=False)
    elif sale.fate == Fate.PARTLY_SHIPPED:
        _send_some(made, sale)
    elif sale.reach >= Reach.SHIPPED:
        for shipment in _outbound(sale):
            _ship(made, shipment)


def _send_some(made: Made, sale: Sale) -> None:
    """Send the first parcel; a single one leaves without what was not found."""
    shipments = _outbound(sale)
    if len(shipments) == 1:
        _pick(shipments[0], is_short=True)
    _ship(made, shipments[0])


def _outbound(sale: Sale) -> list[Shipment]:
    found = shipping_queries.get_shipments_of(sale.order_ids, direction=Direction.OUTBOUND)
    return [
        shipment
        for shipments in found.values()
        for shipment in shipments
        if shipment.kind == ShipmentKind.PARCEL and shipment.state != ShipmentState.CANCELED
    ]


def _pick(shipment: Shipment, *, is_short: bool) -> None:
    """Pick and pack a parcel. is_short: whether its last article cannot be found."""
    task = warehouse_queries.get_task_by_number(actor=HOUSE, number=shipment.number)
    warehouse.start_pick(actor=HOUSE, task_id=task.task_id)
    missing = task.lines[-1] if is_short and len(task.lines) > 1 else None
    for line in task.lines:
        if line is missing:
            warehouse.report_short(
                actor=HOUSE,
                task_id=task.task_id,
                order_line_id=line.order_line_id,
                quantity=line.quantity,
            )
        else:
            warehouse.scan(
                actor=HOUSE, task_id=task.task_id, code=line.barcode, quantity=line.quantity
            )
    warehouse.finish_pick(actor=HOUSE, task_id=task.task_id)
    warehouse.pack(actor=HOUSE, task_id=task.task_id)


def _ship(made: Made, shipment: Shipment) -> None:
    carrier, number = tracking_number(made.chance)
    warehouse.ship(
        actor=HOUSE, shipment_id=shipment.shipment_id, carrier_code=carrier, tracking_no=number
    )


def _receive(sales: Sequence[Sale]) -> None:
    for sale in sales:
        if sale.fate == Fate.ON_DELIVERY:
            payments.confirm_cash(actor=HOUSE, reference=sale.group_id)
        for order_id in sale.order_ids:
            orders.receive(actor=sale.buyer, order_id=order_id)
    spread()

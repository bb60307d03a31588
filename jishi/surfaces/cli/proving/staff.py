"""Staff at work during the race: they close, ship, refund and take back whatever they meet."""

import time
from collections.abc import Callable
from contextlib import suppress
from random import Random
from uuid import UUID

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import (
    CaseFilter,
    CaseKind,
    CaseRequest,
    CaseState,
    CaseView,
    LineRequest,
    Reason,
)
from jishi.foundation.kernel.actors import Actor, ActorKind
from jishi.foundation.kernel.errors import JishiError
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment, ShipmentState
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import RefundState
from jishi.surfaces.cli.demo.seeding import parcels
from jishi.surfaces.cli.proving import connecting
from jishi.surfaces.cli.proving.shop import HOUSE, Stage
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason, OrderFilter, OrderStatus, OrderView

PAUSE_S = 0.05


def work(stage: Stage) -> None:
    """Do one thing after another until killed."""
    chance = Random()
    while True:
        connecting.connect()
        with suppress(JishiError):
            chance.choice(_ACTS)(stage, chance)
        time.sleep(PAUSE_S)


def finish(stage: Stage) -> None:
    """Bring every open case and every refund by hand to its end."""
    for state, carry_on in _FINISHING.items():
        wanted = CaseFilter(merchant_ids=stage.merchants, states=(state,))
        for case in aftersales_queries.list_cases(wanted, limit=100).items:
            # What was done and has not been told yet is refused, and told soon.
            with suppress(JishiError):
                carry_on(case)
    pay_back()


def pay_back() -> None:
    """Transfer back by hand what waits for a person."""
    for refund in payments_queries.list_refunds_to_settle(actor=HOUSE, limit=100).items:
        with suppress(JishiError):
            if refund.state == RefundState.MANUAL:
                payments.confirm_manual_refund(actor=HOUSE, refund_id=refund.refund_id)


def _close(stage: Stage, chance: Random) -> None:
    order = _meet(stage, chance, OrderStatus.AWAITING_PAYMENT)
    if order is not None:
        orders.close_unpaid(actor=HOUSE, group_id=order.group_id, reason=CancelReason.TIMEOUT)


def _ship(stage: Stage, chance: Random) -> None:
    """Send an order; its parcels arrive at once."""
    order = _meet(stage, chance, OrderStatus.CONFIRMED)
    if order is None or order.shipped_at is not None:
        return
    carrier, number = parcels.tracking_number(chance)
    for shipment in _parcels(order.order_id):
        if shipment.state == ShipmentState.PENDING:
            warehouse.ship(
                actor=HOUSE,
                shipment_id=shipment.shipment_id,
                carrier_code=carrier,
                tracking_no=number,
            )
    for shipment in _parcels(order.order_id):
        parcels.trace(shipment, arrives=True)


def _refund(stage: Stage, chance: Random) -> None:
    """Ask for money back on behalf of a buyer, before the goods leave or after they came."""
    order = _meet(stage, chance, OrderStatus.CONFIRMED)
    if order is None:
        return
    is_here = order.delivered_at is not None
    line = chance.choice(order.lines)
    buyer = Actor(kind=ActorKind.CUSTOMER, id=str(order.user_id), user_id=order.user_id)
    aftersales.apply(
        actor=buyer,
        request=CaseRequest(
            order_id=order.order_id,
            kind=CaseKind.RETURN_REFUND if is_here else CaseKind.REFUND_ONLY,
            reason=Reason.NO_REASON if is_here else Reason.CHANGED_MIND,
            lines=(LineRequest(line.line_id, chance.randint(1, line.quantity)),),
            description="prove",
        ),
    )


def _decide(stage: Stage, chance: Random) -> None:
    """Carry a case one step further."""
    state = chance.choice(list(_FINISHING))
    wanted = CaseFilter(merchant_ids=stage.merchants, states=(state,))
    if page := aftersales_queries.list_cases(wanted).items:
        _FINISHING[state](chance.choice(page))


def _settle_refunds(_stage: Stage, _chance: Random) -> None:
    pay_back()


_ACTS: tuple[Callable[[Stage, Random], None], ...] = (
    _close,
    _ship,
    _refund,
    _decide,
    _decide,
    _settle_refunds,
)


def _approve(case: CaseView) -> None:
    try:
        aftersales.approve(actor=HOUSE, case_id=case.case_id)
    except JishiError:
        # The goods have left meanwhile.
        aftersales.reject(actor=HOUSE, case_id=case.case_id, note="prove")


def _take_in(case: CaseView) -> None:
    assert case.return_shipment_id is not None, "an agreed return has its way back"
    warehouse.receive_return(
        actor=HOUSE,
        shipment_id=case.return_shipment_id,
        lines=[ReturnedLine(line.order_line_id, Grade.A, line.quantity) for line in case.lines],
    )


_FINISHING: dict[CaseState, Callable[[CaseView], None]] = {
    CaseState.APPLIED: _approve,
    CaseState.WAITING_BUYER_SHIP: _take_in,
}


def _meet(stage: Stage, chance: Random, status: OrderStatus) -> OrderView | None:
    """Return some order of the stage in a state, if there is one."""
    wanted = OrderFilter(merchant_ids=stage.merchants, statuses=(status,))
    found = orders_queries.list_orders(wanted, limit=40).items
    return chance.choice(found) if found else None


def _parcels(order_id: UUID) -> tuple[Shipment, ...]:
    found = shipping_queries.get_shipments_of([order_id], direction=Direction.OUTBOUND)
    return tuple(found.get(order_id, ()))

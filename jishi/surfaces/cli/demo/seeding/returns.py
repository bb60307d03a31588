"""After-sale cases of the town, one in every state."""

from uuid import UUID

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseKind, CaseRequest, LineRequest, Reason
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import RefundState
from jishi.surfaces.cli.demo.seeding import parcels
from jishi.surfaces.cli.demo.seeding.fates import Fate, Sale
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made
from jishi.trade.orders import queries as orders_queries

BEFORE_SHIPPING = {Fate.REFUND_ASKED, Fate.REFUNDING, Fate.REFUNDED}
APPROVED = {Fate.REFUNDING, Fate.REFUNDED, Fate.RETURN_AGREED, Fate.RETURN_SENT, Fate.RETURNED}
SENT = {Fate.RETURN_SENT, Fate.RETURNED}
ASKING = BEFORE_SHIPPING | SENT | {Fate.RETURN_ASKED, Fate.RETURN_AGREED, Fate.RETURN_REFUSED}

WORDS = "收到后觉得颜色和家里不太搭，包装完好，申请退货。"
REFUSAL = "吊牌已剪，影响二次销售，可为您补偿一张优惠券。"


def ask(made: Made) -> None:
    """Ask for money back where the fate says so, and carry it as far as it goes."""
    for sale in made.sales:
        if sale.fate in ASKING:
            _carry(made, sale, _apply(sale))


def pay_back(made: Made) -> None:
    """Transfer by hand what was paid by transfer, once it is known to be due."""
    for sale in made.sales:
        if sale.fate in {Fate.REFUNDED, Fate.RETURNED}:
            _confirm_refunds(sale.group_id)


def _apply(sale: Sale) -> UUID:
    """Ask for the first line of the first order."""
    order = orders_queries.get_order(sale.order_ids[0])
    is_early = sale.fate in BEFORE_SHIPPING
    line = order.lines[0]
    return aftersales.apply(
        actor=sale.buyer,
        request=CaseRequest(
            order_id=order.order_id,
            kind=CaseKind.REFUND_ONLY if is_early else CaseKind.RETURN_REFUND,
            reason=Reason.CHANGED_MIND if is_early else Reason.NO_REASON,
            lines=(LineRequest(line.line_id, line.quantity),),
            description="拍重了，麻烦取消。" if is_early else WORDS,
        ),
    )


def _carry(made: Made, sale: Sale, case_id: UUID) -> None:
    if sale.fate in APPROVED:
        aftersales.approve(actor=HOUSE, case_id=case_id)
    elif sale.fate == Fate.RETURN_REFUSED:
        aftersales.reject(actor=HOUSE, case_id=case_id, note=REFUSAL)
    if sale.fate in SENT:
        carrier, number = parcels.tracking_number(made.chance)
        aftersales.buyer_ship(
            actor=sale.buyer, case_id=case_id, carrier_code=carrier, tracking_no=number
        )
    if sale.fate == Fate.RETURNED:
        _take_in(case_id)


def _take_in(case_id: UUID) -> None:
    case = aftersales_queries.get_case(case_id)
    assert case.return_shipment_id is not None, "an agreed return has its way back"
    warehouse.receive_return(
        actor=HOUSE,
        shipment_id=case.return_shipment_id,
        lines=[ReturnedLine(line.order_line_id, Grade.A, line.quantity) for line in case.lines],
    )


def _confirm_refunds(group_id: UUID) -> None:
    for refund in payments_queries.list_refunds(payment_reference=group_id):
        if refund.state == RefundState.MANUAL:
            payments.confirm_manual_refund(
                actor=HOUSE, refund_id=refund.refund_id, provider_no="DEMO-REFUND"
            )

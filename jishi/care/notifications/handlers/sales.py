"""News of orders, payments, parcels and after-sale cases."""

from uuid import UUID

from jishi.care.aftersales import events as aftersales
from jishi.care.aftersales.types import CaseKind
from jishi.care.notifications import services
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.fulfillment.shipping import events as shipping
from jishi.money.payments.events import PaymentAwaitingTransfer, RefundSettled
from jishi.trade.orders import events as orders

_SYSTEM = Actor.system("notifications")


@subscribe(orders.OrderPlaced)
def tell_of_placed(event: orders.OrderPlaced) -> None:
    """Ask the buyer to pay."""
    services.tell_of_group(actor=_SYSTEM, event="orders.placed", group_id=UUID(event.group_id))


@subscribe(orders.PaymentDue)
def tell_of_payment_due(event: orders.PaymentDue) -> None:
    """Remind the buyer before the order closes."""
    services.tell_of_group(
        actor=_SYSTEM,
        event="orders.payment_due",
        group_id=UUID(event.group_id),
        minutes=event.minutes_left,
    )


@subscribe(PaymentAwaitingTransfer)
def tell_of_transfer(event: PaymentAwaitingTransfer) -> None:
    """Tell the buyer where the time for a bank transfer ends."""
    services.tell_of_group(
        actor=_SYSTEM,
        event="payments.awaiting_transfer",
        group_id=UUID(event.reference),
        until=event.until,
    )


@subscribe(orders.OrderConfirmed)
def tell_of_confirmed(event: orders.OrderConfirmed) -> None:
    """Thank the buyer, and give the shop work."""
    services.tell_of_order(actor=_SYSTEM, event="orders.confirmed", order_id=UUID(event.order_id))


@subscribe(orders.OrderHeld)
def tell_of_held(event: orders.OrderHeld) -> None:
    """Ask the shop to look at an order."""
    services.tell_of_order(
        actor=_SYSTEM, event="orders.held", order_id=UUID(event.order_id), reason=event.reason
    )


@subscribe(orders.OrderStuck)
def tell_of_stuck(event: orders.OrderStuck) -> None:
    """Tell the shop of an order that stands still."""
    services.tell_of_order(
        actor=_SYSTEM, event="orders.stuck", order_id=UUID(event.order_id), reason=event.trouble
    )


@subscribe(orders.OrderCanceled)
def tell_of_canceled(event: orders.OrderCanceled) -> None:
    """Tell both that an order ended."""
    services.tell_of_order(
        actor=_SYSTEM, event="orders.canceled", order_id=UUID(event.order_id), reason=event.reason
    )


@subscribe(orders.OrderReceived)
def tell_of_received(event: orders.OrderReceived) -> None:
    """Invite the buyer to review."""
    services.tell_of_order(actor=_SYSTEM, event="orders.received", order_id=UUID(event.order_id))


@subscribe(orders.OrderCompleted)
def tell_of_completed(event: orders.OrderCompleted) -> None:
    """Tell both that a sale is final."""
    services.tell_of_order(actor=_SYSTEM, event="orders.completed", order_id=UUID(event.order_id))


@subscribe(RefundSettled)
def tell_of_refund(event: RefundSettled) -> None:
    """Tell the buyer of money that came back outside a case."""
    services.tell_of_refund(
        actor=_SYSTEM,
        refund_id=UUID(event.refund_id),
        cause=UUID(event.reference),
        group_id=UUID(event.payment_reference),
        amount_minor=event.amount_minor,
        currency=event.currency,
    )


@subscribe(shipping.ShipmentDispatched)
def tell_of_dispatched(event: shipping.ShipmentDispatched) -> None:
    """Tell the buyer that a parcel left."""
    services.tell_of_shipment(
        actor=_SYSTEM, event="shipping.dispatched", shipment_id=UUID(event.shipment_id)
    )


@subscribe(shipping.ShipmentDelivered)
def tell_of_delivered(event: shipping.ShipmentDelivered) -> None:
    """Tell the buyer that a parcel arrived."""
    services.tell_of_shipment(
        actor=_SYSTEM, event="shipping.delivered", shipment_id=UUID(event.shipment_id)
    )


@subscribe(shipping.ShipmentException)
def tell_of_trouble(event: shipping.ShipmentException) -> None:
    """Tell both of trouble with a parcel."""
    services.tell_of_shipment(
        actor=_SYSTEM,
        event="shipping.exception",
        shipment_id=UUID(event.shipment_id),
        trouble=event.trouble,
    )


@subscribe(shipping.ShipmentReturned)
def tell_of_returned_parcel(event: shipping.ShipmentReturned) -> None:
    """Tell both that a parcel came back."""
    services.tell_of_shipment(
        actor=_SYSTEM, event="shipping.returned", shipment_id=UUID(event.shipment_id)
    )


@subscribe(shipping.TrackingNumberFixed)
def tell_of_fixed_number(event: shipping.TrackingNumberFixed) -> None:
    """Tell the buyer the right tracking number."""
    services.tell_of_shipment(
        actor=_SYSTEM, event="shipping.tracking_fixed", shipment_id=UUID(event.shipment_id)
    )


@subscribe(aftersales.ReturnRequested)
def tell_of_case_requested(event: aftersales.ReturnRequested) -> None:
    """Tell the shop of a case, and the buyer when an answer is due."""
    services.tell_of_case(actor=_SYSTEM, event="aftersales.requested", case_id=UUID(event.case_id))


@subscribe(aftersales.ReturnApproved)
def tell_of_case_approved(event: aftersales.ReturnApproved) -> None:
    """Tell the buyer that money comes back, or that goods are to be sent."""
    services.tell_of_case(
        actor=_SYSTEM,
        event="aftersales.approved_refund"
        if event.kind == CaseKind.REFUND_ONLY
        else "aftersales.approved_return",
        case_id=UUID(event.case_id),
    )


@subscribe(aftersales.ReturnRejected)
def tell_of_case_rejected(event: aftersales.ReturnRejected) -> None:
    """Tell the buyer why a case was refused."""
    services.tell_of_case(actor=_SYSTEM, event="aftersales.rejected", case_id=UUID(event.case_id))


@subscribe(aftersales.ReturnSent)
def tell_of_case_sent(event: aftersales.ReturnSent) -> None:
    """Tell the shop that goods are on their way back."""
    services.tell_of_case(actor=_SYSTEM, event="aftersales.sent", case_id=UUID(event.case_id))


@subscribe(aftersales.ReturnRefunded)
def tell_of_case_refunded(event: aftersales.ReturnRefunded) -> None:
    """Tell both that the money is back."""
    services.tell_of_case(actor=_SYSTEM, event="aftersales.refunded", case_id=UUID(event.case_id))


@subscribe(aftersales.ReturnClosed)
def tell_of_case_closed(event: aftersales.ReturnClosed) -> None:
    """Tell both that a case ended without money."""
    services.tell_of_case(actor=_SYSTEM, event="aftersales.closed", case_id=UUID(event.case_id))

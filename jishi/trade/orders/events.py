"""Facts that orders announce."""

from jishi.foundation.kernel.events import Event, fact


@fact("orders.order_placed.v1", key="group_id")
class OrderPlaced(Event):
    """A group of orders waits for its payment."""

    group_id: str
    user_id: str
    total_minor: int
    currency: str


@fact("orders.order_confirmed.v1", key="order_id")
class OrderConfirmed(Event):
    """An order is paid, or agreed to be paid on delivery; fulfillment begins."""

    order_id: str
    group_id: str
    merchant_id: str
    user_id: str


@fact("orders.order_held.v1", key="order_id")
class OrderHeld(Event):
    """A confirmed order waits for review before it is fulfilled."""

    order_id: str
    merchant_id: str
    reason: str


@fact("orders.order_stuck.v1", key="order_id")
class OrderStuck(Event):
    """An order has not gone on for minutes, though nothing holds it. trouble: which step."""

    order_id: str
    merchant_id: str
    trouble: str


@fact("orders.order_canceled.v1", key="order_id")
class OrderCanceled(Event):
    """An order ended without being completed."""

    order_id: str
    group_id: str
    merchant_id: str
    user_id: str
    reason: str


@fact("orders.order_shipped.v1", key="order_id")
class OrderShipped(Event):
    """Everything still wanted of an order has been shipped."""

    order_id: str
    merchant_id: str
    user_id: str


@fact("orders.order_delivered.v1", key="order_id")
class OrderDelivered(Event):
    """Every parcel of an order has been signed for."""

    order_id: str
    merchant_id: str
    user_id: str


@fact("orders.order_received.v1", key="order_id")
class OrderReceived(Event):
    """The buyer confirmed receipt, or the time for it ran out."""

    order_id: str
    merchant_id: str
    user_id: str


@fact("orders.order_completed.v1", key="order_id")
class OrderCompleted(Event):
    """The after-sale window closed; the sale is final."""

    order_id: str
    merchant_id: str
    user_id: str


@fact("orders.payment_due.v1", key="group_id")
class PaymentDue(Event):
    """An unpaid group will close soon."""

    group_id: str
    user_id: str
    minutes_left: int

"""When that happens, loyalty does this."""

from uuid import UUID

from jishi.care.aftersales.events import ReturnSettled
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.growth.loyalty import services
from jishi.trade.orders.events import OrderCanceled, OrderCompleted, OrderConfirmed

_SYSTEM = Actor.system("loyalty")


@subscribe(OrderConfirmed)
def expect(event: OrderConfirmed) -> None:
    """Show a member what a paid order will earn."""
    services.expect(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(OrderCompleted)
def grant(event: OrderCompleted) -> None:
    """Give what a final order earned."""
    services.grant(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(OrderCanceled)
def cancel(event: OrderCanceled) -> None:
    """Forget what an order that ended would have earned."""
    services.cancel(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(ReturnSettled)
def adjust(event: ReturnSettled) -> None:
    """Fit what an order earns to what is left of it."""
    services.adjust(actor=_SYSTEM, order_id=UUID(event.order_id))

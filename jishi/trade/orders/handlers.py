"""When that happens, orders do this."""

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.fulfillment.shipping.events import ShipmentDelivered, ShipmentDispatched
from jishi.money.payments.events import PaymentAgreed, PaymentAwaitingTransfer, PaymentCaptured
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged, ContactVerified
from jishi.trade.orders import services
from jishi.trade.orders.services import uniting

_SYSTEM = Actor.system("orders")


@subscribe(PaymentCaptured)
def confirm_paid_group(event: PaymentCaptured) -> None:
    """Confirm the group that was paid."""
    services.confirm(actor=_SYSTEM, group_id=UUID(event.reference))


@subscribe(PaymentAgreed)
def confirm_agreed_group(event: PaymentAgreed) -> None:
    """Confirm the group whose buyer pays the courier."""
    services.confirm_on_delivery(actor=_SYSTEM, group_id=UUID(event.reference))


@subscribe(PaymentAwaitingTransfer)
def wait_for_transfer(event: PaymentAwaitingTransfer) -> None:
    """Give a buyer who pays by bank transfer the time it takes."""
    services.extend_payment(
        actor=_SYSTEM,
        group_id=UUID(event.reference),
        pay_until=datetime.fromisoformat(event.until),
    )


@subscribe(ShipmentDispatched)
def record_shipped(event: ShipmentDispatched) -> None:
    """Note what has left."""
    services.record_shipped(actor=_SYSTEM, shipment_id=UUID(event.shipment_id))


@subscribe(ShipmentDelivered)
def record_delivered(event: ShipmentDelivered) -> None:
    """Note that a parcel of an order has arrived."""
    services.record_delivered(actor=_SYSTEM, shipment_id=UUID(event.shipment_id))


@subscribe(ContactVerified)
def claim_guest_orders(event: ContactVerified) -> None:
    """Give a member the orders placed as a guest with the same contact."""
    services.claim_guest_orders(
        actor=_SYSTEM,
        user_id=UUID(event.user_id),
        email=event.value if event.channel == "email" else "",
        phone=event.value if event.channel == "phone" else "",
    )


@subscribe(AccountsMerged)
def unite_orders(event: AccountsMerged) -> None:
    """Give the orders of a merged account to the one that was kept."""
    uniting.unite(
        actor=_SYSTEM,
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )

"""When that happens, after-sale cases do this."""

from datetime import datetime
from uuid import UUID

from jishi.care.aftersales import services
from jishi.care.aftersales.services import uniting
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.fulfillment.shipping.events import ShipmentDelivered, ShipmentDispatched
from jishi.fulfillment.warehouse.events import ReturnReceived
from jishi.money.payments.events import RefundSettled
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged

_SYSTEM = Actor.system("aftersales")


@subscribe(ShipmentDispatched)
def refuse_refunds_of_dispatched(event: ShipmentDispatched) -> None:
    """Refuse refunds before shipping whose units have left."""
    services.note_dispatched(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(ShipmentDelivered)
def note_signed_return(event: ShipmentDelivered) -> None:
    """Give the merchant less time once returned goods were signed for."""
    services.note_signed(
        actor=_SYSTEM,
        shipment_id=UUID(event.shipment_id),
        signed_at=datetime.fromisoformat(event.delivered_at),
    )


@subscribe(ReturnReceived)
def receive_return(event: ReturnReceived) -> None:
    """Refund goods that came back as they should."""
    services.receive_return(actor=_SYSTEM, shipment_id=UUID(event.shipment_id), lines=event.lines)


@subscribe(RefundSettled)
def close_refunded_case(event: RefundSettled) -> None:
    """End the case whose refund has arrived."""
    services.close_case(actor=_SYSTEM, case_id=UUID(event.reference))


@subscribe(AccountsMerged)
def unite_cases(event: AccountsMerged) -> None:
    """Give the cases of a merged account to the one that was kept."""
    uniting.unite(
        actor=_SYSTEM,
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )

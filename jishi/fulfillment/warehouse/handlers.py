"""What the warehouse does when shipping announces something."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.fulfillment.shipping.events import (
    ShipmentCanceled,
    ShipmentChanged,
    ShipmentCreated,
    ShipmentDispatched,
)
from jishi.fulfillment.warehouse import services

HOUSE = Actor.system("warehouse")


@subscribe(ShipmentCreated)
def plan_picking_of_shipment(event: ShipmentCreated) -> None:
    """Put a new parcel into the queue."""
    services.plan_picking(actor=HOUSE, shipment_id=UUID(event.shipment_id))


@subscribe(ShipmentChanged)
def plan_again_after_change(event: ShipmentChanged) -> None:
    """Take units out of the work on a parcel."""
    services.plan_picking(actor=HOUSE, shipment_id=UUID(event.shipment_id))


@subscribe(ShipmentCanceled)
def cancel_picking_of_shipment(event: ShipmentCanceled) -> None:
    """Stop the work on a parcel that will not leave."""
    services.cancel_picking(actor=HOUSE, shipment_id=UUID(event.shipment_id))


@subscribe(ShipmentDispatched)
def close_task_of_dispatched(event: ShipmentDispatched) -> None:
    """Close the work on a parcel that left past the desk."""
    services.close_picking(actor=HOUSE, shipment_id=UUID(event.shipment_id))

"""Facts that shipping announces. `order_id` is the reference of the shipment."""

from jishi.foundation.kernel.events import Event, fact


@fact("shipping.shipment_created.v1", key="shipment_id")
class ShipmentCreated(Event):
    """A shipment is to be prepared. location_id: empty for virtual goods without stock."""

    shipment_id: str
    order_id: str
    merchant_id: str
    location_id: str
    direction: str
    kind: str


@fact("shipping.shipment_changed.v1", key="shipment_id")
class ShipmentChanged(Event):
    """Units were taken out of a shipment that has not left: by a split or a cancellation."""

    shipment_id: str
    order_id: str


@fact("shipping.shipment_canceled.v1", key="shipment_id")
class ShipmentCanceled(Event):
    """A shipment will not leave."""

    shipment_id: str
    order_id: str
    reason: str


@fact("shipping.shipment_dispatched.v1", key="shipment_id")
class ShipmentDispatched(Event):
    """Goods left: with a carrier, over the counter, or as data."""

    shipment_id: str
    order_id: str
    direction: str
    carrier: str
    tracking_no: str


@fact("shipping.shipment_delivered.v1", key="shipment_id")
class ShipmentDelivered(Event):
    """Goods arrived; announced once. delivered_at: ISO 8601."""

    shipment_id: str
    order_id: str
    direction: str
    delivered_at: str


@fact("shipping.shipment_exception.v1", key="shipment_id")
class ShipmentException(Event):
    """Something is wrong with a parcel under way. trouble: see `types.Trouble`."""

    shipment_id: str
    order_id: str
    direction: str
    trouble: str


@fact("shipping.shipment_returned.v1", key="shipment_id")
class ShipmentReturned(Event):
    """A parcel came back to its sender without having been accepted."""

    shipment_id: str
    order_id: str
    direction: str


@fact("shipping.tracking_number_fixed.v1", key="shipment_id")
class TrackingNumberFixed(Event):
    """The tracking number of a parcel was corrected."""

    shipment_id: str
    order_id: str
    carrier: str
    tracking_no: str

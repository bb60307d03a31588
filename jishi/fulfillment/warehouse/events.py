"""Facts that the warehouse announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("warehouse.pick_fell_short.v1", key="shipment_id")
class PickFellShort(Event):
    """Goods that stock promises were not in their place: a count is due.

    variant_ids, quantities: missing units per variant, in the same order.
    """

    shipment_id: str
    location_id: str
    variant_ids: list[str]
    quantities: list[int]


@fact("warehouse.return_received.v1", key="shipment_id")
class ReturnReceived(Event):
    """Goods that came back were looked at.

    reference: the order. lines: [order line id, grade, units] each.
    """

    shipment_id: str
    reference: str
    lines: list[list[str | int]]

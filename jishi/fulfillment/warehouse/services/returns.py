"""Taking back goods: looked at, graded, and put on sale again where they are good."""

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import Shipment
from jishi.fulfillment.warehouse import events, permissions, rules
from jishi.fulfillment.warehouse.errors import AlreadyReceived, BadReturn
from jishi.fulfillment.warehouse.models import ReturnReceipt, ReturnReceiptLine
from jishi.fulfillment.warehouse.services import work
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import Source


@transactional
def receive_return(
    *, actor: Actor, shipment_id: UUID, lines: Sequence[ReturnedLine], note: str = ""
) -> UUID:
    """Take in what came back, a return or a parcel nobody accepted; return the receipt's id.

    Units of grade A go on sale again at the location; the others stay out of stock. Fewer
    units than were sent may come back.
    Raises: AlreadyReceived, BadReturn, IllegalMove for a parcel that never left or was
        delivered, ShipmentNotFound, NotFound, Forbidden.
    Emits: ReturnReceived.
    Locks: the shipment, then levels.
    """
    shipment = shipping_queries.get_shipment(shipment_id)
    actor.require(
        permissions.WORK, merchant_id=shipment.merchant_id, warehouse_id=shipment.location_id
    )
    if shipment.location_id is None:
        raise BadReturn(field="location")
    rules.check_returned({line.order_line_id: line.quantity for line in shipment.lines}, lines)
    house = work.house_for(actor)
    # It locks the shipment, so that two desks do not take in the same parcel.
    shipping.receive(actor=house, shipment_id=shipment_id)
    if ReturnReceipt.objects.filter(shipment_id=shipment_id).exists():
        raise AlreadyReceived(number=shipment.number)
    receipt = _write(shipment, shipment.location_id, lines, note)
    _restock(house, shipment, lines)
    outbox.emit(
        events.ReturnReceived(
            shipment_id=str(shipment_id),
            reference=str(shipment.reference),
            lines=[[str(line.order_line_id), str(line.grade), line.quantity] for line in lines],
        ),
        actor=f"{actor.kind}:{actor.id}",
    )
    return receipt.pk


def _write(
    shipment: Shipment, location_id: UUID, lines: Sequence[ReturnedLine], note: str
) -> ReturnReceipt:
    receipt = ReturnReceipt.objects.create(
        shipment_id=shipment.shipment_id,
        location_id=location_id,
        reference=shipment.reference,
        note=clean(note, max_length=500),
    )
    variants = _variants(shipment)
    ReturnReceiptLine.objects.bulk_create(
        ReturnReceiptLine(
            receipt=receipt,
            order_line_id=line.order_line_id,
            variant_id=variants[line.order_line_id],
            grade=line.grade,
            quantity=line.quantity,
        )
        for line in lines
    )
    return receipt


def _restock(house: Actor, shipment: Shipment, lines: Sequence[ReturnedLine]) -> None:
    variants = _variants(shipment)
    good: dict[UUID, int] = {}
    for line in lines:
        if line.grade == Grade.A:
            variant_id = variants[line.order_line_id]
            good[variant_id] = good.get(variant_id, 0) + line.quantity
    if good and shipment.location_id is not None:
        inventory.restock(
            actor=house,
            items=[Source(key, shipment.location_id, count) for key, count in good.items()],
            reason=shipment.number,
            owner_id=shipment.group_id,
        )


def _variants(shipment: Shipment) -> dict[UUID, UUID]:
    return {line.order_line_id: line.variant_id for line in shipment.lines}

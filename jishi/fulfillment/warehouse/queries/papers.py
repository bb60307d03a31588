"""What is printed at the desk: pick lists and packing slips."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import TextMap
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment, ShipmentState
from jishi.fulfillment.warehouse import permissions, rules
from jishi.fulfillment.warehouse.queries.tasks import list_tasks_by_id
from jishi.fulfillment.warehouse.types import (
    PackingSlip,
    PickLine,
    PickList,
    PickListRow,
    PickTask,
    SlipLine,
)
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import LocationInfo
from jishi.parties.merchants import queries as merchants_queries


def list_pick_lists(*, actor: Actor, task_ids: Collection[UUID]) -> tuple[PickList, ...]:
    """Return what to fetch for some tasks, one list per location, rows by code.

    Units that were already scanned or missed are left out. Three statements.
    Raises: Forbidden.
    """
    tasks = list_tasks_by_id(actor=actor, task_ids=task_ids)
    by_location: dict[UUID, list[PickTask]] = defaultdict(list)
    for task in tasks:
        by_location[task.location_id].append(task)
    names = inventory_queries.get_locations(list(by_location))
    return tuple(
        PickList(location_id, names[location_id].name, rows)
        for location_id, found in by_location.items()
        if (rows := _rows_of(found))
    )


def list_packing_slips(*, actor: Actor, shipment_ids: Collection[UUID]) -> tuple[PackingSlip, ...]:
    """Return the slips of some parcels in the given order. A fixed number of statements.

    Raises: NotFound for a parcel of somebody else, Forbidden.
    """
    found = shipping_queries.get_shipments(shipment_ids)
    shipments = [found[shipment_id] for shipment_id in shipment_ids if shipment_id in found]
    for shipment in shipments:
        actor.require(
            permissions.WORK, merchant_id=shipment.merchant_id, warehouse_id=shipment.location_id
        )
    siblings = shipping_queries.get_shipments_of(
        {shipment.reference for shipment in shipments}, direction=Direction.OUTBOUND
    )
    locations = inventory_queries.get_locations(
        [shipment.location_id for shipment in shipments if shipment.location_id]
    )
    names = merchants_queries.names_of([shipment.merchant_id for shipment in shipments])
    return tuple(
        _slip_of(shipment, siblings.get(shipment.reference, ()), locations, names)
        for shipment in shipments
    )


def _rows_of(tasks: Sequence[PickTask]) -> tuple[PickListRow, ...]:
    lines: dict[UUID, list[tuple[PickTask, PickLine]]] = defaultdict(list)
    for task in tasks:
        for line in task.lines:
            if line.left and task.state in rules.OPEN:
                lines[line.variant_id].append((task, line))
    rows = [
        PickListRow(
            variant_id=variant_id,
            title=found[0][1].title,
            code=found[0][1].code,
            barcode=found[0][1].barcode,
            quantity=sum(line.left for _, line in found),
            task_numbers=tuple(dict.fromkeys(task.number for task, _ in found)),
        )
        for variant_id, found in lines.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.code, row.title)))


def _slip_of(
    shipment: Shipment,
    siblings: Sequence[Shipment],
    locations: Mapping[UUID, LocationInfo],
    names: Mapping[UUID, TextMap],
) -> PackingSlip:
    parcels = [item for item in siblings if item.state != ShipmentState.CANCELED]
    places = [item.shipment_id for item in parcels]
    location = locations.get(shipment.location_id) if shipment.location_id else None
    is_counted = shipment.shipment_id in places
    return PackingSlip(
        shipment_id=shipment.shipment_id,
        number=shipment.number,
        order_number=shipment.reference_number,
        merchant_name=names.get(shipment.merchant_id, {}),
        sender=shipping_queries.address_of(location) if location else None,
        recipient=shipment.address,
        carrier_name=shipment.carrier_name,
        tracking_no=shipment.tracking_no,
        note=shipment.note,
        created_at=shipment.created_at,
        part=places.index(shipment.shipment_id) + 1 if is_counted else 1,
        parts=max(len(parcels), 1),
        lines=tuple(SlipLine(line.title, line.code, line.quantity) for line in shipment.lines),
    )

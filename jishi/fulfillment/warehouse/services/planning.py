"""Putting parcels into the queue, and taking them out of it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment, ShipmentKind, ShipmentState
from jishi.fulfillment.warehouse import permissions, preferences, rules
from jishi.fulfillment.warehouse.models import PickLine, PickTask
from jishi.fulfillment.warehouse.services import work
from jishi.fulfillment.warehouse.types import PickAction, PickState
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import SellableVariant
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import Source

TO_PREPARE = (ShipmentState.PENDING, ShipmentState.PICKING, ShipmentState.PACKED)


@transactional
def plan_picking(*, actor: Actor, shipment_id: UUID, waits_for_stock: bool = False) -> UUID | None:
    """Make the task of a parcel, or fit an open one to what the parcel still holds.

    Returns the task's id; None for what is not picked: returns, virtual goods, and what
    has left. Safe to repeat.
    waits_for_stock: the goods were looked for and not found.
    Locks: the task.
    """
    shipment = shipping_queries.get_shipments([shipment_id]).get(shipment_id)
    if shipment is None or shipment.location_id is None or not _is_to_pick(shipment):
        return None
    actor.require(
        permissions.WORK, merchant_id=shipment.merchant_id, warehouse_id=shipment.location_id
    )
    variants = catalog_queries.list_sellable([line.variant_id for line in shipment.lines])
    row = work.lock_task_of(shipment_id)
    if row is None:
        task = _new_task(shipment, shipment.location_id, waits_for_stock=waits_for_stock)
        if _insert(task, _new_lines(task, shipment, variants), variants):
            return task.pk
        row = work.lock_task_of(shipment_id)
    if row is not None and row.state in rules.OPEN:
        _fit(row, shipment, variants)
    return row.pk if row is not None else None


@transactional
def cancel_picking(*, actor: Actor, shipment_id: UUID) -> None:
    """Stop the work on a parcel that will not leave; what was picked goes back.

    Locks: the task.
    """
    row = work.lock_task_of(shipment_id)
    if row is not None and row.state in rules.OPEN:
        work.advance(actor, row, PickAction.CANCEL)
        row.save(update_fields=["state"])


@transactional
def close_picking(*, actor: Actor, shipment_id: UUID) -> None:
    """Close the work on a parcel that left without passing the desk, with its stock.

    Locks: the task, then reservations and levels.
    """
    row = work.lock_task_of(shipment_id)
    if row is None or row.state not in rules.OPEN:
        return
    shipment = shipping_queries.get_shipment(shipment_id)
    work.advance(actor, row, PickAction.SHIP)
    row.handed_over_at = shipment.shipped_at or clock.now()
    row.save(update_fields=["state", "handed_over_at"])
    ship_stock(actor, shipment)


def ship_stock(actor: Actor, shipment: Shipment) -> None:
    """Let the goods of a shipment leave the stock; goods without a location have none."""
    if shipment.location_id is None:
        return
    items = [
        Source(line.variant_id, shipment.location_id, line.quantity) for line in shipment.lines
    ]
    inventory.ship(actor=actor, owner_id=shipment.group_id, items=items, reason=shipment.number)


def weigh_up(row: PickTask, lines: Sequence[PickLine], weights_g: dict[UUID, int]) -> int:
    """Return what a parcel with these lines should weigh, 0 if a weight is unknown."""
    quantities: dict[UUID, int] = {}
    for line in lines:
        quantities[line.variant_id] = quantities.get(line.variant_id, 0) + line.quantity
    packaging_g = preferences.PACKAGING_G.get(row.merchant_id)
    return rules.expected_weight_g(quantities, weights_g, packaging_g)


def _is_to_pick(shipment: Shipment) -> bool:
    return (
        shipment.direction == Direction.OUTBOUND
        and shipment.kind != ShipmentKind.VIRTUAL
        and shipment.state in TO_PREPARE
    )


def _new_task(shipment: Shipment, location_id: UUID, *, waits_for_stock: bool) -> PickTask:
    return PickTask(
        shipment_id=shipment.shipment_id,
        merchant_id=shipment.merchant_id,
        location_id=location_id,
        number=shipment.number,
        order_number=shipment.reference_number,
        waits_for_stock=waits_for_stock,
        ship_by=shipment.ship_by,
    )


def _insert(
    task: PickTask, lines: Sequence[PickLine], variants: dict[UUID, SellableVariant]
) -> bool:
    """Insert a task with its lines; false if another process was quicker."""
    task.expected_weight_g = weigh_up(task, lines, _weights(variants))
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError:
        return False
    PickLine.objects.bulk_create(lines)
    return True


def _new_lines(
    row: PickTask, shipment: Shipment, variants: dict[UUID, SellableVariant]
) -> list[PickLine]:
    lines = []
    for item in shipment.lines:
        variant = variants.get(item.variant_id)
        lines.append(
            PickLine(
                task=row,
                order_line_id=item.order_line_id,
                variant_id=item.variant_id,
                title=item.title,
                code=variant.code if variant else item.code,
                barcode=variant.barcode if variant else "",
                quantity=item.quantity,
            )
        )
    return lines


def _fit(row: PickTask, shipment: Shipment, variants: dict[UUID, SellableVariant]) -> None:
    """Take out of a task what its parcel no longer holds; what was missed goes first."""
    holds = {line.order_line_id: line.quantity for line in shipment.lines}
    lines = list(row.lines.order_by("pk"))
    kept = [line for line in lines if line.order_line_id in holds]
    for line in kept:
        line.quantity = holds[line.order_line_id]
        line.picked = min(line.picked, line.quantity)
        line.short = min(line.short, line.quantity - line.picked)
    PickLine.objects.filter(task=row).exclude(order_line_id__in=list(holds)).delete()
    PickLine.objects.bulk_update(kept, ["quantity", "picked", "short"])
    row.expected_weight_g = weigh_up(row, kept, _weights(variants))
    row.save(update_fields=["expected_weight_g"])


def _weights(variants: dict[UUID, SellableVariant]) -> dict[UUID, int]:
    return {variant_id: variant.weight_g for variant_id, variant in variants.items()}


def reset(row: PickTask) -> None:
    """Forget what was picked: the goods lie in their places again."""
    PickLine.objects.filter(task=row).update(picked=0, short=0)
    row.state, row.picker_id, row.picked_at = PickState.WAITING, None, None

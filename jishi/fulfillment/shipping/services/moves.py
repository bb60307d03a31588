"""What every move of a shipment needs: its locked row, the table of moves, the log."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.states import StateMachine
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update
from jishi.fulfillment.shipping import permissions
from jishi.fulfillment.shipping.errors import ShipmentNotFound
from jishi.fulfillment.shipping.models import Shipment, ShipmentLine
from jishi.fulfillment.shipping.rules.shipments import SHIPMENT
from jishi.fulfillment.shipping.types import (
    Direction,
    LineQuantity,
    ShipmentAction,
    ShipmentState,
)


def lock_one(shipment_id: UUID) -> Shipment:
    """Lock a shipment.

    Raises: ShipmentNotFound.
    """
    rows = lock_many([shipment_id])
    if not rows:
        raise ShipmentNotFound
    return rows[0]


def lock_many(shipment_ids: Iterable[UUID]) -> list[Shipment]:
    """Lock shipments in the order of their keys."""
    return list(for_update(Shipment.objects.filter(pk__in=list(shipment_ids))))


def lock_to_ship(actor: Actor, shipment_id: UUID) -> Shipment:
    """Lock a shipment that the actor may send.

    Raises: ShipmentNotFound, NotFound, Forbidden.
    """
    row = lock_one(shipment_id)
    actor.require(permissions.SHIP, merchant_id=row.merchant_id, warehouse_id=row.location_id)
    return row


def lock_outbound(references: Iterable[UUID]) -> list[Shipment]:
    """Lock everything that goes out to some orders, in the order of its keys."""
    rows = Shipment.objects.filter(reference__in=list(references), direction=Direction.OUTBOUND)
    return list(for_update(rows))


def advance(
    actor: Actor,
    row: Shipment,
    action: ShipmentAction,
    *,
    reason: str = "",
    machine: StateMachine[ShipmentState, ShipmentAction] = SHIPMENT,
) -> None:
    """Move a shipment by its table and note the move. The caller saves the row.

    Raises: IllegalMove.
    """
    before = ShipmentState(row.state)
    row.state = machine.advance(before, action)
    audit.record_move(
        actor=actor,
        machine=machine.name,
        subject_id=row.pk,
        action=action,
        from_state=before,
        to_state=row.state,
        reason=reason,
    )


def take_out(
    present: Sequence[ShipmentLine], taken: Sequence[LineQuantity]
) -> dict[UUID, tuple[ShipmentLine, int]]:
    """Lower the lines of a shipment, deleting what becomes empty; return what was taken."""
    by_line = {line.order_line_id: line for line in present}
    removed: dict[UUID, tuple[ShipmentLine, int]] = {}
    emptied: list[ShipmentLine] = []
    lowered: list[ShipmentLine] = []
    for item in taken:
        line = by_line[item.order_line_id]
        removed[item.order_line_id] = line, item.quantity
        line.quantity -= item.quantity
        (lowered if line.quantity else emptied).append(line)
    ShipmentLine.objects.filter(pk__in=[line.pk for line in emptied]).delete()
    ShipmentLine.objects.bulk_update(lowered, ["quantity"])
    return removed


def name_of(actor: Actor) -> str:
    """Return an actor as events name it."""
    return f"{actor.kind}:{actor.id}"

"""What every step of the work on a parcel needs: its locked task, the table, the log."""

from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update
from jishi.fulfillment.warehouse import permissions
from jishi.fulfillment.warehouse.errors import TaskNotFound
from jishi.fulfillment.warehouse.models import PickTask
from jishi.fulfillment.warehouse.rules import PICKING
from jishi.fulfillment.warehouse.types import PickAction, PickState


def lock_task(actor: Actor, task_id: UUID) -> PickTask:
    """Lock a task that the actor may work on.

    Raises: TaskNotFound, NotFound, Forbidden.
    """
    row: PickTask | None = for_update(PickTask.objects.filter(pk=task_id)).first()
    if row is None:
        raise TaskNotFound
    actor.require(permissions.WORK, merchant_id=row.merchant_id, warehouse_id=row.location_id)
    return row


def lock_task_of(shipment_id: UUID) -> PickTask | None:
    """Lock the task of a shipment, if it has one."""
    row: PickTask | None = for_update(PickTask.objects.filter(shipment_id=shipment_id)).first()
    return row


def advance(actor: Actor, row: PickTask, action: PickAction, *, reason: str = "") -> None:
    """Move a task by its table and note the move. The caller saves the row.

    Raises: IllegalMove.
    """
    before = PickState(row.state)
    row.state = PICKING.advance(before, action)
    audit.record_move(
        actor=actor,
        machine=PICKING.name,
        subject_id=row.pk,
        action=action,
        from_state=before,
        to_state=row.state,
        reason=reason,
    )


def house_for(actor: Actor) -> Actor:
    """Return the warehouse acting for a person.

    Whoever may work at the desk need not hold the permissions of shipping; the audit
    trail keeps the person.
    """
    if actor.is_system:
        return actor
    return replace(
        Actor.system("warehouse"),
        on_behalf_of=f"{actor.kind}:{actor.id}",
        ip=actor.ip,
        request_id=actor.request_id,
    )

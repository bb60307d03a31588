"""Picking by scan: nothing counts as picked until it was scanned."""

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import IllegalMove
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import LineQuantity
from jishi.fulfillment.warehouse import events, rules
from jishi.fulfillment.warehouse.errors import WrongItem
from jishi.fulfillment.warehouse.models import PickLine, PickScan, PickTask
from jishi.fulfillment.warehouse.queries.tasks import line_of
from jishi.fulfillment.warehouse.services import planning, work
from jishi.fulfillment.warehouse.types import PickAction, PickProgress, PickState


@transactional
def start_pick(*, actor: Actor, task_id: UUID) -> None:
    """Begin to collect the goods of a parcel.

    Raises: IllegalMove if somebody else began or it is done, TaskNotFound, Forbidden.
    Locks: the task, then the shipment.
    """
    row = work.lock_task(actor, task_id)
    work.advance(actor, row, PickAction.START)
    row.picker_id = actor.user_id
    row.save(update_fields=["state", "picker_id"])
    shipping.start_picking(actor=work.house_for(actor), shipment_id=row.shipment_id)


@transactional
def scan(
    *, actor: Actor, task_id: UUID, code: str, quantity: int = 1, key: str = ""
) -> PickProgress:
    """Count scanned units of the goods with a code or barcode.

    key: of the device; a scan sent again under it is counted once.
    Raises: WrongItem if the goods do not belong to the parcel, TooMany, BadQuantity,
        IllegalMove if picking has not begun or is done, TaskNotFound, Forbidden.
    Locks: the task.
    """
    row = _lock_picking(actor, task_id)
    lines = list(row.lines.order_by("pk"))
    if key and (earlier := PickScan.objects.filter(key=key[:64]).first()):
        return _progress(lines, earlier.line_id)
    found = rules.match([line_of(line) for line in lines], code)
    rules.check_quantity(found, quantity)
    line = next(item for item in lines if item.order_line_id == found.order_line_id)
    line.picked += quantity
    line.save(update_fields=["picked"])
    PickScan.objects.create(
        line=line,
        key=key[:64] or None,
        scanned=code.strip()[:64],
        quantity=quantity,
        actor=f"{actor.kind}:{actor.id}",
    )
    return _progress(lines, line.pk)


@transactional
def report_short(
    *, actor: Actor, task_id: UUID, order_line_id: UUID, quantity: int
) -> PickProgress:
    """Note units that were looked for and are not there.

    Raises: WrongItem, TooMany, BadQuantity, IllegalMove, TaskNotFound, Forbidden.
    Locks: the task.
    """
    row = _lock_picking(actor, task_id)
    lines = list(row.lines.order_by("pk"))
    line = next((item for item in lines if item.order_line_id == order_line_id), None)
    if line is None:
        raise WrongItem(field="order_line_id")
    rules.check_quantity(line_of(line), quantity)
    line.short += quantity
    line.save(update_fields=["short"])
    return _progress(lines, line.pk)


@transactional
def finish_pick(*, actor: Actor, task_id: UUID) -> UUID | None:
    """End picking; return the shipment that takes over what was missing, if there is one.

    Missing units move to a shipment of their own that waits for stock. If nothing at all
    was found, the task itself waits.
    Raises: NotAccountedFor, IllegalMove, TaskNotFound, Forbidden.
    Emits: PickFellShort; by the split ShipmentChanged and ShipmentCreated.
    Locks: the task, then the shipment.
    """
    row = _lock_picking(actor, task_id)
    lines = list(row.lines.order_by("pk"))
    rules.check_accounted([line_of(line) for line in lines])
    missing = [line for line in lines if line.short]
    if missing:
        _announce_short(actor, row, missing)
    if not any(line.picked for line in lines):
        _give_up(actor, row, waits_for_stock=True)
        return None
    rest = _split_off(actor, row, missing) if missing else None
    work.advance(actor, row, PickAction.FINISH)
    row.picked_at, row.waits_for_stock = clock.now(), False
    row.save(update_fields=["state", "picked_at", "waits_for_stock"])
    return rest


@transactional
def put_back(*, actor: Actor, task_id: UUID) -> None:
    """Put picked goods back into their places; the parcel waits again.

    Raises: IllegalMove, TaskNotFound, Forbidden.
    Locks: the task, then the shipment.
    """
    row = work.lock_task(actor, task_id)
    _give_up(actor, row, waits_for_stock=row.waits_for_stock)


def _lock_picking(actor: Actor, task_id: UUID) -> PickTask:
    row = work.lock_task(actor, task_id)
    if row.state != PickState.PICKING:
        raise IllegalMove(machine=rules.PICKING.name, state=row.state, action="scan")
    return row


def _progress(lines: Sequence[PickLine], line_pk: UUID) -> PickProgress:
    seen = {line.pk: line_of(line) for line in lines}
    return PickProgress(
        line=seen[line_pk], is_complete=not any(line.left for line in seen.values())
    )


def _give_up(actor: Actor, row: PickTask, *, waits_for_stock: bool) -> None:
    work.advance(actor, row, PickAction.PUT_BACK)
    planning.reset(row)
    row.waits_for_stock = waits_for_stock
    row.save(update_fields=["state", "picker_id", "picked_at", "waits_for_stock"])
    shipping.stop_picking(actor=work.house_for(actor), shipment_id=row.shipment_id)


def _split_off(actor: Actor, row: PickTask, missing: Sequence[PickLine]) -> UUID:
    """Move missing units to a new shipment and fit this task to what is left."""
    house = work.house_for(actor)
    rest = shipping.split(
        actor=house,
        shipment_id=row.shipment_id,
        lines=[LineQuantity(line.order_line_id, line.short) for line in missing],
    )
    planning.plan_picking(actor=house, shipment_id=row.shipment_id)
    planning.plan_picking(actor=house, shipment_id=rest, waits_for_stock=True)
    row.refresh_from_db(fields=["expected_weight_g"])
    return rest


def _announce_short(actor: Actor, row: PickTask, missing: Sequence[PickLine]) -> None:
    outbox.emit(
        events.PickFellShort(
            shipment_id=str(row.shipment_id),
            location_id=str(row.location_id),
            variant_ids=[str(line.variant_id) for line in missing],
            quantities=[line.short for line in missing],
        ),
        actor=f"{actor.kind}:{actor.id}",
    )

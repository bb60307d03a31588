"""The desk: how much waits, what is next, and one task."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.fulfillment.warehouse import permissions
from jishi.fulfillment.warehouse.errors import TaskNotFound
from jishi.fulfillment.warehouse.models import PickLine, PickTask
from jishi.fulfillment.warehouse.rules import OPEN, clean_number
from jishi.fulfillment.warehouse.types import PickLine as LineInfo
from jishi.fulfillment.warehouse.types import PickState, QueueCount, TaskFilter
from jishi.fulfillment.warehouse.types import PickTask as TaskInfo


def count_queues(
    *, actor: Actor, location_id: UUID | None = None, merchant_id: UUID | None = None
) -> tuple[QueueCount, ...]:
    """Return how much work is in each open state, in the order of the work. One statement.

    Raises: Forbidden if the actor may not work in any warehouse.
    """
    rows = reachable(actor)
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    if merchant_id is not None:
        rows = rows.filter(merchant_id=merchant_id)
    counted = (
        rows.filter(state__in=OPEN)
        .values("state")
        .annotate(
            count=Count("pk"),
            oldest_at=Min("created_at"),
            late=Count("pk", filter=Q(ship_by__lte=clock.now())),
        )
    )
    found = {
        row["state"]: QueueCount(
            PickState(row["state"]), row["count"], row["oldest_at"], row["late"]
        )
        for row in counted
    }
    return tuple(found.get(state) or QueueCount(state, 0, None, 0) for state in OPEN)


def list_tasks(*, actor: Actor, wanted: TaskFilter) -> Page[TaskInfo]:
    """Return a page of tasks, the most urgent first. Two statements.

    Raises: Forbidden, BadCursor.
    """
    rows = _filtered(reachable(actor), wanted)
    limit = clamp_limit(wanted.limit)
    if wanted.cursor:
        at, pk = _position(wanted.cursor)
        rows = rows.filter(Q(ship_by__gt=at) | Q(ship_by=at, pk__gt=pk))
    found = list(_with_lines(rows.order_by("ship_by", "pk"))[: limit + 1])
    items = tuple(task_of(row) for row in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    cursor = encode_cursor(last.ship_by.isoformat(), str(last.pk)) if last else None
    return Page(items, cursor)


def planned_of(shipment_ids: Collection[UUID]) -> set[UUID]:
    """Return which of the shipments have a task, whatever its state; one statement."""
    rows = PickTask.objects.filter(shipment_id__in=shipment_ids)
    return set(rows.values_list("shipment_id", flat=True))


def get_task(*, actor: Actor, task_id: UUID) -> TaskInfo:
    """Return a task with its lines.

    Raises: TaskNotFound, Forbidden.
    """
    return _one(reachable(actor).filter(pk=task_id))


def get_task_by_number(*, actor: Actor, number: str) -> TaskInfo:
    """Return the task of the shipment whose number was scanned from its slip.

    Raises: TaskNotFound, Forbidden.
    """
    return _one(reachable(actor).filter(number=clean_number(number)))


def list_tasks_by_id(*, actor: Actor, task_ids: Collection[UUID]) -> tuple[TaskInfo, ...]:
    """Return the tasks that the actor may see, the most urgent first. Two statements.

    Raises: Forbidden.
    """
    rows = reachable(actor).filter(pk__in=list(task_ids)).order_by("ship_by", "pk")
    return tuple(task_of(row) for row in _with_lines(rows))


def reachable(actor: Actor) -> QuerySet[PickTask]:
    """Return the tasks of the actor's merchants and warehouses.

    Raises: Forbidden if it may not work in any.
    """
    if not actor.holds(permissions.WORK):
        raise Forbidden(permission=permissions.WORK)
    merchants = actor.merchant_ids(permissions.WORK)
    locations = actor.warehouse_ids(permissions.WORK)
    if merchants is None or locations is None:
        return PickTask.objects.all()
    return PickTask.objects.filter(Q(merchant_id__in=merchants) | Q(location_id__in=locations))


def task_of(row: PickTask) -> TaskInfo:
    """Return a task as others see it; its lines must be at hand."""
    return TaskInfo(
        task_id=row.pk,
        shipment_id=row.shipment_id,
        number=row.number,
        order_number=row.order_number,
        merchant_id=row.merchant_id,
        location_id=row.location_id,
        state=PickState(row.state),
        waits_for_stock=row.waits_for_stock,
        picker_id=row.picker_id,
        expected_weight_g=row.expected_weight_g,
        weight_g=row.weight_g,
        ship_by=row.ship_by,
        created_at=row.created_at,
        lines=tuple(line_of(line) for line in row.lines.all()),
    )


def line_of(line: PickLine) -> LineInfo:
    """Return a line as others see it."""
    return LineInfo(
        order_line_id=line.order_line_id,
        variant_id=line.variant_id,
        title=line.title,
        code=line.code,
        barcode=line.barcode,
        quantity=line.quantity,
        picked=line.picked,
        short=line.short,
    )


def _filtered(rows: QuerySet[PickTask], wanted: TaskFilter) -> QuerySet[PickTask]:
    if wanted.location_id is not None:
        rows = rows.filter(location_id=wanted.location_id)
    if wanted.merchant_id is not None:
        rows = rows.filter(merchant_id=wanted.merchant_id)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.waits_for_stock is not None:
        rows = rows.filter(waits_for_stock=wanted.waits_for_stock)
    if text := clean_number(wanted.text):
        rows = rows.filter(Q(number__startswith=text) | Q(order_number__startswith=text))
    if wanted.is_late:
        rows = rows.filter(state__in=OPEN, ship_by__lte=clock.now())
    return rows


def _one(rows: QuerySet[PickTask]) -> TaskInfo:
    row = _with_lines(rows).first()
    if row is None:
        raise TaskNotFound
    return task_of(row)


def _with_lines(rows: QuerySet[PickTask]) -> QuerySet[PickTask]:
    return rows.prefetch_related(Prefetch("lines", PickLine.objects.order_by("pk")))


def _position(cursor: str) -> tuple[datetime, UUID]:
    at, pk = decode_cursor(cursor, 2)
    try:
        return datetime.fromisoformat(str(at)), UUID(str(pk))
    except ValueError as error:
        raise BadCursor(field="cursor") from error

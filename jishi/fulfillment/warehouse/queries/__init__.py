"""Reads of the warehouse, each in a fixed number of statements."""

from jishi.fulfillment.warehouse.queries.papers import list_packing_slips, list_pick_lists
from jishi.fulfillment.warehouse.queries.returns import get_return_receipt, list_return_receipts
from jishi.fulfillment.warehouse.queries.tasks import (
    count_queues,
    get_task,
    get_task_by_number,
    list_tasks,
    list_tasks_by_id,
    planned_of,
)

__all__ = [
    "count_queues",
    "get_return_receipt",
    "get_task",
    "get_task_by_number",
    "list_packing_slips",
    "list_pick_lists",
    "list_return_receipts",
    "list_tasks",
    "list_tasks_by_id",
    "planned_of",
]

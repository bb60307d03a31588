"""Write use cases of the warehouse."""

from jishi.fulfillment.warehouse.services.leaving import (
    confirm_delivered,
    deliver_virtual,
    hand_over,
    ship,
    ship_batch,
)
from jishi.fulfillment.warehouse.services.packing import pack, unpack
from jishi.fulfillment.warehouse.services.picking import (
    finish_pick,
    put_back,
    report_short,
    scan,
    start_pick,
)
from jishi.fulfillment.warehouse.services.planning import (
    cancel_picking,
    close_picking,
    plan_picking,
)
from jishi.fulfillment.warehouse.services.returns import receive_return

__all__ = [
    "cancel_picking",
    "close_picking",
    "confirm_delivered",
    "deliver_virtual",
    "finish_pick",
    "hand_over",
    "pack",
    "plan_picking",
    "put_back",
    "receive_return",
    "report_short",
    "scan",
    "ship",
    "ship_batch",
    "start_pick",
    "unpack",
]

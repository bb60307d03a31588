"""The nouns of the warehouse: pick tasks, pick lists, slips, batches and returns."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import TextMap


class PickState(StrEnum):
    """How far the work on a parcel has come."""

    WAITING = "waiting"
    PICKING = "picking"
    PICKED = "picked"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    CANCELED = "canceled"


class PickAction(StrEnum):
    """What is done with the work on a parcel."""

    START = "start"
    PUT_BACK = "put_back"
    FINISH = "finish"
    PACK = "pack"
    UNPACK = "unpack"
    HAND_OVER = "hand_over"
    SHIP = "ship"
    CANCEL = "cancel"


class Grade(StrEnum):
    """The condition of returned goods: good, defective, scrap, or disputed.

    Source: rules 3.21.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True, slots=True)
class PickLine:
    """Units to be picked for one order line.

    picked: scanned so far. short: looked for and not found. The rest is still to do.
    """

    order_line_id: UUID
    variant_id: UUID
    title: str
    code: str
    barcode: str
    quantity: int
    picked: int
    short: int

    @property
    def left(self) -> int:
        """Units that were neither scanned nor missed."""
        return self.quantity - self.picked - self.short


@dataclass(frozen=True, slots=True)
class PickTask:
    """The work on one parcel.

    number, order_number: of the shipment and its order. waits_for_stock: goods were
    missing when they were looked for. expected_weight_g: 0 if a weight is unknown.
    """

    task_id: UUID
    shipment_id: UUID
    number: str
    order_number: str
    merchant_id: UUID
    location_id: UUID
    state: PickState
    waits_for_stock: bool
    picker_id: UUID | None
    expected_weight_g: int
    weight_g: int | None
    ship_by: datetime
    created_at: datetime
    lines: tuple[PickLine, ...]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who takes a parcel: a carrier with its number, or a courier of the shop."""

    carrier_code: str = ""
    tracking_no: str = ""
    courier_name: str = ""
    courier_phone: str = ""


@dataclass(frozen=True, slots=True)
class PickProgress:
    """Where a task stands after a scan. is_complete: every unit is accounted for."""

    line: PickLine
    is_complete: bool


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks to list; absent conditions do not count.

    text: how a shipment or order number begins. is_late: should have left already.
    """

    location_id: UUID | None = None
    merchant_id: UUID | None = None
    states: tuple[PickState, ...] = ()
    text: str = ""
    is_late: bool = False
    waits_for_stock: bool | None = None
    cursor: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many tasks are in a state. oldest_at: when the one waiting longest was made.

    late: how many should have left already.
    """

    state: PickState
    count: int
    oldest_at: datetime | None
    late: int


@dataclass(frozen=True, slots=True)
class PickListRow:
    """Units of one variant to fetch for several parcels. task_numbers: the parcels."""

    variant_id: UUID
    title: str
    code: str
    barcode: str
    quantity: int
    task_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PickList:
    """What to fetch at one location, by the code of the goods."""

    location_id: UUID
    location_name: TextMap
    rows: tuple[PickListRow, ...]


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A line of a packing slip: never with its price."""

    title: str
    code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PackingSlip:
    """What lies in a parcel, for the shopper: no prices, so that it may be a gift.

    sender: the location. part, parts: this parcel among the order's parcels, from 1.
    """

    shipment_id: UUID
    number: str
    order_number: str
    merchant_name: TextMap
    sender: Address | None
    recipient: Address
    carrier_name: TextMap
    tracking_no: str
    note: str
    created_at: datetime
    part: int
    parts: int
    lines: tuple[SlipLine, ...]


@dataclass(frozen=True, slots=True)
class ShipRow:
    """A row of a batch: a shipment or order number, a carrier's code or name, a number."""

    number: str
    carrier: str
    tracking_no: str


@dataclass(frozen=True, slots=True)
class ShipRowResult:
    """What became of a row. error: the code of a refusal, empty if it was shipped.

    row: from 1, as in the file. field: the input at fault, if one is.
    """

    row: int
    number: str
    shipment_id: UUID | None = None
    error: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """Units of an order line that came back in one condition."""

    order_line_id: UUID
    grade: Grade
    quantity: int


@dataclass(frozen=True, slots=True)
class ReturnReceipt:
    """What came back with a shipment. reference: its order."""

    receipt_id: UUID
    shipment_id: UUID
    reference: UUID
    location_id: UUID
    received_at: datetime
    note: str
    lines: tuple[ReturnedLine, ...]

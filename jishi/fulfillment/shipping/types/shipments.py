"""Shipments: what travels in one parcel, its states, and what is asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import TextMap
from jishi.fulfillment.shipping.types.tracking import TrackingState


class Direction(StrEnum):
    """Whether goods go to the shopper or come back."""

    OUTBOUND = "outbound"
    RETURN = "return"


class ShipmentKind(StrEnum):
    """How the goods change hands: by a carrier, by the shop itself, at the counter, or as data."""

    PARCEL = "parcel"
    OWN = "own"
    PICKUP = "pickup"
    VIRTUAL = "virtual"


class ShipmentState(StrEnum):
    """How far a shipment has come."""

    PENDING = "pending"
    PICKING = "picking"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    RETURNED = "returned"
    CANCELED = "canceled"


class ShipmentAction(StrEnum):
    """What can happen to a shipment."""

    START_PICKING = "start_picking"
    STOP_PICKING = "stop_picking"
    PACK = "pack"
    UNPACK = "unpack"
    DISPATCH = "dispatch"
    MOVE = "move"
    DELIVER = "deliver"
    FAIL = "fail"
    TURN_BACK = "turn_back"
    CANCEL = "cancel"
    RELABEL = "relabel"
    RECEIVE = "receive"


class LabelState(StrEnum):
    """How far the electronic waybill has come."""

    NONE = "none"
    REQUESTED = "requested"
    BOUGHT = "bought"
    FAILED = "failed"
    VOIDED = "voided"


class WatchState(StrEnum):
    """Whether the carrier is asked for news of a parcel.

    wanted: to be subscribed. pushed: the carrier reports by itself; polled now and then.
    polled: asked with growing pauses. lost: the carrier gave up, a person must look.
    """

    NONE = "none"
    WANTED = "wanted"
    PUSHED = "pushed"
    POLLED = "polled"
    LOST = "lost"
    DONE = "done"


class Trouble(StrEnum):
    """What is wrong with a parcel under way."""

    NONE = ""
    CARRIER_PROBLEM = "carrier_problem"
    REFUSED = "refused"
    CUSTOMS = "customs"
    RETURNING = "returning"
    NOT_COLLECTED = "not_collected"
    STALLED = "stalled"
    TRACKING_LOST = "tracking_lost"


class FreightBearer(StrEnum):
    """Who pays for sending goods back."""

    SHOPPER = "shopper"
    MERCHANT = "merchant"
    PLATFORM = "platform"


class ReturnFault(StrEnum):
    """Whose doing a return is, as far as freight cares."""

    SHOPPER_CHOICE = "shopper_choice"
    GOODS = "goods"
    CARRIER = "carrier"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class LineQuantity:
    """Some units of an order line."""

    order_line_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class LocatedQuantity:
    """Units of a variant at a location, named by their order line."""

    order_line_id: UUID
    variant_id: UUID
    location_id: UUID | None
    quantity: int


@dataclass(frozen=True, slots=True)
class ShipmentLineRequest:
    """What goes into a shipment. title, code: as sold, for slips and labels."""

    order_line_id: UUID
    variant_id: UUID
    title: str
    quantity: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentRequest:
    """A shipment to be made.

    reference: what it belongs to, an order. reference_number: its number for people.
    group_id: the owner of the stock allocation. location_id: where it leaves from, or
    returns to; None for virtual goods without stock.
    address: the other end: the recipient, or the sender of a return.
    ship_by: None: as the merchant promises from now on. freight_bearer: for returns.
    """

    reference: UUID
    group_id: UUID
    merchant_id: UUID
    location_id: UUID | None
    address: Address
    lines: tuple[ShipmentLineRequest, ...]
    direction: Direction = Direction.OUTBOUND
    kind: ShipmentKind = ShipmentKind.PARCEL
    reference_number: str = ""
    promised_at: datetime | None = None
    ship_by: datetime | None = None
    freight_bearer: FreightBearer | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentLine:
    """Units of one order line in a shipment."""

    order_line_id: UUID
    variant_id: UUID
    title: str
    code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class TrackingLine:
    """One line of the trace shown to people, newest first in lists."""

    at: datetime
    state: TrackingState
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Waybill:
    """An electronic waybill. url: where the printable label is kept. error: why there is none."""

    state: LabelState
    url: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """A shipment as others see it.

    carrier_code, carrier_name: empty until it is known who carries it.
    tracking_state: None until the carrier has reported. promised_from: when a slot was chosen.
    courier_name, courier_phone: who brings it, for own delivery.
    """

    shipment_id: UUID
    number: str
    reference: UUID
    reference_number: str
    group_id: UUID
    merchant_id: UUID
    location_id: UUID | None
    direction: Direction
    kind: ShipmentKind
    state: ShipmentState
    address: Address
    carrier_code: str
    carrier_name: TextMap
    tracking_no: str
    tracking_state: TrackingState | None
    trouble: Trouble
    waybill: Waybill
    freight_bearer: FreightBearer | None
    note: str
    weight_g: int | None
    created_at: datetime
    ship_by: datetime
    promised_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    lines: tuple[ShipmentLine, ...]
    tracking: tuple[TrackingLine, ...] = ()
    promised_from: datetime | None = None
    courier_name: str = ""
    courier_phone: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentFilter:
    """Which shipments to list; absent conditions do not count.

    merchant_ids, location_ids: either may match where both are given, as reaches of one
    actor do. text: how a shipment, order or tracking number begins. is_late: not shipped
    although due.
    """

    merchant_ids: frozenset[UUID] | None = None
    location_ids: frozenset[UUID] | None = None
    states: tuple[ShipmentState, ...] = ()
    direction: Direction | None = None
    carrier_code: str = ""
    text: str = ""
    created_from: datetime | None = None
    created_to: datetime | None = None
    is_late: bool = False
    has_trouble: bool = False
    cursor: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A company that carries parcels. adapter: the connection used, empty if by hand."""

    carrier_id: UUID
    code: str
    name: TextMap
    adapter: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Push:
    """What to answer a carrier's push with, byte for byte."""

    body: str
    content_type: str = "application/json"

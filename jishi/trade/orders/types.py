"""The nouns of orders that other rooms see."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import TextMap
from jishi.fulfillment.shipping.types import DeliveryChoice

GroupId = NewType("GroupId", UUID)
OrderId = NewType("OrderId", UUID)


class OrderStatus(StrEnum):
    """The commercial life of an order."""

    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELED = "canceled"


class OrderAction(StrEnum):
    """What moves an order through its life."""

    CONFIRM = "confirm"
    COMPLETE = "complete"
    CANCEL = "cancel"


class PaymentStatus(StrEnum):
    """What has been paid and given back; derived, then stored."""

    UNPAID = "unpaid"
    DEPOSIT_PAID = "deposit_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class FulfillmentStatus(StrEnum):
    """Where the goods are; derived, then stored."""

    NONE = "none"
    WAITING_GROUP = "waiting_group"
    WAITING_STOCK = "waiting_stock"
    TO_SHIP = "to_ship"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    TO_PICK_UP = "to_pick_up"
    TO_VERIFY = "to_verify"
    RECEIVED = "received"


class BuyerLabel(StrEnum):
    """What a buyer reads; derived from the three axes and the after-sale state."""

    TO_PAY = "to_pay"
    WAITING_GROUP = "waiting_group"
    IN_REVIEW = "in_review"
    TO_SHIP = "to_ship"
    PARTIALLY_SHIPPED = "partially_shipped"
    TO_RECEIVE = "to_receive"
    TO_PICK_UP = "to_pick_up"
    TO_REVIEW = "to_review"
    COMPLETED = "completed"
    IN_AFTERSALE = "in_aftersale"
    CLOSED = "closed"


class OrderKind(StrEnum):
    """How an order is fulfilled; goods of different kinds become different orders."""

    PHYSICAL = "physical"
    VIRTUAL = "virtual"
    CARD_KEY = "card_key"


class CancelReason(StrEnum):
    """Why an unpaid or unshipped order ended."""

    BUYER = "buyer"
    TIMEOUT = "timeout"
    MERCHANT = "merchant"
    OPERATOR = "operator"
    REFUNDED = "refunded"


class Trouble(StrEnum):
    """Why an order does not go on by itself."""

    PAID_NOT_CONFIRMED = "paid_not_confirmed"
    NO_PARCEL = "no_parcel"
    NOT_IN_WAREHOUSE = "not_in_warehouse"
    NOT_CLOSED = "not_closed"


class Flag(StrEnum):
    """A colored flag that staff put on an order."""

    NONE = "none"
    RED = "red"
    AMBER = "amber"
    JADE = "jade"
    INDIGO = "indigo"


@dataclass(frozen=True, slots=True)
class LineSource:
    """How many units of a line come from a location."""

    location_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class DiscountShare:
    """What one discount took off a line, frozen at placing. Minor units, not negative.

    funder: who bears it, `merchant` or `platform`. platform_minor: the platform's part.
    """

    stage: str
    source_id: str
    amount_minor: int
    platform_minor: int


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be placed, with everything frozen. Minor units of the group's currency.

    title, options, image_url: what the buyer saw.
    list_minor: unit list price times quantity; payable_goods_minor: after discounts;
    payable_minor: with freight and tax. commission_rate_bp: of the merchant's sale.
    """

    line_id: UUID
    merchant_id: UUID
    kind: OrderKind
    product_id: UUID
    variant_id: UUID
    code: str
    title: TextMap
    options: TextMap
    image_url: str
    quantity: int
    unit_list_minor: int
    list_minor: int
    shares: tuple[DiscountShare, ...]
    payable_goods_minor: int
    freight_minor: int
    tax_minor: int
    payable_minor: int
    commission_rate_bp: int
    return_days: int
    sources: tuple[LineSource, ...]


@dataclass(frozen=True, slots=True)
class NewGroup:
    """One placing: what becomes a group, its orders and their lines.

    user_id: the member, null for a guest, who is known by email or phone.
    deliveries: how parcels are to travel, as the buyer chose.
    notes: buyer's words per merchant. pay_within_s: seconds until unpaid orders close.
    """

    group_id: GroupId
    user_id: UUID | None
    email: str
    phone: str
    locale: str
    market_code: str
    currency: str
    address: Address | None
    lines: tuple[NewLine, ...]
    notes: dict[UUID, str]
    promised: dict[UUID, datetime]
    channel: str = "web"
    deliveries: tuple[DeliveryChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenGroup:
    """What became of a new group. pay_until: until when it may be paid."""

    number: str
    pay_until: datetime
    order_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line of an order as pages show it. Minor units of the order's currency."""

    line_id: UUID
    order_id: UUID
    product_id: UUID
    variant_id: UUID
    code: str
    title: TextMap
    options: TextMap
    image_url: str
    quantity: int
    unit_list_minor: int
    list_minor: int
    shares: tuple[DiscountShare, ...]
    payable_goods_minor: int
    freight_minor: int
    tax_minor: int
    payable_minor: int
    shipped_quantity: int
    returned_quantity: int
    refunded_minor: int
    commission_rate_bp: int
    return_days: int
    sources: tuple[LineSource, ...]

    @property
    def discount_minor(self) -> int:
        """What all discounts took off the line."""
        return sum(share.amount_minor for share in self.shares)

    @property
    def returnable_quantity(self) -> int:
        """Units that have not been returned or refunded yet."""
        return self.quantity - self.returned_quantity


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as pages show it. Minor units of its currency. locale: it was placed in."""

    order_id: UUID
    number: str
    group_id: UUID
    group_number: str
    merchant_id: UUID
    user_id: UUID | None
    email: str
    phone: str
    kind: OrderKind
    status: OrderStatus
    payment_status: PaymentStatus
    fulfillment_status: FulfillmentStatus
    label: BuyerLabel
    currency: str
    goods_minor: int
    discount_minor: int
    freight_minor: int
    tax_minor: int
    total_minor: int
    refunded_minor: int
    address: Address | None
    buyer_note: str
    merchant_note: str
    flag: Flag
    is_held: bool
    is_location_locked: bool
    hold_reason: str
    has_open_aftersale: bool
    is_cash_on_delivery: bool
    placed_at: datetime
    confirmed_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    received_at: datetime | None
    completed_at: datetime | None
    canceled_at: datetime | None
    cancel_reason: str
    pay_until: datetime | None
    promised_at: datetime | None
    lines: tuple[OrderLineView, ...] = field(default=())
    locale: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """A payment's worth of orders. Minor units of its currency."""

    group_id: UUID
    number: str
    user_id: UUID | None
    email: str
    phone: str
    currency: str
    total_minor: int
    placed_at: datetime
    pay_until: datetime | None
    orders: tuple[OrderView, ...]
    locale: str = ""

    @property
    def is_awaiting_payment(self) -> bool:
        """Whether the group can still be paid."""
        return any(order.status == OrderStatus.AWAITING_PAYMENT for order in self.orders)


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders a list shows; empty fields do not narrow.

    merchant_ids: None means every merchant. text: number, phone tail, code or tracking.
    """

    user_id: UUID | None = None
    merchant_ids: frozenset[UUID] | None = None
    statuses: tuple[OrderStatus, ...] = ()
    payment_statuses: tuple[PaymentStatus, ...] = ()
    fulfillment_statuses: tuple[FulfillmentStatus, ...] = ()
    text: str = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    is_held: bool | None = None
    flag: Flag | None = None
    order_ids: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many orders wait in a queue, and since when the oldest."""

    name: str
    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """When a paid order waits for a person; what is zero, empty or false does not count.

    from_minor: minor units. note_words, address_words: parts of texts, in any case.
    units_from: units of one article. daily_orders_from: orders of the same phone number or
    member within 24 hours, this one included. flagged_buyers: an earlier order of the buyer
    carries a red flag.
    """

    from_minor: int = 0
    any_note: bool = False
    note_words: tuple[str, ...] = ()
    address_words: tuple[str, ...] = ()
    units_from: int = 0
    daily_orders_from: int = 0
    flagged_buyers: bool = False


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the rules look at. most_units: of the article of which most were bought."""

    total_minor: int
    note: str
    address: str
    most_units: int
    daily_orders: int = 1
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class StuckView:
    """An order that does not go on by itself. since: when that was first seen."""

    order_id: UUID
    number: str
    merchant_id: UUID
    trouble: Trouble
    since: datetime

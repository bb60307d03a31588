"""Carts, checkouts and orders as API clients read and write them. Amounts in minor units."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field


class Body(Schema):
    """What a client sends: fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class NewCart(Body):
    """A cart to open. market: the default one if empty."""

    market: str = Field("", max_length=20)


class NewLine(Body):
    """Units of a variant. sku: a variant's id, `var_…`."""

    sku: str = Field(max_length=40)
    quantity: int = Field(1, ge=1, le=1_000_000)


class Quantity(Body):
    """How many units."""

    quantity: int = Field(ge=0, le=1_000_000)


class CouponChoice(Body):
    """Claimed coupons; null for the best ones."""

    coupons: list[UUID] | None = Field(None, max_length=50)


class PointsUse(Body):
    """Whether to spend the member's points, as many as the goods take."""

    uses_points: bool


class Address(Body):
    """A postal address. region_code: GB/T 2260 division code, in China."""

    name: str = Field(max_length=50)
    phone: str = Field(max_length=32)
    country: str = Field("CN", min_length=2, max_length=2)
    province: str = Field("", max_length=50)
    city: str = Field("", max_length=50)
    district: str = Field("", max_length=50)
    line: str = Field(max_length=200)
    postal_code: str = Field("", max_length=20)
    region_code: str = Field("", max_length=12)


class Contact(Body):
    """How the buyer is reached."""

    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=32)


class WhereTo(Body):
    """Address and contact of a checkout; what is null stays as it is."""

    address: Address | None = None
    contact: Contact | None = None


class NewCheckout(WhereTo):
    """A checkout to begin."""


class DeliveryChoice(Body):
    """Parcel key → option code."""

    choices: dict[str, str] = Field(max_length=200)


class Place(Body):
    """The total that the buyer saw and agrees to."""

    expected_total_minor: int = Field(ge=0, le=10**15)


class Share(Schema):
    """What one stage took off a line."""

    stage: str
    source: str
    amount_minor: int
    funder: str


class CartLine(Schema):
    """A line of a cart. problem: why it cannot be bought, null if it can."""

    id: str
    sku: str
    product: str
    code: str
    title: str
    options: str
    image: str
    quantity: int
    is_selected: bool
    unit_minor: int | None
    available: int
    problem: str | None


class CartGroup(Schema):
    """The lines of one shop."""

    shop: str
    name: str
    lines: list[CartLine]


class QuotedLine(Schema):
    """How the price of a line came about."""

    line: str
    list_minor: int
    payable_goods_minor: int
    freight_minor: int
    tax_minor: int
    payable_minor: int
    shares: list[Share]


class Quote(Schema):
    """What is to be paid. total = goods − discount + freight + tax."""

    currency: str
    goods_minor: int
    discount_minor: int
    freight_minor: int
    tax_minor: int
    total_minor: int
    lines: list[QuotedLine]


class Cart(Schema):
    """A cart with today's prices. quote: without freight; null if nothing can be bought."""

    id: str
    market: str
    currency: str
    version: int
    count: int
    groups: list[CartGroup]
    saved: list[CartLine]
    quote: Quote | None


class DeliveryOption(Schema):
    """One way to deliver a parcel."""

    code: str
    name: str
    fee_minor: int
    promised_from: datetime
    promised_to: datetime
    is_available: bool


class Parcel(Schema):
    """What travels together."""

    key: str
    shop: str
    location: str
    kind: str
    lines: list[str]
    chosen: str | None
    options: list[DeliveryOption]


class Points(Schema):
    """Points of a member, each worth one minor unit. usable: how many this checkout takes."""

    balance: int
    usable: int
    is_used: bool


class Checkout(Schema):
    """A checkout. points: null for guests, and where points pay for nothing.

    blockers: what is missing or wrong before it can be placed.
    """

    id: str
    state: str
    market: str
    currency: str
    address: Address | None
    contact: Contact
    needs_address: bool
    parcels: list[Parcel]
    quote: Quote | None
    total_minor: int
    points: Points | None
    blockers: list[str]


class Placed(Schema):
    """A placed group of orders. pay_until: null if nothing is left to pay."""

    group: str
    number: str
    total_minor: int
    currency: str
    pay_until: datetime | None
    orders: list[str]


class OrderLine(Schema):
    """A line of an order, as sold."""

    id: str
    sku: str
    code: str
    title: str
    options: str
    quantity: int
    unit_list_minor: int
    list_minor: int
    discount_minor: int
    payable_minor: int
    shipped_quantity: int
    returned_quantity: int
    refunded_minor: int


class Order(Schema):
    """An order of one shop."""

    id: str
    number: str
    group: str
    shop: str
    status: str
    payment_status: str
    fulfillment_status: str
    label: str
    currency: str
    goods_minor: int
    discount_minor: int
    freight_minor: int
    tax_minor: int
    total_minor: int
    refunded_minor: int
    placed_at: datetime
    lines: list[OrderLine]


class OrderList(Schema):
    """A page of orders, newest first."""

    items: list[Order]
    next_cursor: str | None


class Group(Schema):
    """A payment's worth of orders."""

    id: str
    number: str
    currency: str
    total_minor: int
    is_awaiting_payment: bool
    pay_until: datetime | None
    orders: list[Order]


class Lookup(Body):
    """An order number and the e-mail or phone it was placed with."""

    number: str = Field(max_length=40)
    contact: str = Field(max_length=254)


class PaymentMethod(Schema):
    """A way to pay."""

    provider: str
    scene: str


class Pay(Body):
    """How to pay. return_url: where the provider sends the buyer afterwards."""

    provider: str = Field(max_length=40)
    scene: str = Field("page", max_length=20)
    return_url: str = Field("", max_length=500)


class PaymentAction(Schema):
    """What the buyer does next."""

    kind: str
    url: str
    qr_content: str
    instructions: str
    details: dict[str, str]


class Payment(Schema):
    """How a payment stands."""

    state: str
    currency: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int

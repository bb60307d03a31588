"""Parcels, after-sale cases and coupons as API clients read and write them.

Amounts in minor units.
"""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from jishi.care.aftersales.types import CaseKind, Reason
from jishi.fulfillment.warehouse.types import Grade
from jishi.surfaces.rest_api.schemas.sales import Body


class Carrier(Schema):
    """A company that carries parcels."""

    code: str
    name: str


class Waybill(Body):
    """Who carries a parcel, and under which number. carrier: a code, see `/carriers`."""

    carrier: str = Field(max_length=40)
    tracking_no: str = Field(max_length=40)


class ParcelLine(Schema):
    """Units of an order line in a parcel."""

    line: str
    sku: str
    code: str
    title: str
    quantity: int


class Trace(Schema):
    """One scan of the carrier, in its own words."""

    at: datetime
    state: str
    text: str
    place: str


class Shipment(Schema):
    """A parcel. direction: `outbound` or `return`. tracking: newest first, empty in lists."""

    id: str
    number: str
    order: str
    order_number: str
    direction: str
    kind: str
    state: str
    carrier: str
    carrier_name: str
    tracking_no: str
    ship_by: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    lines: list[ParcelLine]
    tracking: list[Trace]


class ShipmentList(Schema):
    """A page of parcels, newest first."""

    items: list[Shipment]
    next_cursor: str | None


class GradedUnits(Body):
    """Units that came back in one condition. line: of the order."""

    line: UUID
    grade: Grade
    quantity: int = Field(ge=1, le=1_000_000)


class ReturnReceipt(Body):
    """What came back in a parcel."""

    lines: list[GradedUnits] = Field(min_length=1, max_length=500)
    note: str = Field("", max_length=500)


class ReasonChoice(Schema):
    """The reasons that go with a kind of request at a stage."""

    kind: str
    stage: str
    reasons: list[str]


class Returnable(Schema):
    """What may be asked for on an order line now. blocked: why nothing, null if something."""

    line: str
    unshipped_quantity: int
    shipped_quantity: int
    blocked: str | None
    reasons: list[ReasonChoice]
    no_reason_until: datetime | None
    quality_until: datetime | None


class WantedUnits(Body):
    """Units of an order line to be refunded."""

    line: UUID
    quantity: int = Field(ge=1, le=1_000_000)


class NewCase(Body):
    """A request for money back. requested_minor: null for all that these units cost."""

    kind: CaseKind
    reason: Reason
    lines: list[WantedUnits] = Field(min_length=1, max_length=200)
    description: str = Field("", max_length=1000)
    requested_minor: int | None = Field(None, ge=1, le=10**15)


class Agreement(Body):
    """What a shop agrees to. amount_minor: null for what was asked; less needs a note."""

    amount_minor: int | None = Field(None, ge=1, le=10**15)
    note: str = Field("", max_length=500)


class Refusal(Body):
    """Why a shop does not agree; the buyer reads it."""

    note: str = Field(min_length=1, max_length=500)


class CaseLine(Schema):
    """Units of an order line in a case."""

    line: str
    sku: str
    title: str
    quantity: int
    refund_minor: int


class Case(Schema):
    """An after-sale case. shipment: of the goods that come back. actions: what one may do now."""

    id: str
    number: str
    order: str
    shop: str
    kind: str
    state: str
    reason: str
    description: str
    currency: str
    requested_minor: int
    agreed_minor: int | None
    note: str
    shipment: str | None
    deadline: datetime | None
    applied_at: datetime
    ended_at: datetime | None
    buyer_actions: list[str]
    shop_actions: list[str]
    lines: list[CaseLine]


class CaseList(Schema):
    """A page of cases, newest first."""

    items: list[Case]
    next_cursor: str | None


class Coupon(Schema):
    """A coupon on offer. shop: null for the platform's. left: null without a limit."""

    id: str
    name: str
    kind: str
    shop: str | None
    currency: str
    threshold_minor: int
    value_minor: int
    rate_bp: int
    cap_minor: int | None
    valid_from: datetime
    valid_until: datetime
    claimed: int
    can_claim: bool
    left: int | None


class ClaimedCoupon(Schema):
    """A coupon that is the member's now. id: for the choice of coupons of a cart."""

    id: UUID

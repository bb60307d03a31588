"""The nouns of after-sale cases that other rooms see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap
from jishi.fulfillment.shipping.types import FreightBearer


class CaseKind(StrEnum):
    """What the buyer wants: only the money, or to give the goods back for it."""

    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"


class CaseState(StrEnum):
    """The life of a case.

    refunded: the buyer has the money. closed: ended without money, by time or because
    nothing had been paid. canceled: withdrawn by the buyer.
    """

    APPLIED = "applied"
    REJECTED = "rejected"
    WAITING_BUYER_SHIP = "waiting_buyer_ship"
    BUYER_SHIPPED = "buyer_shipped"
    MERCHANT_RECEIVED = "merchant_received"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    CLOSED = "closed"
    CANCELED = "canceled"


class CaseAction(StrEnum):
    """What moves a case through its life."""

    AGREE_REFUND = "agree_refund"
    AGREE_RETURN = "agree_return"
    REJECT = "reject"
    AMEND = "amend"
    INSIST = "insist"
    CANCEL = "cancel"
    SHIP = "ship"
    RECEIVE = "receive"
    SETTLE = "settle"
    FINISH = "finish"
    CLOSE = "close"


class Reason(StrEnum):
    """Why a buyer applies; it decides who pays the freight and how long one may apply."""

    NO_REASON = "no_reason"
    CHANGED_MIND = "changed_mind"
    ORDERED_WRONG = "ordered_wrong"
    LATE_SHIPMENT = "late_shipment"
    NOT_RECEIVED = "not_received"
    REFUSED = "refused"
    QUALITY = "quality"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    MISSING_PARTS = "missing_parts"
    DAMAGED = "damaged"


class Stage(StrEnum):
    """Whether the units of a case had left the house when it was made."""

    UNSHIPPED = "unshipped"
    SHIPPED = "shipped"


class Rejection(StrEnum):
    """Who or what refused a case: the merchant, or the parcel that had left meanwhile."""

    NONE = ""
    MERCHANT = "merchant"
    GOODS_LEFT = "goods_left"


class Blocked(StrEnum):
    """Why a line cannot be applied for."""

    NOT_CONFIRMED = "not_confirmed"
    NOTHING_LEFT = "nothing_left"
    IN_CASE = "in_case"
    TOO_MANY_CASES = "too_many_cases"
    WINDOW_CLOSED = "window_closed"


@dataclass(frozen=True, slots=True)
class LineRequest:
    """Some units of an order line to be refunded. quantity: positive."""

    order_line_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """An application.

    requested_minor: None asks for everything these units cost, as far as it goes back.
    evidence: ids of stored images, nine at most. contact: a guest's e-mail or phone, as
    given with the order, in place of an account.
    """

    order_id: UUID
    kind: CaseKind
    reason: Reason
    lines: tuple[LineRequest, ...]
    description: str = ""
    evidence: tuple[UUID, ...] = ()
    requested_minor: int | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a buyer changes after a rejection. requested_minor: None leaves it."""

    description: str
    evidence: tuple[UUID, ...] = ()
    requested_minor: int | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class RefundParts:
    """What some units give back, by component, in minor units."""

    goods_minor: int = 0
    freight_minor: int = 0
    tax_minor: int = 0

    @property
    def total_minor(self) -> int:
        """All components together."""
        return self.goods_minor + self.freight_minor + self.tax_minor


@dataclass(frozen=True, slots=True)
class LineEligibility:
    """What may be applied for on one line, and until when.

    unshipped_quantity, shipped_quantity: units that may be refunded before shipping, or
    after it. blocked: why neither is possible; None if something is.
    no_reason_until, quality_until: None if goods have not been signed for; the first is
    also None where the right does not hold. cases_left: applications still allowed.
    """

    order_line_id: UUID
    unshipped_quantity: int
    shipped_quantity: int
    blocked: Blocked | None
    reasons: tuple[tuple[CaseKind, Stage, tuple[Reason, ...]], ...]
    no_reason_until: datetime | None
    quality_until: datetime | None
    cases_left: int


@dataclass(frozen=True, slots=True)
class LineQuote:
    """What a line of an application would give back."""

    order_line_id: UUID
    quantity: int
    parts: RefundParts


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """What an application would give back, in minor units.

    freight_bearer: of the way back. with_freight: whether the first freight is given back.
    is_unpaid: nothing was paid yet, so no money moves.
    """

    currency: str
    total_minor: int
    freight_bearer: FreightBearer
    with_freight: bool
    is_unpaid: bool
    lines: tuple[LineQuote, ...]


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """The terms a product is sold under, as pages show and the house enforces them.

    no_reason_days: 0 if the right does not hold. Days count from the day after signing.
    no_reason_bearer, fault_bearer: who pays for sending goods back.
    """

    variant_id: UUID
    no_reason_days: int
    quality_days: int
    no_reason_bearer: FreightBearer
    fault_bearer: FreightBearer
    answer_unshipped_hours: int
    answer_shipped_days: int
    ship_back_days: int
    refund_after_receipt_days: int


@dataclass(frozen=True, slots=True)
class CaseLineView:
    """A line of a case as pages show it. refund_minor: what these units give back."""

    order_line_id: UUID
    product_id: UUID
    variant_id: UUID
    title: TextMap
    options: TextMap
    image_url: str
    quantity: int
    parts: RefundParts

    @property
    def refund_minor(self) -> int:
        """What these units give back, in minor units."""
        return self.parts.total_minor


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as pages show it. Minor units of its currency.

    requested_minor: what the buyer asked for. agreed_minor: None until it was agreed.
    rejection, note: why it was refused last, and the merchant's words to the buyer.
    deadline: when the house acts by itself in this state; None if it does not.
    buyer_actions, staff_actions: what each side may do now.
    return_address: where to send goods, once a return was agreed.
    """

    case_id: UUID
    number: str
    order_id: UUID
    order_number: str
    group_id: UUID
    merchant_id: UUID
    user_id: UUID | None
    kind: CaseKind
    stage: Stage
    state: CaseState
    reason: Reason
    description: str
    evidence: tuple[UUID, ...]
    currency: str
    requested_minor: int
    agreed_minor: int | None
    is_unpaid: bool
    freight_bearer: FreightBearer
    location_id: UUID | None
    return_shipment_id: UUID | None
    refund_id: UUID | None
    rejection: Rejection
    note: str
    submissions: int
    deadline: datetime | None
    applied_at: datetime
    agreed_at: datetime | None
    sent_at: datetime | None
    received_at: datetime | None
    ended_at: datetime | None
    buyer_actions: tuple[CaseAction, ...]
    staff_actions: tuple[CaseAction, ...]
    lines: tuple[CaseLineView, ...]

    @property
    def is_open(self) -> bool:
        """Whether the case has not ended."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows; empty fields do not narrow.

    merchant_ids: None means every merchant. text: a case or order number.
    """

    user_id: UUID | None = None
    merchant_ids: frozenset[UUID] | None = None
    order_id: UUID | None = None
    states: tuple[CaseState, ...] = ()
    kind: CaseKind | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many cases wait in a state, since when the oldest, and how many are due within a day."""

    state: CaseState
    count: int
    oldest_at: datetime | None
    due_soon: int

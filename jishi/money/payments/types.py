"""The nouns of paying: what is asked of a provider, and what a provider answers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.money import Money


class PaymentScene(StrEnum):
    """Where the buyer stands when paying."""

    PAGE = "page"
    WAP = "wap"
    QR = "qr"
    OFFLINE = "offline"


class ActionKind(StrEnum):
    """What the buyer does next."""

    REDIRECT = "redirect"
    QR = "qr"
    INSTRUCTIONS = "instructions"


class ProviderPaymentStatus(StrEnum):
    """Whether the provider has the buyer's money; refunds do not change it."""

    NOT_FOUND = "not_found"
    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"


class ProviderRefundStatus(StrEnum):
    """How a refund stands.

    `processing` may be sent again under the same number without harm. `manual` means that
    a person gives the money back and records it.
    """

    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    MANUAL = "manual"


class NotificationKind(StrEnum):
    """What a provider's notification tells."""

    PAYMENT = "payment"
    REFUND = "refund"
    CLOSED = "closed"


class BillRowKind(StrEnum):
    """What a row of a provider's bill records."""

    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """One way to pay in one scene: `alipay` on a `page`."""

    provider: str
    scene: PaymentScene
    currency: str


@dataclass(frozen=True, slots=True)
class PaymentAttempt:
    """One try to take a payment.

    out_trade_no: new for every attempt; 1 to 64 letters, digits and underscores.
    return_url: where the provider sends the buyer afterwards.
    expires_at: aware; after it the buyer can no longer pay. None leaves it to the provider.
    """

    out_trade_no: str
    amount: Money
    subject: str
    scene: PaymentScene
    return_url: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaymentAction:
    """What the buyer is shown.

    url: where to redirect, for `redirect`. qr_content: what the code encodes, for `qr`.
    instructions: a name whose text surfaces know, for `instructions`; details are its
    values in the order to show, by name.
    """

    kind: ActionKind
    url: str = ""
    qr_content: str = ""
    instructions: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderPayment:
    """What the provider knows of an attempt.

    amount: what the buyer was asked for; None if the provider does not know it.
    buyer: the provider's masked account name.
    """

    out_trade_no: str
    status: ProviderPaymentStatus
    amount: Money | None = None
    provider_no: str = ""
    paid_at: datetime | None = None
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class ProviderRefund:
    """What the provider did with a refund.

    failure: the provider's own code, for `failed`.
    """

    refund_no: str
    out_trade_no: str
    status: ProviderRefundStatus
    amount: Money
    provider_no: str = ""
    refunded_at: datetime | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ProviderNotification:
    """News from a provider, its origin proven.

    notify_id: the same on every repetition; unique in the provider.
    amount: what the payment was for, to be compared with what was asked.
    sent_at: when the provider says it sent this repetition.
    refund_no, refunded_total: for `refund`; the total is of all refunds so far.
    """

    provider: str
    notify_id: str
    kind: NotificationKind
    out_trade_no: str
    status: ProviderPaymentStatus
    amount: Money
    provider_no: str
    sent_at: datetime
    paid_at: datetime | None = None
    buyer: str = ""
    refund_no: str = ""
    refunded_total: Money | None = None


@dataclass(frozen=True, slots=True)
class BillRow:
    """One movement of a provider's bill.

    amount: always positive; `kind` says which way it went.
    fee: what the provider kept; negative when it gives a fee back.
    refund_no: ours, for refunds.
    """

    kind: BillRowKind
    provider_no: str
    out_trade_no: str
    amount: Money
    fee: Money
    created_at: datetime
    completed_at: datetime
    refund_no: str = ""


@dataclass(frozen=True, slots=True)
class ProviderBill:
    """A provider's bill of one of its calendar days.

    sha256: hex digest of the file as downloaded.
    """

    provider: str
    day: date
    rows: tuple[BillRow, ...]
    sha256: str


class PaymentState(StrEnum):
    """Whether a payment may still be paid, was paid, or no longer can be."""

    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


class PaymentMove(StrEnum):
    """What happens to a payment."""

    PAY = "pay"
    CLOSE = "close"


class AttemptState(StrEnum):
    """How one try to pay stands.

    superseded: another try took its place; its provider must close it. failed: the provider
    refused it at once. mismatched: another amount arrived than was asked for.
    """

    CREATED = "created"
    SUPERSEDED = "superseded"
    PAID = "paid"
    CLOSED = "closed"
    FAILED = "failed"
    MISMATCHED = "mismatched"


class AttemptMove(StrEnum):
    """What happens to a try to pay."""

    SUPERSEDE = "supersede"
    PAY = "pay"
    CLOSE = "close"
    FAIL = "fail"
    MISMATCH = "mismatch"


class RefundState(StrEnum):
    """How a refund stands.

    processing: the provider has it. manual: a person gives the money back and records it.
    failed: the provider will not; the amount is free to be refunded in another way.
    """

    REQUESTED = "requested"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    MANUAL = "manual"


class RefundMove(StrEnum):
    """What happens to a refund."""

    PROCESS = "process"
    SUCCEED = "succeed"
    FAIL = "fail"
    RETRY = "retry"
    HAND_OVER = "hand_over"
    CONFIRM = "confirm"


class RefundKind(StrEnum):
    """Why money goes back.

    asked: another room opened the refund. stray: paid too late, twice, or the wrong amount.
    canceled: what was paid for had been canceled meanwhile. surplus: more came than asked.
    """

    ASKED = "asked"
    STRAY = "stray"
    CANCELED = "canceled"
    SURPLUS = "surplus"


class ProofState(StrEnum):
    """What became of a buyer's proof of a bank transfer."""

    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class ProofMove(StrEnum):
    """What happens to a proof of a bank transfer."""

    CONFIRM = "confirm"
    REJECT = "reject"


class EventOutcome(StrEnum):
    """What a provider's notification led to.

    stray: the money goes back. repeated: known before. ignored: says nothing new.
    unmatched: about a payment or a refund that is not in the books.
    """

    CAPTURED = "captured"
    STRAY = "stray"
    MISMATCHED = "mismatched"
    REFUNDED = "refunded"
    CLOSED = "closed"
    REPEATED = "repeated"
    IGNORED = "ignored"
    UNMATCHED = "unmatched"


class MovementKind(StrEnum):
    """Which way money went, seen from the buyer."""

    PAID = "paid"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class PaymentView:
    """What is asked for under a reference, and how that stands.

    captured_minor: all that arrived, also what went back at once. refunded_minor: all that
    the buyer has back. provider: whoever took the money; empty until paid.
    is_agreed: the buyer pays on delivery.
    """

    payment_id: UUID
    reference: UUID
    amount: Money
    state: PaymentState
    captured_minor: int
    refunded_minor: int
    provider: str
    expires_at: datetime
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One try to pay.

    number: names it at the provider. action: what the buyer is shown, once there is one.
    refunded_minor: given back or reserved for it. buyer: the provider's masked name.
    """

    attempt_id: UUID
    number: str
    provider: str
    scene: PaymentScene
    state: AttemptState
    amount: Money
    captured_minor: int
    refunded_minor: int
    provider_no: str
    buyer: str
    created_at: datetime
    paid_at: datetime | None
    action: PaymentAction | None


@dataclass(frozen=True, slots=True)
class MethodView:
    """A way to pay that a buyer may choose. name: a key whose text surfaces know."""

    code: str
    provider: str
    scene: PaymentScene
    name: str


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money on its way back. reference: what caused it. failure: the provider's own code."""

    refund_id: UUID
    number: str
    reference: UUID
    payment_reference: UUID
    kind: RefundKind
    amount: Money
    state: RefundState
    reason: str
    failure: str
    provider: str
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that went from the buyer or back.

    amount: positive when the buyer paid, negative when it went back. counterparty: the
    provider's masked name of the buyer's account, if it tells. number: ours, for questions.
    refund_kind, reason: why money went back; none and empty for a payment.
    balance: what of the payment had arrived and not gone back after it.
    """

    movement_id: UUID
    kind: MovementKind
    at: datetime
    payment_reference: UUID
    reference: UUID
    amount: Money
    provider: str
    counterparty: str
    refund_kind: RefundKind | None
    reason: str
    number: str
    provider_no: str
    balance: Money


@dataclass(frozen=True, slots=True)
class ProofView:
    """A buyer's proof of a bank transfer."""

    proof_id: UUID
    file_id: UUID
    payer_name: str
    note: str
    state: ProofState
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TransferView:
    """A bank transfer that somebody must confirm. number: what the buyer writes as purpose."""

    payment_reference: UUID
    number: str
    amount: Money
    payment_state: PaymentState
    expires_at: datetime
    proof: ProofView | None


@dataclass(frozen=True, slots=True)
class MismatchView:
    """An attempt for which another amount arrived than was asked for."""

    attempt_id: UUID
    payment_reference: UUID
    number: str
    provider: str
    provider_no: str
    expected: Money
    received: Money
    at: datetime


class CashOutcome(StrEnum):
    """What a line of a courier's statement led to.

    short, over: another amount than was due; short ones stay open, over ones are paid and the
    surplus waits in suspense. repeated: paid before. unknown: no payment on delivery has it.
    """

    MATCHED = "matched"
    SHORT = "short"
    OVER = "over"
    REPEATED = "repeated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CashRow:
    """A line of a courier's statement. reference: the payment its number means, if any."""

    number: str
    reference: UUID | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RemittanceDraft:
    """A courier's statement of the cash it hands over.

    statement_no: the courier's number of it. total_minor: what really arrived.
    """

    courier: str
    statement_no: str
    currency: str
    total_minor: int
    rows: tuple[CashRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """A line as it was reconciled. due: what the payment asked for, None if unknown."""

    number: str
    reference: UUID | None
    amount: Money
    due: Money | None
    outcome: CashOutcome

    @property
    def difference(self) -> Money:
        """What the courier gave more, or less if negative, than was due."""
        due_minor = self.due.minor if self.due else 0
        return Money(self.amount.minor - due_minor, self.amount.currency)


@dataclass(frozen=True, slots=True)
class RemittanceView:
    """A courier's statement as it was reconciled.

    total: what arrived. settled: what of it paid for orders. difference: what of it did not,
    negative if too little arrived. lines: empty in lists.
    """

    remittance_id: UUID
    courier: str
    statement_no: str
    total: Money
    settled: Money
    created_at: datetime
    recorded_by: str
    note: str
    lines: tuple[RemittanceLine, ...] = ()

    @property
    def difference(self) -> Money:
        """What arrived beyond what it paid for."""
        return Money(self.total.minor - self.settled.minor, self.total.currency)


@dataclass(frozen=True, slots=True)
class CashToCome:
    """A payment that a courier collects or has collected, not handed over yet."""

    reference: UUID
    number: str
    amount: Money
    agreed_at: datetime

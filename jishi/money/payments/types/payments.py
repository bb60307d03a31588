"""Payments, attempts, refunds and movements as others see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.money import Money
from jishi.money.payments.types.providers import PaymentAction, PaymentScene


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

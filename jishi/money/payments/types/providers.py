"""What payment providers are asked and what they answer."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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

"""Facts that payments announce. Amounts are minor units, moments ISO 8601."""

from jishi.foundation.kernel.events import Event, fact


@fact("payments.payment_captured.v1", key="reference")
class PaymentCaptured(Event):
    """The buyer's money is here and the payment is complete. Once per payment."""

    payment_id: str
    reference: str
    amount_minor: int
    currency: str
    provider: str


@fact("payments.payment_agreed.v1", key="reference")
class PaymentAgreed(Event):
    """The buyer chose to pay later, on delivery; the payment stays open. Once per payment."""

    payment_id: str
    reference: str
    provider: str


@fact("payments.payment_awaiting_transfer.v1", key="reference")
class PaymentAwaitingTransfer(Event):
    """The buyer chose to transfer the money; the payment now stays open until `until`."""

    payment_id: str
    reference: str
    until: str


@fact("payments.payment_closed.v1", key="reference")
class PaymentClosed(Event):
    """The payment can no longer be paid; money that arrives later goes back by itself."""

    payment_id: str
    reference: str


@fact("payments.refund_requested.v1", key="payment_reference")
class RefundRequested(Event):
    """An amount was set aside to be given back.

    reference: what caused the refund; the payment's own where payments did so themselves.
    kind: a `types.RefundKind`.
    """

    refund_id: str
    payment_id: str
    reference: str
    payment_reference: str
    amount_minor: int
    currency: str
    kind: str = "asked"


@fact("payments.refund_settled.v1", key="payment_reference")
class RefundSettled(Event):
    """The buyer has the money back. reference, kind: as in `RefundRequested`."""

    refund_id: str
    payment_id: str
    reference: str
    payment_reference: str
    amount_minor: int
    currency: str
    kind: str = "asked"


@fact("payments.refund_failed.v1", key="payment_reference")
class RefundFailed(Event):
    """The provider will not give the money back; a person must look.

    failure: the provider's own code.
    """

    refund_id: str
    reference: str
    payment_reference: str
    failure: str


@fact("payments.amount_mismatched.v1", key="attempt_id")
class AmountMismatched(Event):
    """Another amount arrived than was asked for; it waits in suspense for a person."""

    attempt_id: str
    payment_id: str
    reference: str
    expected_minor: int
    received_minor: int
    currency: str
    received_currency: str
    provider: str

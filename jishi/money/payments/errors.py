"""What paying may refuse."""

from jishi.foundation.kernel.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    Unavailable,
)


class ProviderUnavailable(Unavailable):
    """The provider does not answer, or not in its own language; the outcome is unknown."""

    code = "payments.provider_unavailable"


class ProviderRefused(Conflict):
    """The provider will not do this. `provider_code` among the params says why."""

    code = "payments.provider_refused"


class AlreadyPaid(Conflict):
    """The buyer has paid, so the attempt cannot be closed."""

    code = "payments.already_paid"


class SignatureInvalid(Forbidden):
    """The message is not from the provider, or it was changed on the way."""

    code = "payments.signature_invalid"


class NotificationNotOurs(Forbidden):
    """The notification is genuine but for another app or seller."""

    code = "payments.notification_not_ours"


class NotificationStale(Forbidden):
    """The notification is too old, or from the future."""

    code = "payments.notification_stale"


class NotificationMalformed(InvalidInput):
    """The notification lacks what it must say, or says it in another form."""

    code = "payments.notification_malformed"


class CurrencyNotSupported(InvalidInput):
    """The provider does not take this currency."""

    code = "payments.currency_not_supported"


class SceneNotSupported(InvalidInput):
    """The provider cannot be used in this scene."""

    code = "payments.scene_not_supported"


class AmountOutOfRange(InvalidInput):
    """The provider does not take an amount of this size."""

    code = "payments.amount_out_of_range"


class AttemptNumberInvalid(InvalidInput):
    """An attempt's number has 1 to 64 letters, digits and underscores."""

    code = "payments.attempt_number_invalid"


class OperationNotSupported(InvalidInput):
    """The provider has no such operation."""

    code = "payments.operation_not_supported"


class BillNotReady(Unavailable):
    """The provider has no bill for the day: not yet, or nothing happened on it."""

    code = "payments.bill_not_ready"


class BillUnreadable(Unavailable):
    """The bill is not in the form the provider documents."""

    code = "payments.bill_unreadable"


class ProviderUnknown(NotFound):
    """There is no such provider, or it is not set up."""

    code = "payments.provider_unknown"


class PaymentNotFound(NotFound):
    """Nothing is asked for under this reference."""

    code = "payments.payment_not_found"


class AttemptNotFound(NotFound):
    """There is no such try to pay."""

    code = "payments.attempt_not_found"


class RefundNotFound(NotFound):
    """There is no such refund."""

    code = "payments.refund_not_found"


class PaymentNotOpen(Conflict):
    """The payment was paid or closed meanwhile. `state` among the params says which."""

    code = "payments.payment_not_open"


class PaymentExpired(Conflict):
    """The time to pay is over."""

    code = "payments.payment_expired"


class MethodNotOffered(InvalidInput):
    """This way to pay is not offered for this payment."""

    code = "payments.method_not_offered"


class MethodFixed(Conflict):
    """The buyer has agreed to pay on delivery; the goods are on their way."""

    code = "payments.method_fixed"


class AttemptReplaced(Conflict):
    """Another try to pay was begun meanwhile."""

    code = "payments.attempt_replaced"


class BadAmount(InvalidInput):
    """The amount is negative, or nothing."""

    code = "payments.bad_amount"


class NothingCaptured(Conflict):
    """No money has arrived, so none can go back."""

    code = "payments.nothing_captured"


class RefundExceedsPayment(Conflict):
    """More would go back than was paid. `left_minor` among the params says what is left."""

    code = "payments.refund_exceeds_payment"


class NotATransfer(Conflict):
    """The buyer did not choose to pay by bank transfer."""

    code = "payments.not_a_transfer"


class TransferShort(Conflict):
    """Less arrived than was asked for. `missing_minor` among the params says how much less."""

    code = "payments.transfer_short"


class NotOnDelivery(Conflict):
    """The buyer did not choose to pay on delivery."""

    code = "payments.not_on_delivery"


class MismatchUnresolved(Conflict):
    """The provider does not confirm an amount in the payment's currency."""

    code = "payments.mismatch_unresolved"


class BadRemittance(InvalidInput):
    """A courier's statement is empty, too long, or an amount in it is not positive."""

    code = "payments.bad_remittance"


class RemittanceRepeated(Conflict):
    """This statement of the courier was recorded before."""

    code = "payments.remittance_repeated"


class RemittanceNotFound(NotFound):
    """There is no such statement of a courier."""

    code = "payments.remittance_not_found"

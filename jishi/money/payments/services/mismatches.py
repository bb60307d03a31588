"""Wrong amounts: what waits in suspense is explained by asking the provider once more."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import IllegalMove
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.money.ledger import services as ledger
from jishi.money.payments import permissions, rules
from jishi.money.payments.adapters import registry
from jishi.money.payments.errors import AttemptNotFound, MismatchUnresolved
from jishi.money.payments.models import PaymentAttempt
from jishi.money.payments.services.capturing import Receipt, accept
from jishi.money.payments.services.moving import hold_attempt
from jishi.money.payments.types import AttemptState, ProviderPayment, ProviderPaymentStatus


@outbound
def resolve_mismatch(*, actor: Actor, attempt_id: UUID) -> None:
    """Ask the provider what really arrived and book that. Permission: payments.confirm.

    If it is what the payment asks for, it is paid; a surplus goes back, and so does all of
    it if it is too little or too late.

    Raises: AttemptNotFound; IllegalMove unless the attempt is mismatched;
        MismatchUnresolved if the provider has no money of the payment's currency;
        ProviderUnavailable, ProviderRefused, SignatureInvalid.
    Emits: PaymentCaptured, RefundRequested.
    """
    actor.require(permissions.CONFIRM)
    attempt = PaymentAttempt.objects.filter(pk=attempt_id).first()
    if attempt is None:
        raise AttemptNotFound
    answer = registry.get_provider(attempt.provider).query(attempt.out_trade_no)
    _explain(actor=actor, answer=answer)


@transactional
def _explain(*, actor: Actor, answer: ProviderPayment) -> None:
    """Take the wrong amount out of suspense and accept the right one.

    Locks: the payment, then its attempts.
    """
    held = hold_attempt(answer.out_trade_no)
    payment, attempt = held.payment, held.find(answer.out_trade_no)
    if attempt is None or attempt.state != AttemptState.MISMATCHED:
        raise IllegalMove(machine="payment_attempt", action="explain")
    is_paid = answer.status is ProviderPaymentStatus.PAID and answer.amount is not None
    if not is_paid or answer.amount is None or answer.amount.currency != payment.currency:
        raise MismatchUnresolved
    wrong = Money(attempt.received_minor or 0, attempt.received_currency)
    if wrong:
        voucher = rules.explained_voucher(
            attempt_id=attempt.id,
            reference=payment.reference,
            provider=attempt.provider,
            received=wrong,
        )
        ledger.post(actor=actor, voucher=voucher)
    receipt = Receipt(
        answer.out_trade_no, answer.amount, answer.provider_no, answer.paid_at, answer.buyer
    )
    outcome = accept(actor=actor, held=held, attempt=attempt, receipt=receipt)
    audit.record(
        actor=actor,
        action="payments.resolve_mismatch",
        subject_type="payment",
        subject_id=payment.id,
        before={"received_minor": wrong.minor, "currency": wrong.currency},
        after={"received_minor": answer.amount.minor, "outcome": str(outcome)},
    )

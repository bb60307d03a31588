"""Money has arrived: the one way in, whoever brings the news."""

from dataclasses import dataclass
from datetime import datetime

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform.transactions import transactional
from jishi.money.ledger import services as ledger
from jishi.money.payments import rules
from jishi.money.payments.errors import AttemptNotFound
from jishi.money.payments.events import AmountMismatched, PaymentCaptured
from jishi.money.payments.models import Payment, PaymentAttempt, Refund
from jishi.money.payments.services import refunding
from jishi.money.payments.services.moving import (
    Held,
    emit,
    hold_attempt,
    move_attempt,
    move_payment,
    supersede,
)
from jishi.money.payments.types import (
    AttemptMove,
    AttemptState,
    EventOutcome,
    PaymentMove,
    PaymentState,
    RefundKind,
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that arrived at a provider for an attempt.

    buyer: masked, as the provider tells. provider: who says so, if that is to be compared.
    """

    out_trade_no: str
    amount: Money
    provider_no: str = ""
    paid_at: datetime | None = None
    buyer: str = ""
    provider: str = ""


@transactional
def record_capture(
    *,
    actor: Actor,
    out_trade_no: str,
    amount: Money,
    provider_no: str,
    paid_at: datetime | None,
    buyer: str = "",
) -> None:
    """Record that the buyer's money is here: what notify, return page, worker and close call.

    Repeating it changes nothing. Money for a payment that is paid or closed, or of an
    amount that is no longer asked for, goes back at once. Another amount than the attempt
    asked for waits in suspense.

    paid_at: None if nobody knows; then now.
    Raises: AttemptNotFound.
    Emits: PaymentCaptured, RefundRequested or AmountMismatched.
    Locks: the payment, then its attempts.
    """
    take(actor=actor, receipt=Receipt(out_trade_no, amount, provider_no, paid_at, buyer))


def take(*, actor: Actor, receipt: Receipt) -> EventOutcome:
    """Record a receipt in the running use case; return what it led to."""
    held = hold_attempt(receipt.out_trade_no)
    attempt = held.find(receipt.out_trade_no)
    if attempt is None or receipt.provider not in {"", attempt.provider}:
        raise AttemptNotFound
    if attempt.captured_minor or attempt.state == AttemptState.MISMATCHED:
        return EventOutcome.REPEATED
    if receipt.amount != Money(attempt.amount_minor, held.payment.currency):
        _keep_mismatch(actor, held.payment, attempt, receipt)
        return EventOutcome.MISMATCHED
    return accept(actor=actor, held=held, attempt=attempt, receipt=receipt)


def accept(*, actor: Actor, held: Held, attempt: PaymentAttempt, receipt: Receipt) -> EventOutcome:
    """Book money of the payment's currency: keep what is asked for, return the rest."""
    payment, at = held.payment, clock.now()
    division = rules.divide(
        receipt.amount.minor,
        state=PaymentState(payment.state),
        payment_minor=payment.amount_minor,
        attempt_minor=attempt.amount_minor,
    )
    move_attempt(attempt, AttemptMove.PAY, actor=actor)
    attempt.captured_minor = receipt.amount.minor
    attempt.refunded_minor = division.returned_minor
    attempt.is_stray = not division.kept_minor
    attempt.next_check_at = None
    _note_receipt(attempt, receipt, at)
    payment.captured_minor += receipt.amount.minor
    if division.kept_minor:
        _pay(actor, held, attempt, at)
    payment.save(update_fields=["captured_minor", "state", "provider"])
    vouchers = [
        rules.capture_voucher(
            attempt_id=attempt.id,
            reference=payment.reference,
            provider=attempt.provider,
            received=receipt.amount,
        )
    ]
    if division.returned_minor:
        refund = _return(actor, payment, attempt, division, at)
        vouchers.append(refunding.owe(payment, refund))
    ledger.post_many(actor=actor, vouchers=vouchers)
    return EventOutcome.STRAY if attempt.is_stray else EventOutcome.CAPTURED


def announce(payment: Payment, *, actor: Actor) -> None:
    """Tell that a payment is complete."""
    emit(
        PaymentCaptured(
            payment_id=str(payment.id),
            reference=str(payment.reference),
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            provider=payment.provider,
        ),
        actor=actor,
    )


def _pay(actor: Actor, held: Held, attempt: PaymentAttempt, at: datetime) -> None:
    """Complete the payment; what else a buyer may have on screen must be closed."""
    payment = held.payment
    move_payment(payment, PaymentMove.PAY, actor=actor)
    payment.provider = attempt.provider
    supersede(held.in_state(AttemptState.CREATED), at=at, actor=actor)
    announce(payment, actor=actor)


def _return(
    actor: Actor,
    payment: Payment,
    attempt: PaymentAttempt,
    division: rules.Division,
    at: datetime,
) -> Refund:
    """Have unwanted money sent back; the attempt has it reserved already."""
    kind = RefundKind.SURPLUS if division.kept_minor else RefundKind.STRAY
    refund = refunding.new_refund(
        attempt,
        kind=kind,
        reference=payment.reference,
        amount_minor=division.returned_minor,
        at=at,
    )
    refunding.request(actor=actor, payment=payment, refund=refund)
    return refund


def _keep_mismatch(
    actor: Actor, payment: Payment, attempt: PaymentAttempt, receipt: Receipt
) -> None:
    """Leave a wrong amount in suspense for a person, and the payment as it was."""
    move_attempt(attempt, AttemptMove.MISMATCH, actor=actor)
    attempt.received_minor = receipt.amount.minor
    attempt.received_currency = receipt.amount.currency
    attempt.next_check_at = None
    _note_receipt(attempt, receipt, clock.now())
    if receipt.amount.minor:
        voucher = rules.mismatch_voucher(
            attempt_id=attempt.id,
            reference=payment.reference,
            provider=attempt.provider,
            received=receipt.amount,
        )
        ledger.post(actor=actor, voucher=voucher)
    emit(
        AmountMismatched(
            attempt_id=str(attempt.id),
            payment_id=str(payment.id),
            reference=str(payment.reference),
            expected_minor=attempt.amount_minor,
            received_minor=receipt.amount.minor,
            currency=payment.currency,
            received_currency=receipt.amount.currency,
            provider=attempt.provider,
        ),
        actor=actor,
    )


def _note_receipt(attempt: PaymentAttempt, receipt: Receipt, at: datetime) -> None:
    attempt.provider_no = receipt.provider_no[:64]
    attempt.buyer = receipt.buyer[:100]
    attempt.paid_at = receipt.paid_at or at
    attempt.save()

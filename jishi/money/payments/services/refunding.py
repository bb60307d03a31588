"""Deciding to give money back: the amount is set aside, the sending follows after the commit."""

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform.transactions import insert_at_end, transactional
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import Voucher
from jishi.money.payments import rules
from jishi.money.payments.errors import BadAmount, NothingCaptured
from jishi.money.payments.events import RefundRequested
from jishi.money.payments.models import Payment, PaymentAttempt, Refund
from jishi.money.payments.services.moving import emit, hold, new_number
from jishi.money.payments.services.reserving import reserve
from jishi.money.payments.services.sending import send_soon
from jishi.money.payments.types import RefundKind


@transactional
def open_refund(
    *, actor: Actor, payment_reference: UUID, cause: UUID, amount_minor: int, reason: str
) -> UUID:
    """Set a part of a payment aside and have it sent back; return the refund's id.

    The caller has booked the amount as due (`refunds_due`); nothing is posted here.

    cause: the order or return, told by every event of the refund. reason: for the buyer to
    read at the provider.
    Raises: PaymentNotFound; BadAmount; NothingCaptured if there is nothing to pay back, as
        with cash that was not collected; RefundExceedsPayment.
    Emits: RefundRequested.
    Locks: the payment, then its attempts.
    """
    if amount_minor <= 0:
        raise BadAmount(field="amount_minor")
    held = hold(payment_reference)
    attempt = _paid_attempt(held.attempts)
    if attempt is None:
        raise NothingCaptured
    reserve(attempt.id, amount_minor)
    refund = new_refund(
        attempt,
        kind=RefundKind.ASKED,
        reference=cause,
        amount_minor=amount_minor,
        reason=reason,
        at=clock.now(),
    )
    return request(actor=actor, payment=held.payment, refund=refund)


@transactional
def refund_late_capture(*, actor: Actor, reference: UUID) -> None:
    """Give everything back that a payment kept, because its orders were canceled meanwhile.

    What was given back before, or is on its way, is left out; a second call does nothing.

    Raises: PaymentNotFound.
    Emits: RefundRequested.
    Locks: the payment, then its attempts.
    """
    held = hold(reference)
    attempt = _paid_attempt(held.attempts)
    if attempt is None:
        return
    left = attempt.captured_minor - attempt.refunded_minor
    was_asked = Refund.objects.filter(attempt=attempt, kind=RefundKind.CANCELED).exists()
    if not left or was_asked:
        return
    reserve(attempt.id, left)
    refund = new_refund(
        attempt,
        kind=RefundKind.CANCELED,
        reference=reference,
        amount_minor=left,
        at=clock.now(),
    )
    ledger.post(actor=actor, voucher=owe(held.payment, refund))
    request(actor=actor, payment=held.payment, refund=refund)


def new_refund(
    attempt: PaymentAttempt,
    *,
    kind: RefundKind,
    reference: UUID,
    amount_minor: int,
    at: datetime,
    reason: str = "",
) -> Refund:
    """Return a refund whose amount has been reserved, not stored yet."""
    return Refund(
        payment_id=attempt.payment_id,
        attempt=attempt,
        reference=reference,
        refund_no=new_number("R", at),
        kind=kind,
        amount_minor=amount_minor,
        reason=reason[:200],
        next_try_at=at,
    )


def request(*, actor: Actor, payment: Payment, refund: Refund) -> UUID:
    """Store a new refund at the end of the use case and have it sent after the commit."""
    insert_at_end(refund)
    send_soon.enqueue(str(refund.id))
    emit(
        RefundRequested(
            refund_id=str(refund.id),
            payment_id=str(payment.id),
            reference=str(refund.reference),
            payment_reference=str(payment.reference),
            amount_minor=refund.amount_minor,
            currency=payment.currency,
            kind=refund.kind,
        ),
        actor=actor,
    )
    return refund.id


def owe(payment: Payment, refund: Refund) -> Voucher:
    """Return the voucher by which money that nobody else booked as due is owed back."""
    return rules.owed_voucher(
        refund_id=refund.id,
        reference=payment.reference,
        amount=Money(refund.amount_minor, payment.currency),
    )


def _paid_attempt(attempts: list[PaymentAttempt]) -> PaymentAttempt | None:
    """Return the attempt that paid the payment; strays go back by themselves."""
    return next((row for row in attempts if row.captured_minor and not row.is_stray), None)

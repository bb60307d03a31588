"""Sending refunds to providers, and what comes of it."""

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import audit, jobs
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.money.ledger import services as ledger
from jishi.money.payments import permissions, rules
from jishi.money.payments.adapters import registry
from jishi.money.payments.events import RefundFailed, RefundSettled
from jishi.money.payments.models import Payment, Refund
from jishi.money.payments.services.moving import emit, hold_refund, move_refund
from jishi.money.payments.services.reserving import free, reserve
from jishi.money.payments.services.trouble import TROUBLE, note_trouble
from jishi.money.payments.types import (
    ProviderRefund,
    ProviderRefundStatus,
    RefundMove,
    RefundState,
)


@outbound
def send_refund(*, actor: Actor, refund_id: UUID) -> None:
    """Have a provider give money back, or ask how far it has come.

    May be repeated at any time: the number makes it happen once. While another refund of
    the same attempt is under way, it waits.

    Raises: RefundNotFound, ProviderUnavailable, ProviderUnknown, SignatureInvalid.
    Emits: RefundSettled or RefundFailed.
    """
    refund = _claim(refund_id)
    if refund is None:
        return
    provider = registry.get_provider(refund.attempt.provider)
    number, amount = (
        refund.attempt.out_trade_no,
        Money(refund.amount_minor, refund.payment.currency),
    )
    if refund.state == RefundState.PROCESSING:
        answer = provider.query_refund(
            refund_no=refund.refund_no, out_trade_no=number, amount=amount
        )
    else:
        answer = provider.refund(
            refund_no=refund.refund_no, out_trade_no=number, amount=amount, reason=refund.reason
        )
    _record_answer(actor=actor, refund_id=refund_id, answer=answer)


@jobs.job(max_attempts=1, priority=10)
def send_soon(refund_id: str) -> None:
    """Send a refund right after its transaction; if nobody answers, the clock repeats it."""
    try:
        send_refund(actor=Actor.system("payments"), refund_id=UUID(refund_id))
    except TROUBLE as trouble:
        note_trouble(refund_id, trouble)


@transactional
def retry_refund(*, actor: Actor, refund_id: UUID) -> None:
    """Send a failed refund again, under the same number. Permission: payments.refund.

    Raises: RefundNotFound; IllegalMove unless it failed; RefundExceedsPayment if the amount
        was given back otherwise meanwhile.
    Locks: the payment, then the refund.
    """
    actor.require(permissions.REFUND)
    _, refund = hold_refund(refund_id)
    move_refund(refund, RefundMove.RETRY, actor=actor)
    reserve(refund.attempt_id, refund.amount_minor)
    refund.failure, refund.tries, refund.next_try_at = "", 0, clock.now()
    refund.save(update_fields=["state", "failure", "tries", "next_try_at"])
    _audit(actor, "payments.retry_refund", refund)
    send_soon.enqueue(str(refund.id))


@transactional
def take_over_refund(*, actor: Actor, refund_id: UUID) -> None:
    """Take a failed refund from the provider to give it back by bank. Permission: payments.refund.

    Raises: RefundNotFound; IllegalMove unless it failed; RefundExceedsPayment if the amount
        was given back otherwise meanwhile.
    Locks: the payment, then the refund.
    """
    actor.require(permissions.REFUND)
    _, refund = hold_refund(refund_id)
    move_refund(refund, RefundMove.HAND_OVER, actor=actor)
    reserve(refund.attempt_id, refund.amount_minor)
    refund.is_by_bank = True
    refund.save(update_fields=["state", "is_by_bank"])
    _audit(actor, "payments.take_over_refund", refund)


@transactional
def confirm_manual_refund(*, actor: Actor, refund_id: UUID, provider_no: str = "") -> None:
    """Record that a person gave the money back. Permission: payments.refund.

    provider_no: the bank's number of the transfer, if there is one.
    Raises: RefundNotFound; IllegalMove unless the refund waits for a person.
    Emits: RefundSettled.
    Locks: the payment, then the refund.
    """
    actor.require(permissions.REFUND)
    payment, refund = hold_refund(refund_id)
    move_refund(refund, RefundMove.CONFIRM, actor=actor)
    book(actor=actor, payment=payment, refund=refund, at=clock.now(), provider_no=provider_no)
    _audit(actor, "payments.confirm_manual_refund", refund)


def settle(
    *, actor: Actor, payment: Payment, refund: Refund, at: datetime, provider_no: str
) -> None:
    """End a refund that its provider has made. Both rows are locked.

    Emits: RefundSettled.
    """
    move_refund(refund, RefundMove.SUCCEED, actor=actor)
    book(actor=actor, payment=payment, refund=refund, at=at, provider_no=provider_no)


def book(*, actor: Actor, payment: Payment, refund: Refund, at: datetime, provider_no: str) -> None:
    """Enter a refund that has just succeeded in the books, and announce it."""
    refund.settled_at, refund.provider_no = at, provider_no[:64]
    refund.next_try_at = None
    refund.save(update_fields=["state", "settled_at", "provider_no", "next_try_at"])
    payment.refunded_minor += refund.amount_minor
    payment.save(update_fields=["refunded_minor"])
    amount = Money(refund.amount_minor, payment.currency)
    ledger.post(
        actor=actor,
        voucher=rules.refund_voucher(
            refund_id=refund.id,
            reference=payment.reference,
            provider=refund.attempt.provider,
            amount=amount,
            is_by_bank=refund.is_by_bank,
        ),
    )
    emit(
        RefundSettled(
            refund_id=str(refund.id),
            payment_id=str(payment.id),
            reference=str(refund.reference),
            payment_reference=str(payment.reference),
            amount_minor=amount.minor,
            currency=amount.currency,
            kind=refund.kind,
        ),
        actor=actor,
    )


@transactional
def _claim(refund_id: UUID) -> Refund | None:
    """Note a try; None if there is nothing to send, or not now."""
    payment, refund = hold_refund(refund_id)
    at = clock.now()
    is_due = refund.next_try_at is not None and refund.next_try_at <= at
    if refund.state not in rules.SENDABLE or not is_due or _is_sibling_under_way(refund, at):
        return None
    refund.tries += 1
    refund.next_try_at = rules.next_try(tries=refund.tries, at=at)
    refund.save(update_fields=["tries", "next_try_at"])
    refund.payment = payment
    return refund


def _is_sibling_under_way(refund: Refund, at: datetime) -> bool:
    """Return whether another refund of the attempt is at the provider, or on its way there."""
    siblings = Refund.objects.filter(attempt=refund.attempt_id).exclude(pk=refund.pk)
    is_sending = {"state": RefundState.REQUESTED, "tries__gt": 0, "next_try_at__gt": at}
    return (
        siblings.filter(state=RefundState.PROCESSING).exists()
        or siblings.filter(**is_sending).exists()
    )


@transactional
def _record_answer(*, actor: Actor, refund_id: UUID, answer: ProviderRefund) -> None:
    payment, refund = hold_refund(refund_id)
    if refund.state not in rules.SENDABLE:
        return
    if answer.status is ProviderRefundStatus.SUCCEEDED:
        at = answer.refunded_at or clock.now()
        settle(actor=actor, payment=payment, refund=refund, at=at, provider_no=answer.provider_no)
    elif answer.status is ProviderRefundStatus.FAILED:
        _fail(actor, payment, refund, answer.failure)
    elif answer.status is ProviderRefundStatus.MANUAL:
        move_refund(refund, RefundMove.HAND_OVER, actor=actor)
        refund.next_try_at = None
        refund.save(update_fields=["state", "next_try_at"])
    elif refund.state == RefundState.REQUESTED:
        move_refund(refund, RefundMove.PROCESS, actor=actor)
        refund.save(update_fields=["state"])


def _fail(actor: Actor, payment: Payment, refund: Refund, failure: str) -> None:
    """Keep a refusal for a person to see; the amount may go back in another way."""
    move_refund(refund, RefundMove.FAIL, actor=actor, reason=failure)
    refund.failure, refund.next_try_at = failure[:100], None
    refund.save(update_fields=["state", "failure", "next_try_at"])
    free(refund.attempt_id, refund.amount_minor)
    emit(
        RefundFailed(
            refund_id=str(refund.id),
            reference=str(refund.reference),
            payment_reference=str(payment.reference),
            failure=refund.failure,
        ),
        actor=actor,
    )


def _audit(actor: Actor, action: str, refund: Refund) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_type="refund",
        subject_id=refund.id,
        after={"state": str(refund.state), "amount_minor": refund.amount_minor},
    )

"""Asking providers how attempts stand, and ending what nobody needs any more."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs
from jishi.foundation.platform.transactions import for_update, outbound, transactional
from jishi.money.payments import queries, rules
from jishi.money.payments.adapters import registry
from jishi.money.payments.errors import AlreadyPaid, ProviderUnavailable
from jishi.money.payments.events import PaymentClosed
from jishi.money.payments.models import PaymentAttempt
from jishi.money.payments.ports import PaymentProvider
from jishi.money.payments.services.capturing import record_capture
from jishi.money.payments.services.moving import (
    emit,
    hold,
    move_attempt,
    move_payment,
    supersede,
)
from jishi.money.payments.services.trouble import TROUBLE, note_trouble
from jishi.money.payments.types import (
    AttemptMove,
    AttemptState,
    PaymentMove,
    PaymentScene,
    PaymentState,
    ProviderPayment,
    ProviderPaymentStatus,
)

PAUSE = timedelta(seconds=3)
"""A provider is not asked about an attempt more often, however often a page is reloaded."""


@outbound
def close_payment(*, actor: Actor, reference: UUID) -> bool:
    """Make sure that a payment can no longer be paid; false if it has been.

    Every attempt is asked about and closed at its provider first. What is paid in spite of
    that goes back by itself. A payment that was closed before answers true.

    Raises: PaymentNotFound; ProviderUnavailable, SignatureInvalid, then nothing is closed.
    Emits: PaymentClosed, or what `record_capture` emits.
    """
    if queries.get_payment(reference).state is PaymentState.OPEN:
        for attempt in _unsettled(reference):
            end(actor=actor, attempt=attempt)
    return _close(actor=actor, reference=reference)


@outbound
def check_payment(*, actor: Actor, reference: UUID) -> PaymentState:
    """Ask the providers of a payment how it stands, as a buyer who comes back wants to know.

    Raises: PaymentNotFound. A provider that does not answer is left to the clock.
    Emits: what `record_capture` emits.
    """
    if queries.get_payment(reference).state is PaymentState.OPEN:
        for attempt in _unsettled(reference):
            try:
                check_attempt(actor=actor, attempt_id=attempt.id)
            except TROUBLE as trouble:
                note_trouble(attempt.out_trade_no, trouble)
    return queries.get_payment(reference).state


@outbound
def check_attempt(*, actor: Actor, attempt_id: UUID) -> None:
    """Ask about an attempt and record what its provider says; close it if it was replaced.

    Raises: ProviderUnavailable, ProviderRefused, SignatureInvalid, ProviderUnknown.
    Emits: what `record_capture` emits.
    """
    attempt = _claim(attempt_id)
    if attempt is None:
        return
    if attempt.state == AttemptState.SUPERSEDED:
        end(actor=actor, attempt=attempt)
        return
    answer = registry.get_provider(attempt.provider).query(attempt.out_trade_no)
    if answer.status is ProviderPaymentStatus.PAID:
        _record(actor, answer)
    elif answer.status is ProviderPaymentStatus.CLOSED:
        _mark_closed(actor=actor, attempt_id=attempt.id)


@jobs.job(max_attempts=1, priority=10)
def check_soon(attempt_id: str) -> None:
    """Ask about an attempt right after its transaction; if nobody answers, the clock repeats."""
    try:
        check_attempt(actor=Actor.system("payments"), attempt_id=UUID(attempt_id))
    except TROUBLE as trouble:
        note_trouble(attempt_id, trouble)


def end(*, actor: Actor, attempt: PaymentAttempt) -> None:
    """Close an attempt at its provider, or record that it was paid. Outside a transaction.

    Raises: ProviderUnavailable, ProviderRefused, SignatureInvalid, ProviderUnknown.
    """
    provider = registry.get_provider(attempt.provider)
    answer = provider.query(attempt.out_trade_no)
    if answer.status is not ProviderPaymentStatus.PAID and not _is_closed(provider, answer):
        # The buyer was quicker than the closing.
        answer = provider.query(attempt.out_trade_no)
        if answer.status is not ProviderPaymentStatus.PAID:
            raise ProviderUnavailable(provider=attempt.provider)
    if answer.status is ProviderPaymentStatus.PAID:
        _record(actor, answer)
    else:
        _mark_closed(actor=actor, attempt_id=attempt.id)


def _is_closed(provider: PaymentProvider, answer: ProviderPayment) -> bool:
    """Close an attempt unless it is; false if it turns out to be paid."""
    if answer.status is ProviderPaymentStatus.CLOSED:
        return True
    try:
        provider.close(answer.out_trade_no)
    except AlreadyPaid:
        return False
    return True


def _record(actor: Actor, answer: ProviderPayment) -> None:
    if answer.amount is None:
        raise ProviderUnavailable(out_trade_no=answer.out_trade_no)
    record_capture(
        actor=actor,
        out_trade_no=answer.out_trade_no,
        amount=answer.amount,
        provider_no=answer.provider_no,
        paid_at=answer.paid_at,
        buyer=answer.buyer,
    )


def _unsettled(reference: UUID) -> list[PaymentAttempt]:
    rows = PaymentAttempt.objects.filter(payment__reference=reference, state__in=rules.UNSETTLED)
    return list(rows.order_by("id"))


@transactional
def _claim(attempt_id: UUID) -> PaymentAttempt | None:
    """Note that an attempt is asked about now; None if it is settled or was asked about just now.

    Locks: the attempt.
    """
    at = clock.now()
    is_rested = Q(checked_at=None) | Q(checked_at__lt=at - PAUSE)
    rows = PaymentAttempt.objects.filter(is_rested, pk=attempt_id, state__in=rules.UNSETTLED)
    attempt: PaymentAttempt | None = for_update(rows.select_related("payment")).first()
    if attempt is None:
        return None
    attempt.checks += 1
    attempt.checked_at = at
    attempt.next_check_at = _next_check(attempt, at)
    attempt.save(update_fields=["checks", "checked_at", "next_check_at"])
    return attempt


def _next_check(attempt: PaymentAttempt, at: datetime) -> datetime | None:
    if attempt.scene == PaymentScene.OFFLINE:
        return None
    return rules.next_check(checks=attempt.checks, at=at, expires_at=attempt.payment.expires_at)


@transactional
def _mark_closed(*, actor: Actor, attempt_id: UUID) -> None:
    rows = PaymentAttempt.objects.filter(pk=attempt_id, state__in=rules.UNSETTLED)
    attempt = for_update(rows).first()
    if attempt is None:
        return
    move_attempt(attempt, AttemptMove.CLOSE, actor=actor)
    attempt.next_check_at = None
    attempt.save(update_fields=["state", "next_check_at"])


@transactional
def _close(*, actor: Actor, reference: UUID) -> bool:
    """Close an open payment; false if it is paid.

    An attempt begun while the others were being closed is closed by the clock.
    """
    held = hold(reference)
    payment = held.payment
    if payment.state != PaymentState.OPEN:
        return payment.state == PaymentState.CLOSED
    move_payment(payment, PaymentMove.CLOSE, actor=actor)
    payment.save(update_fields=["state"])
    supersede(held.in_state(AttemptState.CREATED), at=clock.now(), actor=actor)
    event = PaymentClosed(payment_id=str(payment.id), reference=str(reference))
    emit(event, actor=actor)
    return True

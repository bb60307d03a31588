"""What every service of payments does in the same way: lock, move, log, announce.

Locks are taken in this order: the payment, its attempts, its refunds.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.events import Event
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import audit, outbox, prepared
from jishi.foundation.platform.transactions import for_update
from jishi.money.payments import rules
from jishi.money.payments.errors import AttemptNotFound, PaymentNotFound, RefundNotFound
from jishi.money.payments.models import Payment, PaymentAttempt, Refund
from jishi.money.payments.types import (
    AttemptMove,
    AttemptState,
    PaymentMove,
    PaymentState,
    RefundMove,
    RefundState,
)


@dataclass(slots=True)
class Held:
    """A locked payment and all its attempts, locked too, oldest first."""

    payment: Payment
    attempts: list[PaymentAttempt]

    def find(self, out_trade_no: str) -> PaymentAttempt | None:
        """Return the attempt of a number."""
        return next((row for row in self.attempts if row.out_trade_no == out_trade_no), None)

    def get(self, attempt_id: UUID) -> PaymentAttempt:
        """Return an attempt by its id.

        Raises: AttemptNotFound.
        """
        for row in self.attempts:
            if row.id == attempt_id:
                return row
        raise AttemptNotFound

    def in_state(self, *states: AttemptState) -> list[PaymentAttempt]:
        """Return the attempts in some states."""
        return [row for row in self.attempts if row.state in states]


def hold(reference: UUID) -> Held:
    """Lock the payment of a reference and its attempts. Two statements.

    Raises: PaymentNotFound.
    """
    payment = _payment_of(reference)
    if payment is None:
        raise PaymentNotFound
    return _with_attempts(payment)


def hold_attempt(out_trade_no: str) -> Held:
    """Lock the payment of an attempt and all its attempts. Two statements.

    Raises: AttemptNotFound.
    """
    owner = PaymentAttempt.objects.filter(out_trade_no=out_trade_no).values("payment")
    payment = for_update(Payment.objects.filter(pk__in=owner)).first()
    if payment is None:
        raise AttemptNotFound
    return _with_attempts(payment)


def hold_refund(refund_id: UUID) -> tuple[Payment, Refund]:
    """Lock the payment of a refund, then the refund. Two statements.

    Raises: RefundNotFound.
    """
    owner = Refund.objects.filter(pk=refund_id).values("payment")
    payment = for_update(Payment.objects.filter(pk__in=owner)).first()
    if payment is None:
        raise RefundNotFound
    refund = for_update(Refund.objects.filter(pk=refund_id).select_related("attempt")).get()
    return payment, refund


def move_payment(row: Payment, move: PaymentMove, *, actor: Actor, reason: str = "") -> None:
    """Advance a locked payment and log the move; the caller saves. Raises: IllegalMove."""
    before = PaymentState(row.state)
    row.state = rules.PAYMENT.advance(before, move)
    _log("payment", row.id, move, before, row.state, actor=actor, reason=reason)


def move_attempt(row: PaymentAttempt, move: AttemptMove, *, actor: Actor, reason: str = "") -> None:
    """Advance a locked attempt and log the move; the caller saves. Raises: IllegalMove."""
    before = AttemptState(row.state)
    row.state = rules.ATTEMPT.advance(before, move)
    _log("payment_attempt", row.id, move, before, row.state, actor=actor, reason=reason)


def move_refund(row: Refund, move: RefundMove, *, actor: Actor, reason: str = "") -> None:
    """Advance a locked refund and log the move; the caller saves. Raises: IllegalMove."""
    before = RefundState(row.state)
    row.state = rules.REFUND.advance(before, move)
    _log("refund", row.id, move, before, row.state, actor=actor, reason=reason)


def supersede(rows: list[PaymentAttempt], *, at: datetime, actor: Actor) -> None:
    """Let others take the place of locked attempts; their providers must close them soon."""
    for row in rows:
        move_attempt(row, AttemptMove.SUPERSEDE, actor=actor)
        row.next_check_at = at
    if rows:
        PaymentAttempt.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=AttemptState.SUPERSEDED, next_check_at=at
        )


def new_number(prefix: str, at: datetime) -> str:
    """Make the number of an attempt or a refund: short enough to write on a transfer."""
    return ids.human_number(prefix, at, tail=secrets.randbelow(100))


def emit(event: Event, *, actor: Actor) -> None:
    """Announce a fact."""
    outbox.emit(event, actor=label(actor))


def label(actor: Actor) -> str:
    """Return who acts, `<kind>:<id>`."""
    return f"{actor.kind}:{actor.id}"[:100]


def amount_of(row: Payment) -> Money:
    """Return what a payment asks for."""
    return Money(row.amount_minor, row.currency)


def _with_attempts(payment: Payment) -> Held:
    return Held(payment, _attempts_of(payment.pk))


@prepared.finding
def _payment_of(reference: UUID) -> QuerySet[Payment]:
    rows: QuerySet[Payment] = for_update(Payment.objects.filter(reference=reference))
    return rows


@prepared.reading
def _attempts_of(payment_id: UUID) -> QuerySet[PaymentAttempt]:
    rows = PaymentAttempt.objects.filter(payment_id=payment_id)
    locked: QuerySet[PaymentAttempt] = for_update(rows)
    return locked


def _log(
    machine: str,
    subject_id: UUID,
    move: str,
    before: str,
    after: str,
    *,
    actor: Actor,
    reason: str,
) -> None:
    audit.record_move(
        actor=actor,
        machine=machine,
        subject_id=subject_id,
        action=move,
        from_state=before,
        to_state=after,
        reason=reason,
    )

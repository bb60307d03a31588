"""Asking for an amount, and changing it before it is paid."""

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import prepared
from jishi.foundation.platform.transactions import transactional
from jishi.money.payments import rules
from jishi.money.payments.errors import BadAmount, PaymentNotOpen
from jishi.money.payments.models import Payment, PaymentAttempt
from jishi.money.payments.services.capturing import announce
from jishi.money.payments.services.closing import check_soon
from jishi.money.payments.services.moving import hold, move_payment, supersede
from jishi.money.payments.types import AttemptState, PaymentMove, PaymentScene, PaymentState


@transactional
def open_payment(*, actor: Actor, reference: UUID, amount: Money, expires_at: datetime) -> UUID:
    """Ask for an amount under a reference that has none yet; return the payment's id.

    Nothing to pay is paid at once, without an event: the caller goes on by itself.

    Raises: BadAmount.
    """
    del actor
    if amount.minor < 0:
        raise BadAmount(field="amount")
    row = Payment(
        reference=reference,
        currency=amount.currency,
        amount_minor=amount.minor,
        state=PaymentState.OPEN if amount.minor else PaymentState.PAID,
        expires_at=expires_at,
    )
    prepared.insert([row])
    return row.id


@transactional
def change_amount(*, actor: Actor, reference: UUID, amount_minor: int) -> None:
    """Ask for another amount. What buyers have on screen is closed; offline ways to pay go on.

    If nothing is left to pay, the payment is complete.

    Raises: PaymentNotFound, PaymentNotOpen, BadAmount.
    Emits: PaymentCaptured, of nothing, if nothing is left to pay.
    Locks: the payment, then its attempts.
    """
    if amount_minor < 0:
        raise BadAmount(field="amount_minor")
    held = hold(reference)
    payment, at = held.payment, clock.now()
    if payment.state != PaymentState.OPEN:
        raise PaymentNotOpen(state=str(payment.state))
    if amount_minor == payment.amount_minor:
        return
    waiting = held.in_state(*rules.CONFIRMABLE)
    kept = [row for row in waiting if row.scene == PaymentScene.OFFLINE and amount_minor]
    replaced = [row for row in held.in_state(AttemptState.CREATED) if row not in kept]
    payment.amount_minor = amount_minor
    if not amount_minor:
        move_payment(payment, PaymentMove.PAY, actor=actor)
        announce(payment, actor=actor)
    payment.save(update_fields=["amount_minor", "state"])
    PaymentAttempt.objects.filter(pk__in=[row.pk for row in kept]).update(amount_minor=amount_minor)
    supersede(replaced, at=at, actor=actor)
    for row in replaced:
        check_soon.enqueue(str(row.pk))

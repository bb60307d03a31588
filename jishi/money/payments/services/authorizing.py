"""A buyer chooses how to pay: intent, provider, outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.platform import prepared
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.money.payments import preferences, queries, rules, types
from jishi.money.payments.adapters import bank_transfer, cash_on_delivery, registry
from jishi.money.payments.errors import (
    AlreadyPaid,
    AttemptReplaced,
    MethodFixed,
    MethodNotOffered,
    PaymentExpired,
    PaymentNotOpen,
    ProviderRefused,
)
from jishi.money.payments.events import PaymentAgreed, PaymentAwaitingTransfer
from jishi.money.payments.models import Payment, PaymentAttempt
from jishi.money.payments.queries.rows import read_action, write_action
from jishi.money.payments.services.closing import end
from jishi.money.payments.services.moving import (
    amount_of,
    emit,
    hold,
    move_attempt,
    new_number,
    supersede,
)
from jishi.money.payments.services.trouble import TROUBLE, note_trouble
from jishi.money.payments.types import (
    AttemptMove,
    AttemptState,
    PaymentAction,
    PaymentScene,
    PaymentState,
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a buyer chose."""

    reference: UUID
    provider: str
    scene: PaymentScene
    region_code: str
    return_url: str
    subject: str


@dataclass(frozen=True, slots=True)
class _Begun:
    """An attempt that was begun, those it replaces, and the action if there is one already."""

    attempt_id: UUID
    order: types.PaymentAttempt
    replaced: list[PaymentAttempt]
    action: PaymentAction | None = None


@outbound
def authorize(
    *,
    actor: Actor,
    reference: UUID,
    provider: str,
    scene: PaymentScene,
    return_url: str,
    subject: str,
    region_code: str = "",
) -> PaymentAction:
    """Begin to pay in one way and return what the buyer is shown.

    Earlier attempts are closed at their providers; whoever does not answer is asked again
    by the clock, and money that arrives twice goes back by itself. A bank transfer or cash
    on delivery that is chosen again keeps its number.

    subject: what the provider shows the buyer. region_code: where the goods go, for cash
    on delivery.
    Raises: PaymentNotFound, PaymentNotOpen, PaymentExpired, MethodNotOffered, MethodFixed;
        AlreadyPaid if an earlier attempt was paid meanwhile; AttemptReplaced; what the
        provider's `create` raises.
    Emits: PaymentAgreed for cash on delivery; PaymentAwaitingTransfer for a bank transfer.
    """
    choice = _Choice(reference, provider, scene, region_code, return_url, subject)
    begun = _begin(actor=actor, choice=choice)
    if begun.action is not None:
        return begun.action
    _end_replaced(actor, reference, begun.replaced)
    try:
        action = registry.get_provider(provider).create(begun.order)
    except (ProviderRefused, InvalidInput):
        _fail(actor=actor, reference=reference, attempt_id=begun.attempt_id)
        raise
    outcome = _keep(actor=actor, reference=reference, attempt_id=begun.attempt_id, action=action)
    if outcome is not None:
        raise outcome
    return action


@transactional
def _begin(*, actor: Actor, choice: _Choice) -> _Begun:
    """Insert the attempt in place of earlier ones.

    Where nobody outside is to be asked, the action is made and kept at once.
    Locks: the payment, then its attempts.
    """
    held = hold(choice.reference)
    payment, at = held.payment, clock.now()
    _require_payable(payment, choice, at)
    _require_offered(payment, choice)
    created = held.in_state(AttemptState.CREATED)
    is_offline = choice.scene == PaymentScene.OFFLINE
    for row in created:
        is_same = (row.provider, row.scene) == (choice.provider, choice.scene)
        if is_same and is_offline and row.action:
            return _Begun(row.id, _order(row, payment, choice), [], read_action(row.action))
    supersede(created, at=at, actor=actor)
    attempt = PaymentAttempt(
        payment_id=payment.pk,
        provider=choice.provider,
        scene=choice.scene,
        out_trade_no=new_number("P", at),
        amount_minor=payment.amount_minor,
        next_check_at=None if is_offline else rules.first_check(at),
    )
    order = _order(attempt, payment, choice)
    replaced = held.in_state(AttemptState.SUPERSEDED)
    action = None
    if is_offline and not replaced:
        action = registry.get_provider(choice.provider).create(order)
        attempt.action = write_action(action)
        _begin_to_wait(actor, payment, choice.provider)
    prepared.insert([attempt])
    return _Begun(attempt.id, order, replaced, action)


def _order(attempt: PaymentAttempt, payment: Payment, choice: _Choice) -> types.PaymentAttempt:
    return types.PaymentAttempt(
        out_trade_no=attempt.out_trade_no,
        amount=amount_of(payment),
        subject=choice.subject,
        scene=choice.scene,
        return_url=choice.return_url,
        expires_at=payment.expires_at,
    )


def _require_payable(payment: Payment, choice: _Choice, at: datetime) -> None:
    if payment.state != PaymentState.OPEN:
        raise PaymentNotOpen(state=str(payment.state))
    if payment.agreed_at is not None and choice.provider != cash_on_delivery.CODE:
        raise MethodFixed
    if payment.agreed_at is None and payment.expires_at <= at:
        raise PaymentExpired


def _require_offered(payment: Payment, choice: _Choice) -> None:
    methods = queries.list_methods(
        currency=payment.currency,
        amount_minor=payment.amount_minor,
        scenes=[choice.scene],
        region_code=choice.region_code,
    )
    is_agreed = payment.agreed_at is not None
    if not is_agreed and choice.provider not in {method.provider for method in methods}:
        raise MethodNotOffered(provider=choice.provider)


def _end_replaced(actor: Actor, reference: UUID, replaced: list[PaymentAttempt]) -> None:
    for attempt in replaced:
        try:
            end(actor=actor, attempt=attempt)
        except TROUBLE as trouble:
            note_trouble(attempt.out_trade_no, trouble)
    if replaced and queries.get_payment(reference).state is PaymentState.PAID:
        raise AlreadyPaid


@transactional
def _fail(*, actor: Actor, reference: UUID, attempt_id: UUID) -> None:
    attempt = hold(reference).get(attempt_id)
    if attempt.state == AttemptState.CREATED:
        move_attempt(attempt, AttemptMove.FAIL, actor=actor)
        attempt.next_check_at = None
        attempt.save(update_fields=["state", "next_check_at"])


@transactional
def _keep(
    *, actor: Actor, reference: UUID, attempt_id: UUID, action: PaymentAction
) -> PaymentNotOpen | AttemptReplaced | None:
    """Store the action; return why the buyer must not be shown it, if something came between.

    Locks: the payment, then its attempts.
    """
    held = hold(reference)
    payment, attempt = held.payment, held.get(attempt_id)
    attempt.action = write_action(action)
    prepared.save(attempt, "action")
    if payment.state != PaymentState.OPEN:
        return PaymentNotOpen(state=str(payment.state))
    if attempt.state != AttemptState.CREATED:
        return AttemptReplaced()
    _begin_to_wait(actor, payment, attempt.provider)
    return None


def _begin_to_wait(actor: Actor, payment: Payment, provider: str) -> None:
    """Note on a locked payment that a person will bring the money."""
    if provider == cash_on_delivery.CODE:
        _agree(actor, payment)
    elif provider == bank_transfer.CODE:
        _await_transfer(actor, payment)


def _agree(actor: Actor, payment: Payment) -> None:
    payment.agreed_at = clock.now()
    prepared.save(payment, "agreed_at")
    emit(
        PaymentAgreed(
            payment_id=str(payment.id),
            reference=str(payment.reference),
            provider=cash_on_delivery.CODE,
        ),
        actor=actor,
    )


def _await_transfer(actor: Actor, payment: Payment) -> None:
    within = timedelta(hours=preferences.TRANSFER_WITHIN_HOURS.get())
    payment.expires_at = max(payment.expires_at, clock.now() + within)
    prepared.save(payment, "expires_at")
    emit(
        PaymentAwaitingTransfer(
            payment_id=str(payment.id),
            reference=str(payment.reference),
            until=payment.expires_at.isoformat(),
        ),
        actor=actor,
    )

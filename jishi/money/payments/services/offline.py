"""Money that no machine reports: bank transfers and cash, confirmed by people."""

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.money.payments import permissions, rules
from jishi.money.payments.adapters import bank_transfer, cash_on_delivery
from jishi.money.payments.errors import (
    BadAmount,
    NotATransfer,
    NotOnDelivery,
    PaymentNotOpen,
    TransferShort,
)
from jishi.money.payments.models import Payment, PaymentAttempt, TransferProof
from jishi.money.payments.services.capturing import Receipt, accept
from jishi.money.payments.services.moving import Held, hold, label
from jishi.money.payments.types import PaymentState, ProofMove, ProofState


@transactional
def submit_transfer_proof(
    *, actor: Actor, reference: UUID, file_id: UUID, payer_name: str, note: str = ""
) -> UUID:
    """Hand in a proof that the money was transferred; return its id.

    The caller has checked that the payment is the actor's.
    file_id: a stored private document.
    Raises: PaymentNotFound; NotATransfer unless the buyer chose bank transfer;
        PaymentNotOpen if it was confirmed.
    Locks: the payment, then its attempts.
    """
    held = hold(reference)
    _require_waiting(held, bank_transfer.CODE, NotATransfer)
    proof = TransferProof.objects.create(
        payment=held.payment,
        file_id=file_id,
        payer_name=payer_name.strip()[:100],
        note=note.strip()[:500],
    )
    _audit(actor, "payments.submit_transfer_proof", held.payment, {"proof": str(proof.id)})
    return proof.id


@transactional
def confirm_transfer(*, actor: Actor, reference: UUID, received_minor: int, note: str = "") -> None:
    """Confirm that a bank transfer arrived. Permission: payments.confirm.

    More than was asked for is kept up to the amount, the surplus goes back by hand. Money
    for a payment that is paid or closed goes back whole.

    received_minor: what the bank's statement says.
    Raises: PaymentNotFound, NotATransfer, PaymentNotOpen, BadAmount; TransferShort if less
        arrived.
    Emits: PaymentCaptured, RefundRequested.
    Locks: the payment, then its attempts.
    """
    actor.require(permissions.CONFIRM)
    held = hold(reference)
    payment = held.payment
    attempt = _require_waiting(held, bank_transfer.CODE, NotATransfer)
    if received_minor <= 0:
        raise BadAmount(field="received_minor")
    missing_minor = payment.amount_minor - received_minor
    if payment.state == PaymentState.OPEN and missing_minor > 0:
        raise TransferShort(field="received_minor", missing_minor=missing_minor)
    receipt = Receipt(attempt.out_trade_no, Money(received_minor, payment.currency))
    accept(actor=actor, held=held, attempt=attempt, receipt=receipt)
    _decide_proofs(actor, payment, ProofMove.CONFIRM, note)
    after: dict[str, str | int] = {"received_minor": received_minor, "note": note[:500]}
    _audit(actor, "payments.confirm_transfer", payment, after)


@transactional
def reject_transfer_proof(*, actor: Actor, reference: UUID, note: str) -> None:
    """Refuse what a buyer handed in; a better proof may follow. Permission: payments.confirm.

    note: shown to the buyer.
    Raises: PaymentNotFound; NotATransfer if no proof waits.
    Locks: the payment, then its proofs.
    """
    actor.require(permissions.CONFIRM)
    payment = hold(reference).payment
    if not _decide_proofs(actor, payment, ProofMove.REJECT, note):
        raise NotATransfer
    _audit(actor, "payments.reject_transfer_proof", payment, {"note": note[:500]})


@transactional
def confirm_cash(*, actor: Actor, reference: UUID) -> None:
    """Confirm that a courier's cash arrived. Permission: payments.confirm.

    Raises: PaymentNotFound, PaymentNotOpen; NotOnDelivery unless the buyer chose to pay on
        delivery.
    Emits: PaymentCaptured.
    Locks: the payment, then its attempts.
    """
    actor.require(permissions.CONFIRM)
    held = hold(reference)
    attempt = _require_waiting(held, cash_on_delivery.CODE, NotOnDelivery)
    if held.payment.agreed_at is None:
        raise NotOnDelivery
    amount = Money(attempt.amount_minor, held.payment.currency)
    receipt = Receipt(attempt.out_trade_no, amount)
    accept(actor=actor, held=held, attempt=attempt, receipt=receipt)
    after: dict[str, str | int] = {"received_minor": amount.minor}
    _audit(actor, "payments.confirm_cash", held.payment, after)


def _require_waiting(held: Held, provider: str, refusal: type[JishiError]) -> PaymentAttempt:
    """Return the newest attempt of a provider that money may still be confirmed for.

    Raises: PaymentNotOpen if it was confirmed before; the refusal if there was none.
    """
    mine = [row for row in held.attempts if row.provider == provider]
    waiting = [row for row in mine if row.state in rules.CONFIRMABLE]
    if waiting:
        return waiting[-1]
    if mine:
        raise PaymentNotOpen(state=str(held.payment.state))
    raise refusal


def _decide_proofs(actor: Actor, payment: Payment, move: ProofMove, note: str) -> int:
    """Decide every proof that waits; return how many."""
    waiting = TransferProof.objects.filter(payment=payment, state=ProofState.SUBMITTED)
    rows: list[TransferProof] = list(for_update(waiting))
    for row in rows:
        before = ProofState(row.state)
        row.state = rules.PROOF.advance(before, move)
        row.decided_by, row.decided_at = label(actor), clock.now()
        row.decision_note = note.strip()[:500]
        audit.record_move(
            actor=actor,
            machine="transfer_proof",
            subject_id=row.id,
            action=move,
            from_state=before,
            to_state=row.state,
            reason=row.decision_note,
        )
    columns = ["state", "decided_by", "decided_at", "decision_note"]
    TransferProof.objects.bulk_update(rows, columns)
    return len(rows)


def _audit(actor: Actor, action: str, payment: Payment, after: dict[str, str | int]) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_type="payment",
        subject_id=payment.id,
        after=after,
    )

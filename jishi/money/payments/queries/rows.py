"""From rows to what others see."""

from typing import Any

from jishi.foundation.kernel.money import Money
from jishi.money.payments.models import Payment, PaymentAttempt, Refund, TransferProof
from jishi.money.payments.types import (
    ActionKind,
    AttemptState,
    AttemptView,
    PaymentAction,
    PaymentScene,
    PaymentState,
    PaymentView,
    ProofState,
    ProofView,
    RefundKind,
    RefundState,
    RefundView,
)


def payment_view(row: Payment) -> PaymentView:
    """Show a payment."""
    return PaymentView(
        payment_id=row.id,
        reference=row.reference,
        amount=Money(row.amount_minor, row.currency),
        state=PaymentState(row.state),
        captured_minor=row.captured_minor,
        refunded_minor=row.refunded_minor,
        provider=row.provider,
        expires_at=row.expires_at,
        is_agreed=row.agreed_at is not None,
    )


def attempt_view(row: PaymentAttempt) -> AttemptView:
    """Show an attempt; its payment is loaded."""
    return AttemptView(
        attempt_id=row.id,
        number=row.out_trade_no,
        provider=row.provider,
        scene=PaymentScene(row.scene),
        state=AttemptState(row.state),
        amount=Money(row.amount_minor, row.payment.currency),
        captured_minor=row.captured_minor,
        refunded_minor=row.refunded_minor,
        provider_no=row.provider_no,
        buyer=row.buyer,
        created_at=row.created_at,
        paid_at=row.paid_at,
        action=read_action(row.action) if row.action else None,
    )


def refund_view(row: Refund) -> RefundView:
    """Show a refund; its payment and attempt are loaded."""
    return RefundView(
        refund_id=row.id,
        number=row.refund_no,
        reference=row.reference,
        payment_reference=row.payment.reference,
        kind=RefundKind(row.kind),
        amount=Money(row.amount_minor, row.payment.currency),
        state=RefundState(row.state),
        reason=row.reason,
        failure=row.failure,
        provider=row.attempt.provider,
        created_at=row.created_at,
        settled_at=row.settled_at,
    )


def proof_view(row: TransferProof) -> ProofView:
    """Show a proof."""
    return ProofView(
        proof_id=row.id,
        file_id=row.file_id,
        payer_name=row.payer_name,
        note=row.note,
        state=ProofState(row.state),
        created_at=row.created_at,
    )


def read_action(stored: dict[str, Any]) -> PaymentAction:
    """Read an action as `write_action` wrote it."""
    return PaymentAction(
        kind=ActionKind(stored["kind"]),
        url=stored["url"],
        qr_content=stored["qr_content"],
        instructions=stored["instructions"],
        details=tuple((name, value) for name, value in stored["details"]),
    )


def write_action(action: PaymentAction) -> dict[str, Any]:
    """Return an action as JSON."""
    return {
        "kind": str(action.kind),
        "url": action.url,
        "qr_content": action.qr_content,
        "instructions": action.instructions,
        "details": [list(pair) for pair in action.details],
    }

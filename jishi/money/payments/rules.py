"""Decisions of paying: state machines, when to ask again, what is kept, what is booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.states import StateMachine
from jishi.money.ledger.types import CLEARING, AccountCode, AccountName, Voucher, VoucherLine
from jishi.money.payments.types import (
    AttemptMove,
    AttemptState,
    CashOutcome,
    PaymentMove,
    PaymentState,
    ProofMove,
    ProofState,
    RefundMove,
    RefundState,
)

PAYMENT = StateMachine(
    name="payment",
    initial=PaymentState.OPEN,
    moves={
        (PaymentState.OPEN, PaymentMove.PAY): PaymentState.PAID,
        (PaymentState.OPEN, PaymentMove.CLOSE): PaymentState.CLOSED,
    },
)

ATTEMPT = StateMachine(
    name="payment_attempt",
    initial=AttemptState.CREATED,
    moves={
        (AttemptState.CREATED, AttemptMove.SUPERSEDE): AttemptState.SUPERSEDED,
        (AttemptState.CREATED, AttemptMove.FAIL): AttemptState.FAILED,
        (AttemptState.CREATED, AttemptMove.CLOSE): AttemptState.CLOSED,
        (AttemptState.SUPERSEDED, AttemptMove.CLOSE): AttemptState.CLOSED,
        # Money may arrive for whatever a buyer once had on screen.
        (AttemptState.CREATED, AttemptMove.PAY): AttemptState.PAID,
        (AttemptState.SUPERSEDED, AttemptMove.PAY): AttemptState.PAID,
        (AttemptState.CLOSED, AttemptMove.PAY): AttemptState.PAID,
        (AttemptState.FAILED, AttemptMove.PAY): AttemptState.PAID,
        (AttemptState.MISMATCHED, AttemptMove.PAY): AttemptState.PAID,
        (AttemptState.CREATED, AttemptMove.MISMATCH): AttemptState.MISMATCHED,
        (AttemptState.SUPERSEDED, AttemptMove.MISMATCH): AttemptState.MISMATCHED,
        (AttemptState.CLOSED, AttemptMove.MISMATCH): AttemptState.MISMATCHED,
        (AttemptState.FAILED, AttemptMove.MISMATCH): AttemptState.MISMATCHED,
    },
)

REFUND = StateMachine(
    name="refund",
    initial=RefundState.REQUESTED,
    moves={
        (RefundState.REQUESTED, RefundMove.PROCESS): RefundState.PROCESSING,
        (RefundState.REQUESTED, RefundMove.SUCCEED): RefundState.SUCCEEDED,
        (RefundState.REQUESTED, RefundMove.FAIL): RefundState.FAILED,
        (RefundState.REQUESTED, RefundMove.HAND_OVER): RefundState.MANUAL,
        (RefundState.PROCESSING, RefundMove.SUCCEED): RefundState.SUCCEEDED,
        (RefundState.PROCESSING, RefundMove.FAIL): RefundState.FAILED,
        (RefundState.PROCESSING, RefundMove.HAND_OVER): RefundState.MANUAL,
        (RefundState.FAILED, RefundMove.RETRY): RefundState.REQUESTED,
        (RefundState.FAILED, RefundMove.HAND_OVER): RefundState.MANUAL,
        (RefundState.MANUAL, RefundMove.CONFIRM): RefundState.SUCCEEDED,
    },
)

PROOF = StateMachine(
    name="transfer_proof",
    initial=ProofState.SUBMITTED,
    moves={
        (ProofState.SUBMITTED, ProofMove.CONFIRM): ProofState.CONFIRMED,
        (ProofState.SUBMITTED, ProofMove.REJECT): ProofState.REJECTED,
    },
)

UNSETTLED = (AttemptState.CREATED, AttemptState.SUPERSEDED)
"""States of an attempt that its provider may still change."""

CONFIRMABLE = (AttemptState.CREATED, AttemptState.SUPERSEDED, AttemptState.CLOSED)
"""States of an attempt for which a person may still confirm money."""

SENDABLE = (RefundState.REQUESTED, RefundState.PROCESSING)
"""States of a refund that its provider may still change."""

CHECKS_S = (30, 60, 120, 300, 600)
"""Waits before an attempt is asked about again; the last one for ever. Source: rules 3.23."""

RETRIES_S = (30, 60, 120, 300, 600, 1800, 3600)
"""Waits before a refund is sent or asked about again; the last one for ever."""

WATCH_AFTER_EXPIRY = timedelta(hours=1)
"""How long an attempt is still asked about once nobody can pay it, for news that is late."""


@dataclass(frozen=True, slots=True)
class Division:
    """What becomes of received money, in minor units; the two sum to it."""

    kept_minor: int
    returned_minor: int


def divide(
    received_minor: int, *, state: PaymentState, payment_minor: int, attempt_minor: int
) -> Division:
    """Decide what is kept of money that arrived.

    Kept is what the payment asks for, if it is still open and the attempt asked for the same;
    everything else goes back.
    """
    is_wanted = state == PaymentState.OPEN and attempt_minor == payment_minor
    kept = payment_minor if is_wanted and received_minor >= payment_minor else 0
    return Division(kept, received_minor - kept)


def first_check(at: datetime) -> datetime:
    """Return when a new attempt is asked about."""
    return at + timedelta(seconds=CHECKS_S[0])


def next_check(*, checks: int, at: datetime, expires_at: datetime) -> datetime | None:
    """Return when an attempt is asked about again, or None if it is given up.

    checks: how often it was asked about, this time included.
    """
    if at >= expires_at + WATCH_AFTER_EXPIRY:
        return None
    return at + timedelta(seconds=CHECKS_S[min(checks, len(CHECKS_S) - 1)])


def next_try(*, tries: int, at: datetime) -> datetime:
    """Return when a refund without an outcome is sent or asked about again.

    tries: how often that was done, this time included.
    """
    return at + timedelta(seconds=RETRIES_S[min(tries, len(RETRIES_S)) - 1])


def is_served(region_code: str, regions: list[str]) -> bool:
    """Return whether couriers collect in a division; no list means everywhere."""
    return not regions or any(region_code.startswith(region) for region in regions if region)


def running_balances(
    movements: Iterable[tuple[UUID, datetime, UUID, int]],
) -> dict[UUID, int]:
    """Return what was left of its payment after each movement, by movement, in minor units.

    movements: payment, moment, movement, and what came in or, negative, went back.
    """
    left: dict[UUID, int] = {}
    after: dict[UUID, int] = {}
    for payment_id, _, movement_id, minor in sorted(movements, key=lambda step: step[1:3]):
        left[payment_id] = after[movement_id] = left.get(payment_id, 0) + minor
    return after


def cash_outcome(given_minor: int, due_minor: int) -> CashOutcome:
    """Return what a courier's amount for an open payment leads to."""
    if given_minor == due_minor:
        return CashOutcome.MATCHED
    return CashOutcome.SHORT if given_minor < due_minor else CashOutcome.OVER


def remittance_voucher(
    *, remittance_id: UUID, provider: str, total: Money, settled_minor: int
) -> Voucher | None:
    """Return what a courier's cash in the bank does to the books; None if nothing moves.

    What paid for orders leaves the courier's account; the rest, either way, waits in suspense.
    """
    amounts = (
        (AccountName(AccountCode.BANK), total.minor),
        (_clearing(provider), -settled_minor),
        (AccountName(AccountCode.SUSPENSE), settled_minor - total.minor),
    )
    lines = tuple(VoucherLine(account, minor) for account, minor in amounts if minor)
    if not lines:
        return None
    key, cause = f"remittance:{remittance_id}", "payments.remittance"
    return Voucher(key, cause, remittance_id, total.currency, lines)


def capture_voucher(
    *, attempt_id: UUID, reference: UUID, provider: str, received: Money
) -> Voucher:
    """Return what an arrived payment does to the books."""
    return _voucher(
        f"capture:{attempt_id}",
        "payments.capture",
        reference,
        received,
        debit=_clearing(provider),
        credit=AccountName(AccountCode.CUSTOMER_FUNDS),
    )


def owed_voucher(*, refund_id: UUID, reference: UUID, amount: Money) -> Voucher:
    """Return what it does to the books that unwanted money is owed back."""
    return _voucher(
        f"owed:{refund_id}",
        "payments.owed",
        reference,
        amount,
        debit=AccountName(AccountCode.CUSTOMER_FUNDS),
        credit=AccountName(AccountCode.REFUNDS_DUE),
    )


def refund_voucher(
    *, refund_id: UUID, reference: UUID, provider: str, amount: Money, is_by_bank: bool
) -> Voucher:
    """Return what a settled refund does to the books.

    is_by_bank: a person sent it from the bank account because the provider would not.
    """
    source = AccountName(AccountCode.BANK) if is_by_bank else _clearing(provider)
    return _voucher(
        f"refund:{refund_id}",
        "payments.refund",
        reference,
        amount,
        debit=AccountName(AccountCode.REFUNDS_DUE),
        credit=source,
    )


def mismatch_voucher(
    *, attempt_id: UUID, reference: UUID, provider: str, received: Money
) -> Voucher:
    """Return what a wrong amount does to the books: it waits in suspense."""
    return _voucher(
        f"mismatch:{attempt_id}",
        "payments.mismatch",
        reference,
        received,
        debit=_clearing(provider),
        credit=AccountName(AccountCode.SUSPENSE),
    )


def explained_voucher(
    *, attempt_id: UUID, reference: UUID, provider: str, received: Money
) -> Voucher:
    """Return what takes a wrong amount out of suspense again."""
    return _voucher(
        f"explained:{attempt_id}",
        "payments.explained",
        reference,
        received,
        debit=AccountName(AccountCode.SUSPENSE),
        credit=_clearing(provider),
    )


def _voucher(
    key: str, cause: str, reference: UUID, amount: Money, *, debit: AccountName, credit: AccountName
) -> Voucher:
    lines = (VoucherLine(debit, amount.minor), VoucherLine(credit, -amount.minor))
    return Voucher(key, cause, reference, amount.currency, lines)


def _clearing(provider: str) -> AccountName:
    return AccountName(f"{CLEARING}{provider}")

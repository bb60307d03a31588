"""Couriers hand over the cash they collected: reconciled line by line."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.money.ledger import services as ledger
from jishi.money.payments import permissions, rules
from jishi.money.payments.adapters import cash_on_delivery
from jishi.money.payments.errors import BadRemittance, RemittanceRepeated
from jishi.money.payments.models import CashRemittance, CashRemittanceLine, Payment
from jishi.money.payments.services.capturing import Receipt, accept
from jishi.money.payments.services.moving import hold, label
from jishi.money.payments.types import CashOutcome, CashRow, RemittanceDraft

MOST_ROWS = 1_000
PAID = (CashOutcome.MATCHED, CashOutcome.OVER)


@transactional
def record_remittance(*, actor: Actor, draft: RemittanceDraft) -> UUID:
    """Record a courier's statement and pay what it pays for. Permission: payments.confirm.

    Rows of one payment count together. An amount that is short leaves its payment open; what
    arrived and paid for nothing waits in suspense.
    Raises: BadRemittance, RemittanceRepeated.
    Emits: PaymentCaptured, once per payment.
    Locks: the payments and their attempts, by payment.
    """
    actor.require(permissions.CONFIRM)
    _check(draft)
    remittance = _make(actor, draft)
    given: dict[UUID, int] = defaultdict(int)
    for row in draft.rows:
        if row.reference:
            given[row.reference] += row.amount_minor
    found = {
        reference: _settle(actor, reference, given[reference], draft.currency)
        for reference in _in_order(given)
    }
    nothing = (CashOutcome.UNKNOWN, None)
    outcomes = [
        found.get(row.reference, nothing) if row.reference else nothing for row in draft.rows
    ]
    CashRemittanceLine.objects.bulk_create(
        _line(remittance, row, *outcome) for row, outcome in zip(draft.rows, outcomes, strict=True)
    )
    settled = sum(due or 0 for outcome, due in found.values() if outcome in PAID)
    CashRemittance.objects.filter(pk=remittance.id).update(settled_minor=settled)
    voucher = rules.remittance_voucher(
        remittance_id=remittance.id,
        provider=cash_on_delivery.CODE,
        total=Money(draft.total_minor, draft.currency),
        settled_minor=settled,
    )
    if voucher:
        ledger.post(actor=actor, voucher=voucher)
    audit.record(
        actor=actor,
        action="payments.record_remittance",
        subject_type="cash_remittance",
        subject_id=remittance.id,
        after={
            "courier": draft.courier,
            "total_minor": draft.total_minor,
            "settled_minor": settled,
        },
    )
    return remittance.id


def _check(draft: RemittanceDraft) -> None:
    if not 1 <= len(draft.rows) <= MOST_ROWS or any(row.amount_minor <= 0 for row in draft.rows):
        raise BadRemittance(field="rows", limit=MOST_ROWS)
    if not draft.statement_no.strip() or not draft.courier:
        raise BadRemittance(field="statement_no")
    if draft.total_minor < 0:
        raise BadRemittance(field="total_minor")


def _make(actor: Actor, draft: RemittanceDraft) -> CashRemittance:
    row = CashRemittance(
        courier=draft.courier[:32],
        statement_no=draft.statement_no.strip()[:64],
        currency=draft.currency,
        total_minor=draft.total_minor,
        settled_minor=0,
        note=draft.note.strip()[:500],
        recorded_by=label(actor),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RemittanceRepeated(field="statement_no") from error
    return row


def _in_order(references: Collection[UUID]) -> list[UUID]:
    """Return references that have a payment in the order in which payments are locked."""
    rows = Payment.objects.filter(reference__in=list(references)).order_by("pk")
    return list(rows.values_list("reference", flat=True))


def _settle(
    actor: Actor, reference: UUID, given_minor: int, currency: str
) -> tuple[CashOutcome, int | None]:
    """Pay a payment if enough was given; return what it led to and what was due."""
    held = hold(reference)
    mine = [row for row in held.attempts if row.provider == cash_on_delivery.CODE]
    if not mine or held.payment.currency != currency or held.payment.agreed_at is None:
        return CashOutcome.UNKNOWN, None
    waiting = [row for row in mine if row.state in rules.CONFIRMABLE]
    if not waiting:
        return CashOutcome.REPEATED, mine[-1].amount_minor
    attempt = waiting[-1]
    outcome = rules.cash_outcome(given_minor, attempt.amount_minor)
    if outcome in PAID:
        receipt = Receipt(attempt.out_trade_no, Money(attempt.amount_minor, currency))
        accept(actor=actor, held=held, attempt=attempt, receipt=receipt)
    return outcome, attempt.amount_minor


def _line(
    remittance: CashRemittance, row: CashRow, outcome: CashOutcome, due_minor: int | None
) -> CashRemittanceLine:
    return CashRemittanceLine(
        remittance=remittance,
        number=row.number[:64],
        reference=row.reference,
        amount_minor=row.amount_minor,
        due_minor=due_minor,
        outcome=outcome,
    )

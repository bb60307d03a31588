"""Tables of payments. Amounts in minor units of the payment's currency."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.money.payments.types import (
    AttemptState,
    CashOutcome,
    EventOutcome,
    PaymentScene,
    PaymentState,
    ProofState,
    RefundKind,
    RefundState,
)


def _known(field: str, values: type[StrEnum]) -> Q:
    return Q(**{f"{field}__in": [str(value) for value in values]})


class Payment(TimedRecord):
    """What is asked for under a reference: an amount, until a moment.

    captured_minor: all that arrived, refunded_minor: all that is back with the buyer, strays
    included. provider: who took the money. agreed_at: when the buyer chose to pay on
    delivery. Invariant: no more goes back than arrived.
    """

    reference = models.UUIDField(unique=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default=PaymentState.OPEN)
    expires_at = models.DateTimeField()
    provider = models.CharField(max_length=32, default="", blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_known("state", PaymentState), name="payment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="payment_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("captured_minor")),
                name="payment_refunded_within_captured",
            ),
        ]


class PaymentAttempt(TimedRecord):
    """One try to take a payment, named `out_trade_no` at its provider.

    refunded_minor: given back or reserved for it. is_stray: the money was not wanted and
    goes back by itself. received_minor, received_currency: what came instead of the amount,
    while mismatched. next_check_at: when the provider is asked again, null for never.
    Invariant: no more is reserved for refunds than was captured.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=32)
    scene = models.CharField(max_length=10)
    out_trade_no = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, default=AttemptState.CREATED)
    amount_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    is_stray = models.BooleanField(default=False)
    received_minor = models.BigIntegerField(null=True)
    received_currency = models.CharField(max_length=3, default="", blank=True)
    provider_no = models.CharField(max_length=64, default="", blank=True)
    buyer = models.CharField(max_length=100, default="", blank=True)
    action = models.JSONField(null=True)
    paid_at = models.DateTimeField(null=True)
    checks = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_known("state", AttemptState), name="payment_attempt_state_known"
            ),
            models.CheckConstraint(
                condition=_known("scene", PaymentScene), name="payment_attempt_scene_known"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="payment_attempt_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("captured_minor")),
                name="payment_attempt_refunded_within_captured",
            ),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], name="payment_attempt_due"),
            models.Index(fields=["state", "provider"], name="payment_attempt_state"),
            models.Index(fields=["paid_at"], name="payment_attempt_paid"),
        ]


class ProviderEvent(TimedRecord):
    """A provider's notification as it came, kept once; created_at is when it arrived."""

    provider = models.CharField(max_length=32)
    event_id = models.CharField(max_length=128)
    out_trade_no = models.CharField(max_length=64, db_index=True)
    body = models.BinaryField()
    outcome = models.CharField(max_length=12, default=EventOutcome.IGNORED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once"),
            models.CheckConstraint(
                condition=_known("outcome", EventOutcome), name="provider_event_outcome_known"
            ),
        ]


class Refund(TimedRecord):
    """Money on its way back, named `refund_no` at the provider of its attempt.

    reference: what caused it, an order or a return. tries: how often the provider was asked.
    next_try_at: when it may be asked again, null for never.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField(db_index=True)
    refund_no = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, default=RefundKind.ASKED)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, default=RefundState.REQUESTED)
    is_by_bank = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, default="", blank=True)
    failure = models.CharField(max_length=100, default="", blank=True)
    provider_no = models.CharField(max_length=64, default="", blank=True)
    settled_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_known("state", RefundState), name="refund_state_known"
            ),
            models.CheckConstraint(condition=_known("kind", RefundKind), name="refund_kind_known"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_positive"),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="refund_due"),
            models.Index(fields=["settled_at"], name="refund_settled"),
        ]


class TransferProof(TimedRecord):
    """A buyer's proof of a bank transfer. decided_by: `<kind>:<id>` of whoever decided."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("platform.StoredFile", on_delete=models.PROTECT, related_name="+")
    payer_name = models.CharField(max_length=100)
    note = models.CharField(max_length=500, default="", blank=True)
    state = models.CharField(max_length=10, default=ProofState.SUBMITTED)
    decided_by = models.CharField(max_length=100, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_known("state", ProofState), name="transfer_proof_state_known"
            ),
        ]
        indexes = [models.Index(fields=["payment", "state"], name="transfer_proof_payment")]


class CashRemittance(TimedRecord):
    """A courier's statement of cash it handed over; recorded once by its number.

    total_minor: what arrived. settled_minor: what of it paid for orders.
    """

    courier = models.CharField(max_length=32)
    statement_no = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    settled_minor = models.BigIntegerField()
    note = models.CharField(max_length=500, default="", blank=True)
    recorded_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["courier", "statement_no"], name="cash_remittance_once"
            ),
            models.CheckConstraint(
                condition=Q(total_minor__gte=0, settled_minor__gte=0),
                name="cash_remittance_amounts_not_negative",
            ),
        ]


class CashRemittanceLine(Record):
    """A line of a courier's statement. due_minor: what its payment asked for, if it is known."""

    remittance = models.ForeignKey(CashRemittance, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64)
    reference = models.UUIDField(null=True)
    amount_minor = models.BigIntegerField()
    due_minor = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_known("outcome", CashOutcome), name="cash_remittance_outcome_known"
            ),
        ]

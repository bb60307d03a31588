"""Payments at a provider that obeys, and what the books say."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Sum

from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_all
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import jobs, preferences
from jishi.foundation.platform.models import OutboxEvent, PreferenceValue, StoredFile
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.models import JournalLine
from jishi.money.payments import errors, services
from jishi.money.payments.adapters import registry
from jishi.money.payments.models import PaymentAttempt, ProviderEvent, Refund
from jishi.money.payments.types import (
    ActionKind,
    NotificationKind,
    PaymentAction,
    PaymentMethod,
    PaymentScene,
    ProviderBill,
    ProviderNotification,
    ProviderPayment,
    ProviderPaymentStatus,
    ProviderRefund,
    ProviderRefundStatus,
)
from jishi.money.payments.types import PaymentAttempt as ProviderAttempt

SYSTEM = Actor.system("tests")
BUYER = Actor.guest("buyer")
FINANCE = Actor(
    kind=ActorKind.STAFF,
    id="finance",
    grants=grants_over_all(["payments.view", "payments.confirm", "payments.refund"]),
)
PAID_AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
GOOD = {"Sign": "good"}


@dataclass
class Trade:
    """What the provider knows of an attempt."""

    amount: Money
    status: ProviderPaymentStatus = ProviderPaymentStatus.PENDING
    refunds: dict[str, int] = field(default_factory=dict)


class FakePay:
    """A provider in memory that does as it is told.

    trouble: errors raised by the next calls, by method. before, after: called once when a
    method begins, or has done its work. refund_status: what refunds are answered with.
    """

    code = "fakepay"

    def __init__(self) -> None:
        self.is_on = False
        self.reset()

    def reset(self) -> None:
        self.trades: dict[str, Trade] = {}
        self.trouble: dict[str, list[Exception]] = {}
        self.before: dict[str, Callable[[], None]] = {}
        self.after: dict[str, Callable[[], None]] = {}
        self.calls: list[str] = []
        self.refund_status = ProviderRefundStatus.SUCCEEDED

    def pay(self, number: str, minor: int | None = None) -> None:
        """Let the buyer pay, another amount if given."""
        trade = self.trades[number]
        trade.status = ProviderPaymentStatus.PAID
        if minor is not None:
            trade.amount = Money(minor, trade.amount.currency)

    def methods(self, scenes: Collection[PaymentScene]) -> tuple[PaymentMethod, ...]:
        known = (PaymentScene.PAGE, PaymentScene.QR)
        return tuple(PaymentMethod(self.code, scene, "CNY") for scene in known if scene in scenes)

    def create(self, attempt: ProviderAttempt) -> PaymentAction:
        self._begin("create")
        self.trades[attempt.out_trade_no] = Trade(attempt.amount)
        self._end("create")
        return PaymentAction(ActionKind.QR, qr_content=f"fakepay://{attempt.out_trade_no}")

    def query(self, out_trade_no: str) -> ProviderPayment:
        self._begin("query")
        trade = self.trades.get(out_trade_no)
        self._end("query")
        if trade is None:
            return ProviderPayment(out_trade_no, ProviderPaymentStatus.NOT_FOUND)
        is_paid = trade.status is ProviderPaymentStatus.PAID
        return ProviderPayment(
            out_trade_no,
            trade.status,
            trade.amount,
            provider_no=f"F{out_trade_no}",
            paid_at=PAID_AT if is_paid else None,
            buyer="b***r",
        )

    def close(self, out_trade_no: str) -> None:
        self._begin("close")
        trade = self.trades.get(out_trade_no)
        if trade and trade.status is ProviderPaymentStatus.PAID:
            raise errors.AlreadyPaid(out_trade_no=out_trade_no)
        if trade:
            trade.status = ProviderPaymentStatus.CLOSED
        self._end("close")

    def refund(
        self, *, refund_no: str, out_trade_no: str, amount: Money, reason: str = ""
    ) -> ProviderRefund:
        self._begin("refund")
        status = self.refund_status
        if status is not ProviderRefundStatus.FAILED:
            self.trades[out_trade_no].refunds[refund_no] = amount.minor
        self._end("refund")
        return self._refund(refund_no, out_trade_no, amount, status)

    def query_refund(self, *, refund_no: str, out_trade_no: str, amount: Money) -> ProviderRefund:
        self._begin("query_refund")
        return self._refund(refund_no, out_trade_no, amount, self.refund_status)

    def parse_notification(
        self, *, headers: Mapping[str, str], body: bytes, at: datetime
    ) -> ProviderNotification:
        if headers.get("Sign") != "good":
            raise errors.SignatureInvalid(provider=self.code)
        told = json.loads(body)
        currency = told.get("currency", "CNY")
        return ProviderNotification(
            provider=self.code,
            notify_id=told["id"],
            kind=NotificationKind(told["kind"]),
            out_trade_no=told["no"],
            status=ProviderPaymentStatus(told.get("status", "paid")),
            amount=Money(told["minor"], currency),
            provider_no=f"F{told['no']}",
            sent_at=at,
            paid_at=PAID_AT,
            buyer="b***r",
            refund_no=told.get("refund_no", ""),
        )

    def acknowledge(self) -> bytes:
        return b"ok"

    def download_bill(self, day: date) -> ProviderBill:
        raise errors.BillNotReady(provider=self.code)

    def _refund(
        self, refund_no: str, number: str, amount: Money, status: ProviderRefundStatus
    ) -> ProviderRefund:
        failure = "NOT_ENOUGH" if status is ProviderRefundStatus.FAILED else ""
        return ProviderRefund(refund_no, number, status, amount, f"F{refund_no}", PAID_AT, failure)

    def _begin(self, method: str) -> None:
        self.calls.append(method)
        if happening := self.before.pop(method, None):
            happening()
        if self.trouble.get(method):
            raise self.trouble[method].pop(0)

    def _end(self, method: str) -> None:
        if happening := self.after.pop(method, None):
            happening()


FAKEPAY = FakePay()
registry.CHANNELS.add(FakePay.code, registry.Channel(lambda: FAKEPAY if FAKEPAY.is_on else None))


def a_payment(minor: int = 11_500, *, for_s: int = 1800) -> UUID:
    """Open a payment and return its reference."""
    reference = new_id()
    services.open_payment(
        actor=SYSTEM,
        reference=reference,
        amount=Money(minor, "CNY"),
        expires_at=datetime.now(UTC) + timedelta(seconds=for_s),
    )
    return reference


def begin(reference: UUID, provider: str = "fakepay", scene: PaymentScene = PaymentScene.QR) -> str:
    """Begin to pay and return the number of the attempt."""
    services.authorize(
        actor=BUYER,
        reference=reference,
        provider=provider,
        scene=scene,
        return_url="https://shop.example/pay/return",
        subject="Tea",
    )
    return attempt_of(reference).out_trade_no


def attempt_of(reference: UUID) -> PaymentAttempt:
    """Return the newest attempt."""
    return PaymentAttempt.objects.filter(payment__reference=reference).latest("id")


def capture(number: str, minor: int = 11_500) -> None:
    services.record_capture(
        actor=SYSTEM,
        out_trade_no=number,
        amount=Money(minor, "CNY"),
        provider_no="F1",
        paid_at=PAID_AT,
        buyer="b***r",
    )


def a_paid_payment(minor: int = 11_500) -> UUID:
    """Open a payment, pay it, and return its reference."""
    reference = a_payment(minor)
    number = begin(reference)
    FAKEPAY.pay(number)
    capture(number, minor)
    return reference


def notify(number: str, minor: int = 11_500, *, headers: Mapping[str, str] = GOOD, **told) -> bytes:
    """Have the provider report a payment."""
    fields = {"id": uuid4().hex, "kind": "payment", "no": number, "minor": minor, **told}
    return services.record_provider_event(
        actor=SYSTEM, provider="fakepay", headers=headers, body=json.dumps(fields).encode()
    )


def give_back(reference: UUID, minor: int, *, cause: UUID | None = None) -> UUID:
    """Open a refund as a return does, with the amount booked as due before."""
    return services.open_refund(
        actor=SYSTEM,
        payment_reference=reference,
        cause=cause or new_id(),
        amount_minor=minor,
        reason="return",
    )


def a_file() -> UUID:
    return StoredFile.objects.create(
        digest=uuid4().hex * 2,
        path="private/proof.pdf",
        name="proof.pdf",
        content_type="application/pdf",
        size_bytes=1,
        is_public=False,
    ).id


def prefer(name: str, value: object) -> None:
    """Set a preference of the platform."""
    PreferenceValue.objects.update_or_create(
        name=name, scope="platform", defaults={"value": json.dumps(value)}
    )
    preferences.forget()


def run_jobs() -> None:
    jobs.run_all()


def make_due() -> None:
    """Let time pass for every attempt and refund that waits."""
    past = datetime.now(UTC) - timedelta(seconds=10)
    PaymentAttempt.objects.exclude(next_check_at=None).update(next_check_at=past, checked_at=past)
    Refund.objects.exclude(next_try_at=None).update(next_try_at=past)


def emitted() -> list[str]:
    """Return the names of the events, oldest first."""
    names = OutboxEvent.objects.order_by("seq").values_list("name", flat=True)
    return [name.removeprefix("payments.").removesuffix(".v1") for name in names]


def books() -> dict[str, int]:
    """Return what stands on the accounts that are not even, after proving the books."""
    assert ledger_queries.prove() == ()
    sums = JournalLine.objects.values_list("account__code").annotate(total=Sum("amount_minor"))
    found = {code: int(total) for code, total in sums if total}
    assert sum(found.values()) == 0
    return found


def outcomes() -> list[str]:
    """Return what notifications led to, oldest first."""
    return list(ProviderEvent.objects.order_by("id").values_list("outcome", flat=True))

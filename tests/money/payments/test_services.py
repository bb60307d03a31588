"""Asking for money, choosing how to pay, and money arriving."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel.errors import Forbidden, IllegalMove
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import audit
from jishi.money.payments import errors, queries, services, tasks
from jishi.money.payments.models import Payment, PaymentAttempt, ProviderEvent, Refund
from jishi.money.payments.types import (
    AttemptState,
    PaymentScene,
    PaymentState,
    ProviderPaymentStatus,
    RefundKind,
    RefundState,
)
from tests.money.payments import factories as make
from tests.money.payments.factories import FakePay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fakepay")]

PAID = {"clearing:fakepay": 11_500, "customer_funds": -11_500}


def state_of(reference) -> PaymentState:
    return queries.get_payment(reference).state


def states(reference) -> list[str]:
    """Return the states of the attempts, oldest first."""
    return [str(attempt.state) for attempt in reversed(queries.list_attempts(reference))]


def statements(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


class TestOpening:
    def test_opening_is_one_statement(self):
        assert statements(make.a_payment) == 1

    def test_nothing_to_pay_is_paid_at_once_and_silently(self):
        reference = make.a_payment(0)
        assert state_of(reference) is PaymentState.PAID
        assert make.emitted() == []
        assert make.books() == {}
        assert not services.close_payment(actor=make.SYSTEM, reference=reference)

    def test_a_negative_amount_is_refused(self):
        with pytest.raises(errors.BadAmount):
            make.a_payment(-1)
        assert not Payment.objects.exists()

    def test_an_unknown_reference_is_not_found(self):
        with pytest.raises(errors.PaymentNotFound):
            queries.get_payment(new_id())


class TestChoosing:
    def test_the_buyer_is_shown_what_the_provider_says(self):
        reference = make.a_payment()
        action = services.authorize(
            actor=make.BUYER,
            reference=reference,
            provider="fakepay",
            scene=PaymentScene.QR,
            return_url="",
            subject="Tea",
        )
        (attempt,) = queries.list_attempts(reference)
        assert action.qr_content == f"fakepay://{attempt.number}"
        assert attempt.action == action
        assert attempt.amount == Money(11_500, "CNY")

    def test_every_attempt_has_a_new_number_and_closes_the_one_before(self, fakepay: FakePay):
        reference = make.a_payment()
        first, second = make.begin(reference), make.begin(reference, scene=PaymentScene.PAGE)
        assert first != second
        assert fakepay.trades[first].status is ProviderPaymentStatus.CLOSED
        assert fakepay.trades[second].status is ProviderPaymentStatus.PENDING
        assert states(reference) == ["closed", "created"]

    def test_an_earlier_attempt_that_was_paid_meanwhile_wins(self, fakepay: FakePay):
        reference = make.a_payment()
        fakepay.pay(make.begin(reference))
        with pytest.raises(errors.AlreadyPaid):
            make.begin(reference)
        assert state_of(reference) is PaymentState.PAID
        assert make.emitted() == ["payment_captured"]
        assert states(reference) == ["paid", "superseded"]
        assert make.books() == PAID

    def test_a_silent_provider_of_an_earlier_attempt_does_not_hold_the_buyer_up(
        self, fakepay: FakePay
    ):
        reference = make.a_payment()
        first = make.begin(reference)
        fakepay.trouble["close"] = [errors.ProviderUnavailable()]
        make.begin(reference)
        assert states(reference) == ["superseded", "created"]
        tasks.check_attempts.func()
        assert fakepay.trades[first].status is ProviderPaymentStatus.CLOSED
        assert states(reference) == ["closed", "created"]

    def test_a_refused_attempt_fails(self, fakepay: FakePay):
        reference = make.a_payment()
        fakepay.trouble["create"] = [errors.ProviderRefused(provider_code="X")]
        with pytest.raises(errors.ProviderRefused):
            make.begin(reference)
        assert states(reference) == ["failed"]
        assert state_of(reference) is PaymentState.OPEN

    def test_an_attempt_of_unknown_outcome_is_asked_about(self, fakepay: FakePay):
        reference = make.a_payment()
        fakepay.trouble["create"] = [errors.ProviderUnavailable()]
        with pytest.raises(errors.ProviderUnavailable):
            make.begin(reference)
        assert states(reference) == ["created"]
        assert make.attempt_of(reference).next_check_at is not None

    def test_a_payment_closed_while_the_provider_was_asked_is_not_shown(self, fakepay: FakePay):
        reference = make.a_payment()
        fakepay.after["create"] = lambda: services.close_payment(
            actor=make.SYSTEM, reference=reference
        )
        with pytest.raises(errors.PaymentNotOpen):
            make.begin(reference)
        assert state_of(reference) is PaymentState.CLOSED
        tasks.check_attempts.func()
        assert states(reference) == ["closed"]

    def test_an_expired_payment_cannot_be_paid(self):
        with pytest.raises(errors.PaymentExpired):
            make.begin(make.a_payment(for_s=-1))
        assert not PaymentAttempt.objects.exists()

    @pytest.mark.parametrize("provider", ["nobody", "bank_transfer"])
    def test_only_what_is_offered_may_be_chosen(self, provider: str):
        with pytest.raises(errors.MethodNotOffered):
            make.begin(make.a_payment(), provider, PaymentScene.OFFLINE)
        assert not PaymentAttempt.objects.exists()

    def test_a_provider_that_is_switched_off_cannot_be_chosen(self):
        make.prefer("payments.enabled", ["cash_on_delivery"])
        with pytest.raises(errors.MethodNotOffered):
            make.begin(make.a_payment())


class TestArriving:
    def test_a_notification_pays(self):
        reference = make.a_payment()
        number = make.begin(reference)
        assert make.notify(number) == b"ok"
        payment = queries.get_payment(reference)
        assert (payment.state, payment.provider) == (PaymentState.PAID, "fakepay")
        assert (payment.captured_minor, payment.refunded_minor) == (11_500, 0)
        assert make.emitted() == ["payment_captured"]
        assert make.outcomes() == ["captured"]
        assert make.books() == PAID
        moves = audit.list_moves([payment.payment_id])
        assert [(move.from_state, move.to_state) for move in moves] == [("open", "paid")]

    def test_taking_money_costs_a_fixed_number_of_statements(self):
        make.a_paid_payment()
        number = make.begin(make.a_payment())
        assert statements(lambda: make.capture(number)) <= 10

    def test_a_repeated_notification_does_nothing(self):
        number = make.begin(make.a_payment())
        make.notify(number, id="same")
        assert make.notify(number, id="same") == b"ok"
        assert make.notify(number, id="other") == b"ok"
        assert make.outcomes() == ["captured", "repeated"]
        assert make.emitted() == ["payment_captured"]
        assert make.books() == PAID

    def test_notification_return_page_and_worker_pay_once(self, fakepay: FakePay):
        reference = make.a_payment()
        number = make.begin(reference)
        fakepay.pay(number)
        assert services.check_payment(actor=make.BUYER, reference=reference) is PaymentState.PAID
        make.notify(number)
        make.capture(number)
        make.make_due()
        tasks.check_attempts.func()
        assert make.emitted() == ["payment_captured"]
        assert make.books() == PAID

    def test_a_forged_notification_changes_nothing(self):
        reference = make.a_payment()
        number = make.begin(reference)
        with pytest.raises(errors.SignatureInvalid):
            make.notify(number, headers={"Sign": "bad"})
        assert state_of(reference) is PaymentState.OPEN
        assert not ProviderEvent.objects.exists()
        assert make.emitted() == []
        assert make.books() == {}

    def test_an_unknown_provider_is_not_found(self):
        with pytest.raises(errors.ProviderUnknown):
            services.record_provider_event(
                actor=make.SYSTEM, provider="nobody", headers={}, body=b""
            )

    def test_news_of_an_unknown_payment_is_kept(self):
        assert make.notify("P404") == b"ok"
        assert make.outcomes() == ["unmatched"]
        assert make.books() == {}

    def test_a_provider_cannot_pay_the_attempt_of_another(self):
        reference = make.a_payment()
        number = make.begin(reference, "cash_on_delivery", PaymentScene.OFFLINE)
        make.notify(number)
        assert make.outcomes() == ["unmatched"]
        assert state_of(reference) is PaymentState.OPEN

    def test_a_wrong_amount_waits_in_suspense(self):
        reference = make.a_payment()
        number = make.begin(reference)
        assert make.notify(number, 11_400) == b"ok"
        assert state_of(reference) is PaymentState.OPEN
        assert states(reference) == ["mismatched"]
        assert make.emitted() == ["amount_mismatched"]
        assert make.books() == {"clearing:fakepay": 11_400, "suspense": -11_400}
        make.notify(number, 11_500)
        assert make.outcomes() == ["mismatched", "repeated"]
        (found,) = queries.list_mismatches(actor=make.FINANCE).items
        assert (found.expected, found.received) == (Money(11_500, "CNY"), Money(11_400, "CNY"))

    def test_a_wrong_currency_waits_in_suspense(self):
        reference = make.a_payment()
        make.notify(make.begin(reference), 11_500, currency="USD")
        assert states(reference) == ["mismatched"]
        assert make.emitted() == ["amount_mismatched"]
        assert make.books() == {"clearing:fakepay": 11_500, "suspense": -11_500}

    def test_a_closing_notification_closes_the_attempt_only(self):
        reference = make.a_payment()
        number = make.begin(reference)
        make.notify(number, kind="closed", status="closed")
        assert states(reference) == ["closed"]
        assert state_of(reference) is PaymentState.OPEN
        assert make.outcomes() == ["closed"]

    def test_an_overtaken_notification_does_not_move_backwards(self, fakepay: FakePay):
        reference = make.a_payment()
        number = make.begin(reference)
        fakepay.pay(number)
        make.notify(number, kind="refund", refund_no="console")
        assert state_of(reference) is PaymentState.PAID
        make.notify(number)
        make.notify(number, kind="closed", status="closed")
        assert state_of(reference) is PaymentState.PAID
        assert make.outcomes() == ["unmatched", "repeated", "repeated"]
        assert make.books() == PAID


class TestStrays:
    def test_a_payment_after_closing_goes_back_exactly_once(self, fakepay: FakePay):
        reference = make.a_payment()
        number = make.begin(reference)
        assert services.close_payment(actor=make.SYSTEM, reference=reference)
        fakepay.pay(number)
        make.notify(number)
        make.notify(number)
        make.run_jobs()
        services.refund_late_capture(actor=make.SYSTEM, reference=reference)
        make.run_jobs()
        assert state_of(reference) is PaymentState.CLOSED
        assert make.outcomes() == ["stray", "repeated"]
        assert make.emitted() == ["payment_closed", "refund_requested", "refund_settled"]
        assert list(fakepay.trades[number].refunds.values()) == [11_500]
        payment = queries.get_payment(reference)
        assert (payment.captured_minor, payment.refunded_minor) == (11_500, 11_500)
        assert make.books() == {}

    def test_a_second_channel_goes_back(self, fakepay: FakePay):
        reference = make.a_payment()
        first = make.begin(reference)
        fakepay.trouble["query"] = [errors.ProviderUnavailable()]
        second = make.begin(reference)
        fakepay.pay(first)
        fakepay.pay(second)
        make.notify(second)
        make.notify(first)
        make.run_jobs()
        assert make.outcomes() == ["captured", "stray"]
        assert fakepay.trades[second].refunds == {}
        assert list(fakepay.trades[first].refunds.values()) == [11_500]
        (refund,) = queries.list_refunds(payment_reference=reference)
        assert (refund.kind, refund.state) == (RefundKind.STRAY, RefundState.SUCCEEDED)
        assert refund.reference == reference
        assert make.books() == PAID

    def test_an_earlier_attempt_of_the_same_amount_still_pays(self, fakepay: FakePay):
        reference = make.a_payment()
        first = make.begin(reference)
        fakepay.trouble["query"] = [errors.ProviderUnavailable()]
        make.begin(reference)
        make.notify(first)
        assert state_of(reference) is PaymentState.PAID
        assert states(reference) == ["paid", "superseded"]
        tasks.check_attempts.func()
        assert states(reference) == ["paid", "closed"]

    def test_a_price_changed_meanwhile_sends_the_old_amount_back(self, fakepay: FakePay):
        reference = make.a_payment()
        number = make.begin(reference)
        services.change_amount(actor=make.SYSTEM, reference=reference, amount_minor=9_000)
        fakepay.pay(number)
        make.notify(number)
        make.run_jobs()
        assert state_of(reference) is PaymentState.OPEN
        assert list(fakepay.trades[number].refunds.values()) == [11_500]
        assert make.books() == {}
        make.capture(make.begin(reference), 9_000)
        assert state_of(reference) is PaymentState.PAID

    def test_what_was_canceled_meanwhile_goes_back_once(self):
        reference = make.a_paid_payment()
        make.give_back(reference, 1_500)
        for _ in range(2):
            services.refund_late_capture(actor=make.SYSTEM, reference=reference)
            make.run_jobs()
            make.make_due()
        refunds = queries.list_refunds(payment_reference=reference)
        assert [(refund.kind, refund.amount.minor) for refund in refunds] == [
            (RefundKind.ASKED, 1_500),
            (RefundKind.CANCELED, 10_000),
        ]

    def test_nothing_goes_back_of_what_was_never_paid(self):
        reference = make.a_payment()
        services.refund_late_capture(actor=make.SYSTEM, reference=reference)
        assert not Refund.objects.exists()


class TestChangingTheAmount:
    def test_what_the_buyer_has_on_screen_is_closed(self, fakepay: FakePay):
        reference = make.a_payment()
        number = make.begin(reference)
        services.change_amount(actor=make.SYSTEM, reference=reference, amount_minor=9_000)
        assert states(reference) == ["superseded"]
        make.run_jobs()
        assert fakepay.trades[number].status is ProviderPaymentStatus.CLOSED
        assert states(reference) == ["closed"]

    def test_nothing_left_to_pay_completes_the_payment(self):
        reference = make.a_payment()
        services.change_amount(actor=make.SYSTEM, reference=reference, amount_minor=0)
        assert state_of(reference) is PaymentState.PAID
        assert make.emitted() == ["payment_captured"]
        assert make.books() == {}

    def test_a_paid_payment_keeps_its_amount(self):
        reference = make.a_paid_payment()
        with pytest.raises(errors.PaymentNotOpen):
            services.change_amount(actor=make.SYSTEM, reference=reference, amount_minor=1)
        assert queries.get_payment(reference).amount.minor == 11_500


class TestMismatches:
    @pytest.fixture
    def number(self, reference) -> str:
        number = make.begin(reference)
        make.FAKEPAY.pay(number)
        make.notify(number, 11_400)
        return number

    @pytest.fixture
    def reference(self):
        return make.a_payment()

    def resolve(self, reference, actor=make.FINANCE) -> None:
        services.resolve_mismatch(actor=actor, attempt_id=make.attempt_of(reference).id)

    def test_the_right_amount_at_the_provider_pays(self, reference, number):
        self.resolve(reference)
        assert state_of(reference) is PaymentState.PAID
        assert make.books() == PAID
        assert queries.list_mismatches(actor=make.FINANCE).items == ()
        with pytest.raises(IllegalMove):
            self.resolve(reference)

    def test_too_little_goes_back(self, reference, number, fakepay: FakePay):
        fakepay.pay(number, 11_400)
        self.resolve(reference)
        make.run_jobs()
        assert state_of(reference) is PaymentState.OPEN
        assert list(fakepay.trades[number].refunds.values()) == [11_400]
        assert make.books() == {}

    def test_too_much_pays_and_the_surplus_goes_back(self, reference, number, fakepay: FakePay):
        fakepay.pay(number, 11_600)
        self.resolve(reference)
        make.run_jobs()
        assert state_of(reference) is PaymentState.PAID
        assert list(fakepay.trades[number].refunds.values()) == [100]
        assert make.books() == PAID

    def test_nothing_at_the_provider_stays_unresolved(self, reference, number, fakepay: FakePay):
        fakepay.trades[number].status = ProviderPaymentStatus.CLOSED
        with pytest.raises(errors.MismatchUnresolved):
            self.resolve(reference)
        assert make.books() == {"clearing:fakepay": 11_400, "suspense": -11_400}

    def test_it_needs_the_permission(self, reference, number):
        with pytest.raises(Forbidden):
            self.resolve(reference, actor=make.BUYER)
        assert make.attempt_of(reference).state == AttemptState.MISMATCHED

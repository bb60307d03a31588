"""Closing payments at their channels, and asking about what nobody reported."""

from datetime import UTC, datetime, timedelta

import pytest

from jishi.money.payments import errors, queries, services, tasks
from jishi.money.payments.models import Payment
from jishi.money.payments.types import PaymentState, ProviderPaymentStatus
from tests.money.payments import factories as make
from tests.money.payments.factories import FakePay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fakepay")]

PAID = {"clearing:fakepay": 11_500, "customer_funds": -11_500}


def state_of(reference) -> PaymentState:
    return queries.get_payment(reference).state


def states(reference) -> list[str]:
    """Return the states of the attempts, oldest first."""
    return [str(attempt.state) for attempt in reversed(queries.list_attempts(reference))]


class TestClosing:
    def test_the_channel_is_closed_first(self, fakepay: FakePay):
        reference = make.a_payment()
        number = make.begin(reference)
        assert services.close_payment(actor=make.SYSTEM, reference=reference)
        assert services.close_payment(actor=make.SYSTEM, reference=reference)
        assert fakepay.trades[number].status is ProviderPaymentStatus.CLOSED
        assert state_of(reference) is PaymentState.CLOSED
        assert states(reference) == ["closed"]
        assert make.emitted() == ["payment_closed"]

    def test_what_turns_out_to_be_paid_is_captured_instead(self, fakepay: FakePay):
        reference = make.a_payment()
        fakepay.pay(make.begin(reference))
        assert not services.close_payment(actor=make.SYSTEM, reference=reference)
        assert not services.close_payment(actor=make.SYSTEM, reference=reference)
        assert make.emitted() == ["payment_captured"]
        assert make.books() == PAID

    def test_a_buyer_who_pays_between_asking_and_closing_wins(self, fakepay: FakePay):
        reference = make.a_payment()
        number = make.begin(reference)
        fakepay.before["close"] = lambda: fakepay.pay(number)
        assert not services.close_payment(actor=make.SYSTEM, reference=reference)
        assert make.emitted() == ["payment_captured"]

    def test_a_silent_provider_leaves_the_payment_open(self, fakepay: FakePay):
        reference = make.a_payment()
        make.begin(reference)
        fakepay.trouble["query"] = [errors.ProviderUnavailable()]
        with pytest.raises(errors.ProviderUnavailable):
            services.close_payment(actor=make.SYSTEM, reference=reference)
        assert state_of(reference) is PaymentState.OPEN
        assert states(reference) == ["created"]
        assert make.emitted() == []


class TestAsking:
    def test_a_lost_notification_is_made_good(self, fakepay: FakePay):
        reference = make.a_payment()
        fakepay.pay(make.begin(reference))
        tasks.check_attempts.func()
        assert state_of(reference) is PaymentState.OPEN, "not due yet"
        make.make_due()
        tasks.check_attempts.func()
        assert state_of(reference) is PaymentState.PAID
        assert make.books() == PAID

    def test_the_next_question_waits_longer(self):
        reference = make.a_payment()
        make.begin(reference)
        waits = []
        for _ in range(3):
            make.make_due()
            tasks.check_attempts.func()
            row = make.attempt_of(reference)
            waits.append(round((row.next_check_at - row.checked_at).total_seconds()))
        assert waits == [60, 120, 300]

    def test_an_attempt_is_given_up_long_after_it_expired(self):
        reference = make.a_payment()
        make.begin(reference)
        Payment.objects.update(expires_at=datetime.now(UTC) - timedelta(hours=2))
        make.make_due()
        tasks.check_attempts.func()
        assert make.attempt_of(reference).next_check_at is None

    def test_one_silent_provider_does_not_stop_the_others(self, fakepay: FakePay):
        first, second = make.a_payment(), make.a_payment()
        make.begin(first)
        fakepay.pay(make.begin(second))
        fakepay.trouble["query"] = [errors.ProviderUnavailable()]
        make.make_due()
        tasks.check_attempts.func()
        assert state_of(second) is PaymentState.PAID

    def test_reloading_a_page_does_not_ask_again_and_again(self, fakepay: FakePay):
        reference = make.a_payment()
        make.begin(reference)
        for _ in range(5):
            services.check_payment(actor=make.BUYER, reference=reference)
        assert fakepay.calls.count("query") == 1

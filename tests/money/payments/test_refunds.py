"""Giving money back: never more than came, once per number, whatever breaks."""

import pytest
from django.db import IntegrityError, transaction

from jishi.foundation.kernel.errors import Forbidden, IllegalMove
from jishi.foundation.kernel.ids import new_id
from jishi.money.payments import errors, queries, services, tasks
from jishi.money.payments.models import PaymentAttempt, Refund
from jishi.money.payments.types import PaymentScene, ProviderRefundStatus, RefundState
from tests.money.payments import factories as make
from tests.money.payments.factories import FakePay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fakepay")]

LEFT = {"clearing:fakepay": 8_944, "customer_funds": -11_500, "refunds_due": 2_556}
"""The books after a refund of 25.56; the caller's own voucher evens out what is due."""


def state_of(reference) -> RefundState:
    (refund,) = queries.list_refunds(payment_reference=reference)
    return refund.state


def kept(reference) -> int:
    """Return what is neither given back nor reserved for it."""
    attempt = make.attempt_of(reference)
    return attempt.captured_minor - attempt.refunded_minor


@pytest.fixture
def reference():
    return make.a_paid_payment()


class TestOpening:
    def test_a_part_goes_back(self, reference, fakepay: FakePay):
        cause = new_id()
        refund_id = make.give_back(reference, 2_556, cause=cause)
        assert state_of(reference) is RefundState.REQUESTED
        assert kept(reference) == 8_944
        make.run_jobs()
        (refund,) = queries.list_refunds(cause=cause)
        assert (refund.refund_id, refund.state) == (refund_id, RefundState.SUCCEEDED)
        assert fakepay.trades[make.attempt_of(reference).out_trade_no].refunds == {
            refund.number: 2_556
        }
        assert queries.get_payment(reference).refunded_minor == 2_556
        assert make.emitted() == ["payment_captured", "refund_requested", "refund_settled"]
        assert make.books() == LEFT

    def test_never_more_than_was_paid(self, reference):
        make.give_back(reference, 11_000)
        with pytest.raises(errors.RefundExceedsPayment) as refusal:
            make.give_back(reference, 501)
        assert refusal.value.params == {"left_minor": 500}
        assert kept(reference) == 500
        assert Refund.objects.count() == 1
        make.give_back(reference, 500)
        assert kept(reference) == 0

    @pytest.mark.parametrize("minor", [0, -1])
    def test_an_amount_is_positive(self, reference, minor: int):
        with pytest.raises(errors.BadAmount):
            make.give_back(reference, minor)
        assert not Refund.objects.exists()

    def test_cash_that_was_not_collected_does_not_go_back(self):
        reference = make.a_payment()
        make.begin(reference, "cash_on_delivery", PaymentScene.OFFLINE)
        with pytest.raises(errors.NothingCaptured):
            make.give_back(reference, 100)

    def test_a_stray_is_not_refunded_twice(self, fakepay: FakePay):
        reference = make.a_payment()
        first = make.begin(reference)
        fakepay.trouble["query"] = [errors.ProviderUnavailable()]
        second = make.begin(reference)
        fakepay.pay(first)
        fakepay.pay(second)
        make.capture(second)
        make.capture(first)
        make.give_back(reference, 11_500)
        with pytest.raises(errors.RefundExceedsPayment):
            make.give_back(reference, 1)


class TestSending:
    def test_sending_again_gives_back_once(self, reference, fakepay: FakePay):
        refund_id = make.give_back(reference, 2_556)
        for _ in range(3):
            make.make_due()
            services.send_refund(actor=make.SYSTEM, refund_id=refund_id)
        assert fakepay.calls.count("refund") == 1
        assert make.books() == LEFT

    def test_a_crash_before_the_outcome_does_not_give_back_twice(self, reference, fakepay: FakePay):
        refund_id = make.give_back(reference, 2_556)

        def crash() -> None:
            raise RuntimeError("the worker died")

        fakepay.after["refund"] = crash
        with pytest.raises(RuntimeError):
            services.send_refund(actor=make.SYSTEM, refund_id=refund_id)
        assert state_of(reference) is RefundState.REQUESTED
        make.make_due()
        tasks.send_refunds.func()
        assert fakepay.calls.count("refund") == 2
        assert sum(fakepay.trades[make.attempt_of(reference).out_trade_no].refunds.values()) == (
            2_556
        )
        assert state_of(reference) is RefundState.SUCCEEDED
        assert make.books() == LEFT

    def test_a_silent_provider_is_asked_again(self, reference, fakepay: FakePay):
        fakepay.trouble["refund"] = [errors.ProviderUnavailable()]
        make.give_back(reference, 2_556)
        make.run_jobs()
        assert state_of(reference) is RefundState.REQUESTED
        tasks.send_refunds.func()
        assert state_of(reference) is RefundState.REQUESTED, "not due yet"
        make.make_due()
        tasks.send_refunds.func()
        assert state_of(reference) is RefundState.SUCCEEDED

    def test_a_refund_in_progress_is_asked_about(self, reference, fakepay: FakePay):
        fakepay.refund_status = ProviderRefundStatus.PROCESSING
        make.give_back(reference, 2_556)
        make.run_jobs()
        for _ in range(2):
            make.make_due()
            tasks.send_refunds.func()
        assert state_of(reference) is RefundState.PROCESSING
        assert make.books() == {"clearing:fakepay": 11_500, "customer_funds": -11_500}
        fakepay.refund_status = ProviderRefundStatus.SUCCEEDED
        make.make_due()
        tasks.send_refunds.func()
        assert state_of(reference) is RefundState.SUCCEEDED
        assert fakepay.calls.count("refund") == 1
        assert make.books() == LEFT

    def test_a_notification_settles_what_is_in_progress(self, reference, fakepay: FakePay):
        fakepay.refund_status = ProviderRefundStatus.PROCESSING
        make.give_back(reference, 2_556)
        make.run_jobs()
        number = make.attempt_of(reference).out_trade_no
        refund_no = Refund.objects.get().refund_no
        make.notify(number, kind="refund", refund_no=refund_no)
        make.notify(number, kind="refund", refund_no=refund_no)
        assert make.outcomes() == ["refunded", "repeated"]
        assert make.emitted().count("refund_settled") == 1
        assert make.books() == LEFT

    def test_one_refund_of_an_attempt_is_under_way_at_a_time(self, reference, fakepay: FakePay):
        fakepay.refund_status = ProviderRefundStatus.PROCESSING
        make.give_back(reference, 1_000)
        make.run_jobs()
        make.give_back(reference, 2_000)
        make.run_jobs()
        assert fakepay.calls.count("refund") == 1
        fakepay.refund_status = ProviderRefundStatus.SUCCEEDED
        make.make_due()
        tasks.send_refunds.func()
        tasks.send_refunds.func()
        assert fakepay.calls.count("refund") == 2
        assert queries.get_payment(reference).refunded_minor == 3_000

    def test_an_unknown_refund_is_not_found(self):
        with pytest.raises(errors.RefundNotFound):
            services.send_refund(actor=make.SYSTEM, refund_id=new_id())


class TestFailing:
    @pytest.fixture
    def failed(self, reference, fakepay: FakePay):
        fakepay.refund_status = ProviderRefundStatus.FAILED
        refund_id = make.give_back(reference, 2_556)
        make.run_jobs()
        fakepay.refund_status = ProviderRefundStatus.SUCCEEDED
        return refund_id

    def test_the_amount_is_free_again_and_a_person_sees_it(self, reference, failed):
        (refund,) = queries.list_refunds_to_settle(actor=make.FINANCE).items
        assert (refund.refund_id, refund.state) == (failed, RefundState.FAILED)
        assert refund.failure == "NOT_ENOUGH"
        assert kept(reference) == 11_500
        assert make.emitted()[-1] == "refund_failed"
        assert make.books() == {"clearing:fakepay": 11_500, "customer_funds": -11_500}

    def test_a_retry_keeps_the_number(self, reference, failed, fakepay: FakePay):
        number = Refund.objects.get().refund_no
        services.retry_refund(actor=make.FINANCE, refund_id=failed)
        assert kept(reference) == 8_944
        make.run_jobs()
        assert list(fakepay.trades[make.attempt_of(reference).out_trade_no].refunds) == [number]
        assert make.books() == LEFT

    def test_a_retry_does_not_exceed_what_is_left(self, reference, failed):
        make.give_back(reference, 10_000)
        with pytest.raises(errors.RefundExceedsPayment):
            services.retry_refund(actor=make.FINANCE, refund_id=failed)
        assert Refund.objects.get(pk=failed).state == RefundState.FAILED

    def test_a_person_gives_it_back_by_bank(self, reference, failed):
        services.take_over_refund(actor=make.FINANCE, refund_id=failed)
        assert state_of(reference) is RefundState.MANUAL
        services.confirm_manual_refund(actor=make.FINANCE, refund_id=failed, provider_no="BANK-1")
        assert state_of(reference) is RefundState.SUCCEEDED
        assert make.emitted()[-1] == "refund_settled"
        assert make.books() == {
            "bank": -2_556,
            "clearing:fakepay": 11_500,
            "customer_funds": -11_500,
            "refunds_due": 2_556,
        }

    def test_it_is_not_confirmed_before_it_is_taken_over(self, failed):
        with pytest.raises(IllegalMove):
            services.confirm_manual_refund(actor=make.FINANCE, refund_id=failed)

    @pytest.mark.parametrize(
        "service",
        [services.retry_refund, services.take_over_refund, services.confirm_manual_refund],
    )
    def test_it_needs_the_permission(self, failed, service):
        with pytest.raises(Forbidden):
            service(actor=make.BUYER, refund_id=failed)
        assert Refund.objects.get().state == RefundState.FAILED


def test_the_table_itself_refuses_to_give_back_more_than_came(reference):
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentAttempt.objects.update(refunded_minor=11_501)

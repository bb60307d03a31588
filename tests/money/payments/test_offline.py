"""Bank transfers and cash on delivery: people confirm what no machine reports."""

from datetime import UTC, datetime, timedelta

import pytest

from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform.models import AuditEntry
from jishi.money.payments import errors, queries, services, tasks
from jishi.money.payments.models import Payment, TransferProof
from jishi.money.payments.types import (
    PaymentScene,
    PaymentState,
    ProofState,
    RefundKind,
    RefundState,
)
from tests.money.payments import factories as make
from tests.money.payments.factories import FakePay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fakepay")]


def state_of(reference) -> PaymentState:
    return queries.get_payment(reference).state


def confirm(reference, minor: int) -> None:
    services.confirm_transfer(
        actor=make.FINANCE, reference=reference, received_minor=minor, note="statement 7"
    )


class TestTransfer:
    @pytest.fixture(autouse=True)
    def account(self):
        make.prefer("payments.bank_account_name", "示例商贸有限公司")
        make.prefer("payments.bank_account_number", "6222000000000000")

    @pytest.fixture
    def reference(self):
        reference = make.a_payment()
        make.begin(reference, "bank_transfer", PaymentScene.OFFLINE)
        return reference

    def test_the_buyer_has_three_days(self, reference):
        expires_at = queries.get_payment(reference).expires_at
        assert timedelta(hours=71) < expires_at - datetime.now(UTC) <= timedelta(hours=72)
        assert make.emitted() == ["payment_awaiting_transfer"]

    def test_choosing_it_again_keeps_number_and_deadline(self, reference):
        before = queries.get_payment(reference)
        number = make.attempt_of(reference).out_trade_no
        assert make.begin(reference, "bank_transfer", PaymentScene.OFFLINE) == number
        assert queries.get_payment(reference) == before
        assert make.emitted() == ["payment_awaiting_transfer"]
        action = queries.list_attempts(reference)[0].action
        assert ("reference", number) in action.details

    def test_the_exact_amount_pays(self, reference):
        confirm(reference, 11_500)
        assert state_of(reference) is PaymentState.PAID
        assert make.emitted()[-1] == "payment_captured"
        assert make.books() == {"clearing:bank_transfer": 11_500, "customer_funds": -11_500}
        assert AuditEntry.objects.filter(action="payments.confirm_transfer").count() == 1

    def test_too_little_is_refused_with_the_difference(self, reference):
        with pytest.raises(errors.TransferShort) as refusal:
            confirm(reference, 11_000)
        assert refusal.value.params == {"missing_minor": 500}
        assert state_of(reference) is PaymentState.OPEN
        assert make.books() == {}

    def test_a_surplus_goes_back_by_hand(self, reference):
        confirm(reference, 12_000)
        make.run_jobs()
        assert state_of(reference) is PaymentState.PAID
        (refund,) = queries.list_refunds_to_settle(actor=make.FINANCE).items
        assert (refund.kind, refund.state) == (RefundKind.SURPLUS, RefundState.MANUAL)
        assert refund.amount.minor == 500
        services.confirm_manual_refund(actor=make.FINANCE, refund_id=refund.refund_id)
        assert make.books() == {"clearing:bank_transfer": 11_500, "customer_funds": -11_500}

    def test_it_is_confirmed_once(self, reference):
        confirm(reference, 11_500)
        with pytest.raises(errors.PaymentNotOpen):
            confirm(reference, 11_500)
        assert make.emitted().count("payment_captured") == 1

    def test_money_for_a_closed_payment_goes_back(self, reference):
        assert services.close_payment(actor=make.SYSTEM, reference=reference)
        confirm(reference, 11_000)
        make.run_jobs()
        assert state_of(reference) is PaymentState.CLOSED
        (refund,) = queries.list_refunds(payment_reference=reference)
        assert (refund.kind, refund.state) == (RefundKind.STRAY, RefundState.MANUAL)
        assert make.books() == {"clearing:bank_transfer": 11_000, "refunds_due": -11_000}

    def test_a_new_price_keeps_the_number(self, reference):
        number = make.attempt_of(reference).out_trade_no
        services.change_amount(actor=make.SYSTEM, reference=reference, amount_minor=9_000)
        assert make.attempt_of(reference).out_trade_no == number
        confirm(reference, 9_000)
        assert state_of(reference) is PaymentState.PAID

    def test_the_clock_does_not_ask_the_bank(self, reference):
        assert make.attempt_of(reference).next_check_at is None
        tasks.check_attempts.func()
        assert state_of(reference) is PaymentState.OPEN

    def test_a_proof_is_listed_and_decided(self, reference):
        file_id = make.a_file()
        services.submit_transfer_proof(
            actor=make.BUYER, reference=reference, file_id=file_id, payer_name="林小满"
        )
        (transfer,) = queries.list_transfers_to_confirm(actor=make.FINANCE).items
        assert transfer.payment_reference == reference
        assert transfer.proof is not None
        assert (transfer.proof.file_id, transfer.proof.payer_name) == (file_id, "林小满")
        confirm(reference, 11_500)
        proof = TransferProof.objects.get()
        assert (proof.state, proof.decided_by) == (ProofState.CONFIRMED, "staff:finance")
        assert queries.list_transfers_to_confirm(actor=make.FINANCE).items == ()

    def test_a_rejected_proof_leaves_the_transfer_waiting(self, reference):
        services.submit_transfer_proof(
            actor=make.BUYER, reference=reference, file_id=make.a_file(), payer_name="林小满"
        )
        services.reject_transfer_proof(actor=make.FINANCE, reference=reference, note="unreadable")
        proof = TransferProof.objects.get()
        assert (proof.state, proof.decision_note) == (ProofState.REJECTED, "unreadable")
        (transfer,) = queries.list_transfers_to_confirm(actor=make.FINANCE).items
        assert transfer.proof is None
        with pytest.raises(errors.NotATransfer):
            services.reject_transfer_proof(actor=make.FINANCE, reference=reference, note="")

    def test_who_did_not_choose_it_hands_in_no_proof(self):
        reference = make.a_payment()
        make.begin(reference)
        with pytest.raises(errors.NotATransfer):
            services.submit_transfer_proof(
                actor=make.BUYER, reference=reference, file_id=make.a_file(), payer_name="甲"
            )
        assert not TransferProof.objects.exists()

    def test_confirming_needs_the_permission(self, reference):
        with pytest.raises(Forbidden):
            services.confirm_transfer(actor=make.BUYER, reference=reference, received_minor=11_500)
        assert state_of(reference) is PaymentState.OPEN


class TestCash:
    @pytest.fixture
    def reference(self):
        reference = make.a_payment()
        make.begin(reference, "cash_on_delivery", PaymentScene.OFFLINE)
        return reference

    def test_it_is_agreed_once_and_stays_open(self, reference):
        make.begin(reference, "cash_on_delivery", PaymentScene.OFFLINE)
        payment = queries.get_payment(reference)
        assert (payment.state, payment.is_agreed) == (PaymentState.OPEN, True)
        assert make.emitted() == ["payment_agreed"]
        assert make.books() == {}

    def test_the_method_is_fixed_then(self, reference):
        with pytest.raises(errors.MethodFixed):
            make.begin(reference)
        assert len(queries.list_attempts(reference)) == 1

    def test_the_couriers_cash_pays_even_after_the_time_to_pay(self, reference):
        Payment.objects.update(expires_at=datetime.now(UTC) - timedelta(days=3))
        services.confirm_cash(actor=make.FINANCE, reference=reference)
        payment = queries.get_payment(reference)
        assert (payment.state, payment.provider) == (PaymentState.PAID, "cash_on_delivery")
        assert make.emitted() == ["payment_agreed", "payment_captured"]
        assert make.books() == {"clearing:cash_on_delivery": 11_500, "customer_funds": -11_500}
        with pytest.raises(errors.PaymentNotOpen):
            services.confirm_cash(actor=make.FINANCE, reference=reference)

    def test_a_refund_is_given_back_by_hand(self, reference):
        services.confirm_cash(actor=make.FINANCE, reference=reference)
        refund_id = make.give_back(reference, 2_556)
        make.run_jobs()
        services.confirm_manual_refund(actor=make.FINANCE, refund_id=refund_id)
        assert make.books() == {
            "clearing:cash_on_delivery": 8_944,
            "customer_funds": -11_500,
            "refunds_due": 2_556,
        }

    def test_a_refused_parcel_closes_the_payment(self, reference):
        assert services.close_payment(actor=make.SYSTEM, reference=reference)
        assert state_of(reference) is PaymentState.CLOSED

    def test_what_was_not_agreed_is_not_confirmed(self):
        reference = make.a_payment()
        with pytest.raises(errors.NotOnDelivery):
            services.confirm_cash(actor=make.FINANCE, reference=reference)

    def test_more_than_a_courier_may_collect_is_not_offered(self):
        make.prefer("payments.cash_on_delivery_limit_minor", 11_499)
        with pytest.raises(errors.MethodNotOffered):
            make.begin(make.a_payment(), "cash_on_delivery", PaymentScene.OFFLINE)

    def test_another_attempt_begun_meanwhile_is_not_agreed(self, fakepay: FakePay):
        reference = make.a_payment()
        make.begin(reference)
        fakepay.before["query"] = lambda: make.begin(reference)
        with pytest.raises(errors.AttemptReplaced):
            make.begin(reference, "cash_on_delivery", PaymentScene.OFFLINE)
        assert not queries.get_payment(reference).is_agreed
        assert make.emitted() == []

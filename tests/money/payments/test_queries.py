"""What buyers, merchants and staff may look up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import Money
from jishi.money.payments import queries, services
from jishi.money.payments.errors import PaymentNotFound
from jishi.money.payments.models import PaymentAttempt, Refund
from jishi.money.payments.types import MovementKind, PaymentScene, RefundKind
from tests.money.payments import factories as make

pytestmark = pytest.mark.django_db

ALL_SCENES = tuple(PaymentScene)


def methods(minor: int = 11_500, currency: str = "CNY", region: str = "") -> list[str]:
    found = queries.list_methods(
        currency=currency, amount_minor=minor, scenes=ALL_SCENES, region_code=region
    )
    return [method.code for method in found]


class TestMethods:
    def test_everything_that_is_set_up_is_offered(self, fakepay):
        assert methods() == ["cash_on_delivery_offline", "fakepay_page", "fakepay_qr"]

    def test_a_bank_account_offers_transfers(self):
        make.prefer("payments.bank_account_number", "6222000000000000")
        assert methods() == ["bank_transfer_offline", "cash_on_delivery_offline"]

    def test_only_enabled_providers_are_offered(self, fakepay):
        make.prefer("payments.enabled", ["fakepay"])
        assert methods() == ["fakepay_page", "fakepay_qr"]

    def test_another_currency_has_no_way_to_pay(self, fakepay):
        assert methods(currency="USD") == []

    def test_nothing_due_needs_no_way_to_pay(self, fakepay):
        assert methods(0) == []

    def test_couriers_collect_up_to_a_limit(self):
        make.prefer("payments.cash_on_delivery_limit_minor", 11_500)
        assert methods(11_500) == ["cash_on_delivery_offline"]
        assert methods(11_501) == []

    @pytest.mark.parametrize(("region", "is_served"), [("440305", True), ("650102", False)])
    def test_couriers_collect_in_some_regions(self, region: str, is_served: bool):
        make.prefer("payments.cash_on_delivery_regions", ["44", "3101"])
        assert bool(methods(region=region)) is is_served

    def test_an_unknown_region_is_not_served(self):
        make.prefer("payments.cash_on_delivery_regions", ["44"])
        assert methods() == []


@pytest.mark.usefixtures("fakepay")
class TestMovements:
    def test_every_movement_is_told_newest_first(self):
        reference, cause = make.a_paid_payment(), new_id()
        make.give_back(reference, 2_556, cause=cause)
        make.run_jobs()
        back, paid = sorted(
            queries.list_movements(references=[reference]).items,
            key=lambda movement: movement.kind == MovementKind.PAID,
        )
        assert paid.amount == Money(11_500, "CNY")
        assert (paid.counterparty, paid.refund_kind) == ("b***r", None)
        assert back.amount == Money(-2_556, "CNY")
        assert (back.reference, back.payment_reference) == (cause, reference)
        assert (back.reason, back.refund_kind) == ("return", RefundKind.ASKED)
        assert (paid.balance, back.balance) == (Money(11_500, "CNY"), Money(8_944, "CNY"))

    def test_pages_hold_every_movement_once(self):
        references = [make.a_paid_payment() for _ in range(3)]
        for reference in references:
            make.give_back(reference, 100)
        make.run_jobs()
        seen, cursor = [], None
        for _ in range(10):
            page = queries.list_movements(references=references, cursor=cursor, limit=2)
            seen += [movement.movement_id for movement in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        known = set(PaymentAttempt.objects.values_list("id", flat=True))
        known |= set(Refund.objects.values_list("id", flat=True))
        assert len(seen) == 6
        assert set(seen) == known

    def test_what_is_not_asked_for_is_not_told(self):
        make.a_paid_payment()
        assert queries.list_movements(references=[new_id()]).items == ()

    def test_it_takes_four_statements(self):
        references = [make.a_paid_payment() for _ in range(4)]
        with CaptureQueriesContext(connection) as captured:
            queries.list_movements(references=references)
        assert len(captured) == 4

    def test_a_balance_counts_what_another_page_shows(self):
        reference = make.a_paid_payment()
        for _ in range(3):
            make.give_back(reference, 100)
            make.run_jobs()
        balances, cursor = [], None
        while True:
            page = queries.list_movements(references=[reference], cursor=cursor, limit=1)
            balances += [movement.balance.minor for movement in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert balances == [11_200, 11_300, 11_400, 11_500]

    def test_staff_sees_all_or_finds_one_by_any_number(self):
        first, second = make.a_paid_payment(), make.a_paid_payment()
        make.give_back(first, 100)
        make.run_jobs()
        every = queries.list_all_movements(actor=make.FINANCE).items
        assert len(every) == 3
        refund = next(one for one in every if one.kind == MovementKind.REFUNDED)
        by_number = queries.list_all_movements(actor=make.FINANCE, text=refund.number).items
        assert [one.movement_id for one in by_number] == [refund.movement_id]
        other = next(one for one in every if one.payment_reference == second)
        by_provider = queries.list_all_movements(actor=make.FINANCE, text=other.provider_no).items
        assert other.movement_id in {one.movement_id for one in by_provider}
        assert queries.list_all_movements(actor=make.FINANCE, text="nothing").items == ()


@pytest.mark.usefixtures("fakepay")
class TestLists:
    def test_payments_come_by_reference(self):
        first, second = make.a_payment(), make.a_payment(2)
        found = queries.list_payments([first, second, new_id()])
        assert {key: view.amount.minor for key, view in found.items()} == {
            first: 11_500,
            second: 2,
        }

    def test_refunds_need_a_question(self):
        with pytest.raises(ValueError, match="which"):
            queries.list_refunds()

    def test_transfers_come_in_pages_of_two_statements(self):
        make.prefer("payments.bank_account_number", "6222000000000000")
        references = [make.a_payment() for _ in range(3)]
        for reference in references:
            make.begin(reference, "bank_transfer", PaymentScene.OFFLINE)
            services.submit_transfer_proof(
                actor=make.BUYER, reference=reference, file_id=make.a_file(), payer_name="甲"
            )
        with CaptureQueriesContext(connection) as captured:
            first = queries.list_transfers_to_confirm(actor=make.FINANCE, limit=2)
        assert len(captured) == 2
        rest = queries.list_transfers_to_confirm(
            actor=make.FINANCE, limit=2, cursor=first.next_cursor
        )
        found = [transfer.payment_reference for transfer in first.items + rest.items]
        assert found == references
        assert rest.next_cursor is None

    def test_one_transfer_is_found_by_its_payment(self):
        make.prefer("payments.bank_account_number", "6222000000000000")
        reference = make.a_payment()
        with pytest.raises(PaymentNotFound):
            queries.get_transfer(actor=make.FINANCE, reference=reference)
        make.begin(reference, "bank_transfer", PaymentScene.OFFLINE)
        transfer = queries.get_transfer(actor=make.FINANCE, reference=reference)
        assert (transfer.payment_reference, transfer.proof) == (reference, None)
        with pytest.raises(Forbidden):
            queries.get_transfer(actor=make.BUYER, reference=reference)

    @pytest.mark.parametrize(
        "question",
        [
            queries.list_transfers_to_confirm,
            queries.list_all_movements,
            queries.list_mismatches,
            queries.list_refunds_to_settle,
        ],
    )
    def test_staff_lists_need_the_permission(self, question):
        with pytest.raises(Forbidden):
            question(actor=make.BUYER)

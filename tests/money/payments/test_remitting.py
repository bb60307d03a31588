"""Couriers' cash: reconciled line by line, booked to the cent, once."""

from uuid import UUID

import pytest

from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors, queries, services
from jishi.money.payments.types import (
    CashOutcome,
    CashRow,
    PaymentScene,
    PaymentState,
    RemittanceDraft,
)
from tests.money.payments import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fakepay")]


def on_delivery(minor: int = 11_500) -> UUID:
    reference = make.a_payment(minor)
    make.begin(reference, "cash_on_delivery", PaymentScene.OFFLINE)
    return reference


def draft(*rows: CashRow, total: int, number: str = "S-1") -> RemittanceDraft:
    return RemittanceDraft("sf", number, "CNY", total, rows)


def record(*rows: CashRow, total: int, number: str = "S-1"):
    remittance_id = services.record_remittance(
        actor=make.FINANCE, draft=draft(*rows, total=total, number=number)
    )
    return queries.get_remittance(actor=make.FINANCE, remittance_id=remittance_id)


def state_of(reference: UUID) -> PaymentState:
    return queries.get_payment(reference).state


def test_what_agrees_is_paid_and_what_does_not_is_shown():
    exact, short, over, before = (on_delivery() for _ in range(4))
    services.confirm_cash(actor=make.FINANCE, reference=before)
    view = record(
        CashRow("A", exact, 11_500),
        CashRow("B", short, 11_000),
        CashRow("C", over, 12_000),
        CashRow("D", before, 11_500),
        CashRow("E", None, 700),
        CashRow("F", new_id(), 300),
        total=47_000,
    )
    assert {line.number: (line.outcome, line.difference.minor) for line in view.lines} == {
        "A": (CashOutcome.MATCHED, 0),
        "B": (CashOutcome.SHORT, -500),
        "C": (CashOutcome.OVER, 500),
        "D": (CashOutcome.REPEATED, 0),
        "E": (CashOutcome.UNKNOWN, 700),
        "F": (CashOutcome.UNKNOWN, 300),
    }
    paid = [PaymentState.PAID, PaymentState.OPEN, PaymentState.PAID, PaymentState.PAID]
    assert [state_of(one) for one in (exact, short, over, before)] == paid
    assert (view.settled, view.difference) == (Money(23_000, "CNY"), Money(24_000, "CNY"))
    books = make.books()
    assert books["bank"] == 47_000
    assert books["clearing:cash_on_delivery"] == 11_500
    assert books["suspense"] == -24_000
    assert sum(books.values()) == 0


def test_parcels_of_one_payment_count_together():
    reference = on_delivery()
    view = record(CashRow("P1", reference, 5_000), CashRow("P2", reference, 6_500), total=11_500)
    assert {line.outcome for line in view.lines} == {CashOutcome.MATCHED}
    assert state_of(reference) == PaymentState.PAID
    assert view.difference == Money(0, "CNY")


def test_too_little_in_the_bank_is_a_difference_too():
    view = record(CashRow("A", on_delivery(), 11_500), total=11_000)
    assert view.difference == Money(-500, "CNY")
    assert make.books()["suspense"] == 500


def test_a_short_one_is_paid_by_the_next_statement():
    reference = on_delivery()
    record(CashRow("A", reference, 11_000), total=11_000)
    assert state_of(reference) == PaymentState.OPEN
    record(CashRow("A", reference, 11_500), total=11_500, number="S-2")
    assert state_of(reference) == PaymentState.PAID


def test_a_statement_is_recorded_once():
    reference = on_delivery()
    record(CashRow("A", reference, 11_500), total=11_500)
    with pytest.raises(errors.RemittanceRepeated):
        record(CashRow("A", reference, 11_500), total=11_500)
    assert make.books()["bank"] == 11_500
    assert len(queries.list_remittances(actor=make.FINANCE).items) == 1


def test_what_was_not_to_be_paid_on_delivery_is_unknown():
    online = make.a_payment()
    make.begin(online)
    (line,) = record(CashRow("A", online, 11_500), total=11_500).lines
    assert line.outcome == CashOutcome.UNKNOWN
    assert state_of(online) == PaymentState.OPEN


@pytest.mark.parametrize("rows", [(), (CashRow("A", None, 0),), (CashRow("A", None, -1),)])
def test_nonsense_is_refused(rows):
    with pytest.raises(errors.BadRemittance):
        record(*rows, total=0)


def test_what_is_to_come_ends_with_the_statement():
    first, second = on_delivery(), on_delivery(2_500)
    awaited = queries.list_cash_to_come(actor=make.FINANCE)
    assert [(one.reference, one.amount.minor) for one in awaited] == [
        (first, 11_500),
        (second, 2_500),
    ]
    record(CashRow("A", first, 11_500), total=11_500)
    left = queries.list_cash_to_come(actor=make.FINANCE)
    assert [one.reference for one in left] == [second]


def test_it_needs_the_permission():
    with pytest.raises(Forbidden):
        services.record_remittance(actor=make.BUYER, draft=draft(total=1))
    for question in (queries.list_cash_to_come, queries.list_remittances):
        with pytest.raises(Forbidden):
            question(actor=make.BUYER)

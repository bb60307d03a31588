"""Money when many come at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jishi.foundation.kernel.errors import JishiError
from jishi.money.payments import queries, services
from jishi.money.payments.models import PaymentAttempt, ProviderEvent, Refund
from jishi.money.payments.types import PaymentState
from tests.money.payments import factories as make
from tests.money.payments.factories import FakePay

THREADS = 20

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fakepay"),
]


@pytest.fixture(autouse=True)
def needs_threads():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection")


def race(call: Callable[[int], object], threads: int = THREADS) -> Counter:
    """Call at the same moment in several threads; count the outcomes by type."""
    gate = Barrier(threads)

    def run(number: int) -> str:
        gate.wait()
        try:
            return type(call(number)).__name__
        except JishiError as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(run, range(threads)))


def test_refunds_never_exceed_what_was_captured():
    reference = make.a_paid_payment(1_000)
    outcome = race(lambda _: make.give_back(reference, 100))
    assert outcome == {"UUID": 10, "RefundExceedsPayment": THREADS - 10}
    attempt = make.attempt_of(reference)
    assert attempt.refunded_minor == attempt.captured_minor == 1_000
    make.run_jobs()
    assert queries.get_payment(reference).refunded_minor == 1_000
    assert make.books() == {"customer_funds": -1_000, "refunds_due": 1_000}


def test_one_payment_is_captured_once():
    reference = make.a_payment()
    number = make.begin(reference)
    outcome = race(lambda index: make.notify(number, id=f"n{index % 5}"), threads=10)
    assert outcome == {"bytes": 10}
    assert ProviderEvent.objects.count() == 5
    assert make.emitted() == ["payment_captured"]
    assert make.books() == {"clearing:fakepay": 11_500, "customer_funds": -11_500}


def test_closing_and_paying_agree(fakepay: FakePay):
    for _ in range(5):
        reference = make.a_payment()
        number = make.begin(reference)

        def act(index: int, reference=reference, number=number) -> object:
            if index % 2:
                return services.close_payment(actor=make.SYSTEM, reference=reference)
            fakepay.pay(number)
            return make.notify(number)

        race(act, threads=4)
        payment = queries.get_payment(reference)
        refunds = Refund.objects.filter(payment__reference=reference).count()
        assert (payment.state, refunds) in {(PaymentState.PAID, 0), (PaymentState.CLOSED, 1)}
        assert payment.captured_minor == 11_500
    make.run_jobs()
    make.books()


def test_beginning_to_pay_in_many_tabs_leaves_one_attempt():
    reference = make.a_payment()
    race(lambda _: make.begin(reference), threads=6)
    created = PaymentAttempt.objects.filter(payment__reference=reference, state="created")
    assert created.count() == 1


def test_a_refund_is_sent_once(fakepay: FakePay):
    refund_id = make.give_back(make.a_paid_payment(), 100)
    race(lambda _: services.send_refund(actor=make.SYSTEM, refund_id=refund_id), threads=6)
    assert fakepay.calls.count("refund") == 1
    assert make.emitted().count("refund_settled") == 1

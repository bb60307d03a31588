"""Events are never lost, arrive in order per subject, and take effect once."""

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.platform import leases, outbox, transactions
from jishi.foundation.platform.models import Counter, OutboxDelivery, OutboxEvent
from tests.foundation.platform.events import LampLit

pytestmark = pytest.mark.django_db


@pytest.fixture
def handlers(monkeypatch):
    """An empty registry, so that only this test's handlers hear its events."""
    monkeypatch.setattr(outbox, "_handlers", {LampLit: {}})
    monkeypatch.setattr(outbox, "_listeners", {})
    return outbox._handlers[LampLit]


@transactions.transactional
def light(*numbers: int, lamp: str = "a", fail: bool = False) -> None:
    for number in numbers:
        outbox.emit(LampLit(lamp=lamp, number=number))
    if fail:
        raise RuntimeError("the use case failed")


def retry_now():
    OutboxEvent.objects.filter(is_pending=True).update(retry_at=clock.now())


def test_events_of_one_subject_arrive_in_order(handlers):
    seen = []
    handlers["seen"] = lambda event: seen.append((event.lamp, event.number))
    light(1, 2, 3)
    light(4)
    assert outbox.deliver_all() == 4
    assert seen == [("a", 1), ("a", 2), ("a", 3), ("a", 4)]
    assert outbox.deliver_all() == 0


def test_a_failed_use_case_announces_nothing(handlers):
    handlers["seen"] = lambda event: pytest.fail("announced")
    with pytest.raises(RuntimeError):
        light(1, fail=True)
    assert OutboxEvent.objects.count() == 0


def test_a_failing_handler_holds_back_its_subject_and_no_other(handlers):
    seen, broken = [], [True]

    def flaky(event):
        if event.lamp == "a" and broken:
            raise ValueError("not now")
        seen.append((event.lamp, event.number))

    handlers["flaky"] = flaky
    light(1, 2)
    light(7, lamp="b")
    outbox.deliver_all()
    assert seen == [("b", 7)]
    broken.clear()
    outbox.deliver_all()
    assert seen == [("b", 7)], "the retry is not due yet"
    retry_now()
    outbox.deliver_all()
    assert seen == [("b", 7), ("a", 1), ("a", 2)]


def test_a_handler_that_succeeded_is_not_run_again_when_another_fails(handlers):
    broken = [True]

    def count(event):
        Counter.objects.update_or_create(
            name=f"lamp{event.number}", create_defaults={"value": 1}, defaults={"value": 99}
        )

    def flaky(_event):
        if broken:
            raise ValueError("not now")

    handlers["count"], handlers["flaky"] = count, flaky
    light(1)
    outbox.deliver_all()
    broken.clear()
    retry_now()
    outbox.deliver_all()
    assert dict(Counter.objects.values_list("name", "value")) == {"lamp1": 1}
    assert set(OutboxDelivery.objects.values_list("handler", "state")) == {
        ("count", "done"),
        ("flaky", "done"),
    }


def test_a_handler_that_keeps_failing_is_parked_and_can_be_replayed(handlers):
    seen, broken = [], [True]

    def flaky(event):
        if broken:
            raise ValueError("never")
        seen.append(event.number)

    handlers["flaky"] = flaky
    light(1)
    for _ in range(outbox.MAX_ATTEMPTS):
        retry_now()
        outbox.deliver_all()
    parked = OutboxDelivery.objects.get()
    assert (parked.state, parked.attempts) == ("parked", outbox.MAX_ATTEMPTS)
    assert "ValueError: never" in parked.error
    assert not OutboxEvent.objects.filter(is_pending=True).exists()
    broken.clear()
    outbox.replay(parked.pk)
    outbox.deliver_all()
    assert seen == [1]
    assert OutboxDelivery.objects.get().state == "done"


def test_a_second_dispatcher_leaves_a_leased_partition_alone(handlers):
    handlers["seen"] = lambda event: None
    light(1)
    partition = OutboxEvent.objects.get().partition
    assert leases.acquire(f"outbox:{partition}", holder="one")
    assert outbox.deliver_due(holder="two") == 0
    assert outbox.deliver_due(holder="one") == 1


def test_a_batch_costs_the_same_statements_whatever_its_size(
    handlers, django_assert_max_num_queries
):
    handlers["seen"] = lambda event: None
    light(*range(100))
    with django_assert_max_num_queries(10):
        assert outbox.deliver_due(holder="one") == 100


def test_announcing_many_facts_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(3):
        light(*range(50))

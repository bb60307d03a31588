"""Timers fire exactly once, late ones are caught up, paused ones keep their rest."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.foundation.platform import leases, timers
from jishi.foundation.platform.models import Counter, Timer

pytestmark = pytest.mark.django_db


@pytest.fixture
def fired(monkeypatch):
    seen = []
    monkeypatch.setitem(timers.TIMERS._parts, "tests.ring", seen.append)
    return seen


def ago(seconds: int):
    return clock.now() - timedelta(seconds=seconds)


def test_a_due_timer_fires_once_and_a_future_one_not_yet(fired):
    late, future = ids.new_id(), ids.new_id()
    timers.set_timer("tests.ring", late, ago(86_400))
    timers.set_timer("tests.ring", future, ago(-60))
    assert timers.fire_due(holder="one") == 1
    assert timers.fire_due(holder="one") == 0
    assert fired == [late]


def test_two_schedulers_do_not_fire_a_timer_twice(fired):
    subject = ids.new_id()
    timers.set_timer("tests.ring", subject, ago(1))
    rows = list(Timer.objects.all())
    assert timers._fire_together(rows, clock.now()) == 1
    assert timers._fire_together(rows, clock.now()) == 0
    assert fired == [subject]


def test_only_the_holder_of_the_lease_fires(fired):
    timers.set_timer("tests.ring", ids.new_id(), ago(1))
    assert leases.acquire("timers", holder="one")
    assert timers.fire_due(holder="two") == 0
    assert timers.fire_due(holder="one") == 1


def test_a_failing_timer_undoes_its_effect_is_tried_again_and_stops_no_other(monkeypatch, fired):
    broken = [True]

    def explode(_subject):
        Counter.objects.create(name="boom", value=1)
        if broken:
            raise ValueError("not now")

    monkeypatch.setitem(timers.TIMERS._parts, "tests.explode", explode)
    good = ids.new_id()
    timers.set_timer("tests.explode", ids.new_id(), ago(5))
    timers.set_timer("tests.ring", good, ago(1))
    assert timers.fire_due(holder="one") == 1
    assert fired == [good]
    assert not Counter.objects.exists()
    row = Timer.objects.get(kind="tests.explode")
    assert (row.state, row.attempts) == ("armed", 1)
    assert row.due_at > clock.now()
    broken.clear()
    Timer.objects.update(due_at=ago(1))
    timers.fire_due(holder="one")
    assert Counter.objects.count() == 1


def test_a_paused_timer_keeps_the_time_that_was_left(fired):
    subject = ids.new_id()
    timers.set_timer("tests.ring", subject, ago(-3600))
    timers.pause("tests.ring", subject)
    paused = Timer.objects.get()
    assert paused.state == "paused"
    assert 3595 <= paused.remaining_s <= 3600
    Timer.objects.update(due_at=ago(10))
    assert timers.fire_due(holder="one") == 0
    timers.resume("tests.ring", subject)
    rest = (Timer.objects.get().due_at - clock.now()).total_seconds()
    assert 3590 <= rest <= 3600


def test_a_canceled_timer_stays_silent(fired):
    subject = ids.new_id()
    timers.set_timer("tests.ring", subject, ago(1))
    timers.cancel("tests.ring", [subject])
    assert timers.fire_due(holder="one") == 0
    assert fired == []


def test_many_timers_fire_in_a_fixed_number_of_statements(fired, django_assert_max_num_queries):
    Timer.objects.bulk_create(
        Timer(kind="tests.ring", subject_id=ids.new_id(), due_at=ago(1)) for _ in range(200)
    )
    with django_assert_max_num_queries(10):
        assert timers.fire_due(holder="one") == 200
    assert len(fired) == 200

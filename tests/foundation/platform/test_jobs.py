"""Jobs: enqueued with their change, retried, parked, recovered, scheduled once."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.platform import jobs, transactions
from jishi.foundation.platform.models import Counter, Job, Schedule
from tests.foundation.platform import jobs_for_tests

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mended():
    jobs_for_tests.broken.clear()
    yield
    jobs_for_tests.broken.clear()


def test_a_job_runs_once_with_its_arguments():
    jobs_for_tests.count_up.enqueue("a", by=7)
    assert jobs.run_all() == 1
    assert jobs.run_all() == 0
    assert Counter.objects.get().value == 7
    assert Job.objects.get().state == "done"


def test_a_rolled_back_use_case_leaves_no_job():
    @transactions.transactional
    def fail():
        jobs_for_tests.count_up.enqueue("a")
        raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        fail()
    assert not Job.objects.exists()


def test_a_failing_job_waits_longer_each_time_and_is_parked():
    jobs_for_tests.broken.append(True)
    jobs_for_tests.count_up.enqueue("a")
    for attempt in (1, 2, 3):
        Job.objects.update(run_at=clock.now())
        assert jobs.run_due(worker="w") == 1
        row = Job.objects.get()
        assert row.attempts == attempt
        assert row.state == ("parked" if attempt == 3 else "ready")
    assert "ValueError: not now" in row.error
    jobs_for_tests.broken.clear()
    jobs.retry(row.pk)
    assert jobs.run_all() == 1
    assert Counter.objects.get().value == 1


def test_the_job_of_a_dead_worker_is_given_back():
    jobs_for_tests.count_up.enqueue("a")
    assert jobs._claim(Job.objects.get().pk, "dead")
    assert jobs._claim(Job.objects.get().pk, "other") is None
    assert jobs.recover_lost() == 0
    Job.objects.update(locked_until=clock.now() - timedelta(seconds=1))
    assert jobs.recover_lost() == 1
    assert jobs.run_all() == 1


def test_a_later_job_waits_for_its_time():
    later = jobs_for_tests.count_up.using(run_after=clock.now() + timedelta(hours=1))
    later.enqueue("a")
    assert jobs.run_all() == 0


def test_a_repeating_job_is_enqueued_once_by_several_schedulers(monkeypatch):
    monkeypatch.setattr(jobs.REPEATS, "_parts", {})
    task = jobs_for_tests.count_up
    jobs.REPEATS.add("tests.tick", jobs.Repeat(task, timedelta(hours=1)))
    monkeypatch.setattr(type(task), "enqueue", lambda self: ticks.append(1))
    ticks = []
    assert jobs.enqueue_repeats(holder="one") == 1
    assert jobs.enqueue_repeats(holder="two") == 0
    Schedule.objects.update(next_at=clock.now() - timedelta(days=3))
    assert jobs.enqueue_repeats(holder="one") == 1
    assert jobs.enqueue_repeats(holder="one") == 0, "missed runs are caught up once"
    assert len(ticks) == 2

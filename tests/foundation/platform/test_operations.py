"""What operators see of the plumbing, and what they can put back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor, ActorKind, DataScope, Grant
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.kernel.paging import BadCursor
from jishi.foundation.platform import (
    audit,
    jobs,
    operations,
    outbox,
    repairs,
    timers,
    transactions,
)
from jishi.foundation.platform.models import Job, OutboxDelivery, OutboxEvent, Timer
from jishi.foundation.platform.operations import AuditFilter

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("tests")


def delivery(state="parked", handler="orders.handlers.confirm"):
    event = OutboxEvent.objects.create(
        name="tests.thing_happened.v1", key="k", partition=0, payload='{"a":1}', actor="system"
    )
    return OutboxDelivery.objects.create(
        event=event, handler=handler, state=state, attempts=8, error="boom"
    )


def parked_timer():
    return Timer.objects.create(
        kind="tests.due", subject_id=uuid4(), due_at=clock.now(), state="parked", attempts=8
    )


def note(subject_id="one", action="tests.change", actor=SYSTEM):
    with transactions.unit():
        audit.record(
            actor=actor,
            action=action,
            subject_type="thing",
            subject_id=subject_id,
            before={"size": 1, "secret": "x"},
            after={"size": 2},
        )


def test_count_parked_counts_only_what_gave_up():
    delivery()
    delivery(state="retrying")
    Job.objects.create(name="a.b", arguments="[[], {}]", state="parked")
    Job.objects.create(name="a.b", arguments="[[], {}]", state="done")
    parked_timer()
    found = operations.count_parked()
    assert (found.deliveries.count, found.jobs.count, found.timers.count) == (1, 1, 1)
    assert found.jobs.oldest_at is not None


def test_count_parked_of_nothing_has_no_age():
    found = operations.count_parked()
    assert (found.deliveries.count, found.deliveries.oldest_at) == (0, None)


def test_parked_deliveries_are_paged_newest_first():
    made = [delivery(handler=f"h{number}").pk for number in range(3)]
    first = operations.list_parked_deliveries(limit=2)
    second = operations.list_parked_deliveries(cursor=first.next_cursor, limit=2)
    assert [one.delivery_id for one in first.items] == made[:0:-1]
    assert [one.delivery_id for one in second.items] == made[:1]
    assert second.next_cursor is None
    assert first.items[0].error == "boom"


def test_a_replayed_delivery_is_parked_no_more():
    row = delivery()
    outbox.replay(row.pk)
    assert operations.list_parked_deliveries().items == ()
    assert operations.get_delivery(row.pk).state == "retrying"


def test_jobs_are_listed_by_state_and_retried():
    made = [
        Job.objects.create(name=f"a.{number}", arguments="[[], {}]", state="parked").id
        for number in range(3)
    ]
    first = operations.list_jobs(limit=2)
    second = operations.list_jobs(cursor=first.next_cursor, limit=2)
    found = [one.job_id for one in (*first.items, *second.items)]
    assert found == sorted(made, reverse=True)
    jobs.retry(made[0])
    assert operations.get_job(made[0]).state == "ready"
    assert len(operations.list_jobs().items) == 2


def test_a_retried_timer_is_due_now():
    row = parked_timer()
    Timer.objects.filter(pk=row.pk).update(due_at=clock.now() - timedelta(days=1))
    timers.retry(row.id)
    found = operations.get_timer(row.id)
    assert (found.state, found.attempts) == ("armed", 0)
    assert clock.now() - found.due_at < timedelta(minutes=1)
    assert operations.list_timers().items == ()


def test_a_timer_that_did_not_give_up_stays_as_it_is():
    row = parked_timer()
    Timer.objects.filter(pk=row.pk).update(state="canceled")
    timers.retry(row.id)
    assert operations.get_timer(row.id).state == "canceled"


def test_audit_is_filtered_and_paged():
    for number in range(3):
        note(subject_id=f"s{number}")
    note(subject_id="s0", action="other.change", actor=Actor.system("other"))
    first = operations.list_audit(AuditFilter(action="tests."), limit=2)
    second = operations.list_audit(AuditFilter(action="tests."), cursor=first.next_cursor, limit=2)
    assert [one.subject_id for one in (*first.items, *second.items)] == ["s2", "s1", "s0"]
    by_actor = operations.list_audit(AuditFilter(actors=("other",)))
    assert [one.action for one in by_actor.items] == ["other.change"]
    both = operations.list_audit(AuditFilter(subject_type="thing", subject_id="s0"))
    assert len(both.items) == 2
    assert operations.list_audit(AuditFilter(until=clock.now() - timedelta(days=1))).items == ()
    assert len(operations.list_audit(AuditFilter(since=clock.now() - timedelta(days=1))).items) == 4


def test_an_audit_entry_shows_before_and_after_without_secrets():
    note()
    line = operations.list_audit(AuditFilter()).items[0]
    assert operations.get_audit(line.entry_id) == line
    assert (line.before, line.after) == ({"size": 1, "secret": "***"}, {"size": 2})


@pytest.mark.parametrize("read", [operations.get_job, operations.get_timer, operations.get_audit])
def test_what_is_not_there_is_not_found(read):
    with pytest.raises(NotFound):
        read(uuid4())


def test_a_delivery_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        operations.get_delivery(1)


@pytest.mark.parametrize(
    "ask",
    [
        operations.list_parked_deliveries,
        operations.list_jobs,
        operations.list_timers,
        lambda cursor: operations.list_audit(AuditFilter(), cursor=cursor),
    ],
)
def test_a_foreign_cursor_is_refused(ask):
    with pytest.raises(BadCursor):
        ask(cursor="nonsense")


def operator(*permissions):
    grants = frozenset(Grant(name, DataScope.ALL) for name in permissions)
    return Actor(kind=ActorKind.STAFF, id="op-1", grants=grants, ip="203.0.113.9")


def parked_job():
    return Job.objects.create(name="a.b", arguments="[[], {}]", state="parked", attempts=5)


def repairs_of(actor):
    """Put one of each back; return (kind of record, key) of each."""
    event, job, timer = delivery(), parked_job(), parked_timer()
    repairs.replay_delivery(actor=actor, delivery_id=event.pk)
    repairs.retry_job(actor=actor, job_id=job.pk)
    repairs.retry_timer(actor=actor, timer_id=timer.pk)
    return [("outbox_delivery", event), ("job", job), ("timer", timer)]


def test_who_puts_something_back_stands_in_the_audit_trail_with_before_and_after():
    for kind, row in repairs_of(operator("platform.operate")):
        (line,) = operations.list_audit(AuditFilter(subject_id=str(row.pk))).items
        after = {"outbox_delivery": "retrying", "job": "ready", "timer": "armed"}[kind]
        row.refresh_from_db()
        assert row.state == after
        assert (line.subject_type, line.action) == (kind, "platform.operate")
        assert (line.actor_kind, line.actor_id, line.ip) == ("staff", "op-1", "203.0.113.9")
        assert line.before["state"] == "parked"
        assert line.before["attempts"] in {5, 8}
        assert line.after == {"state": after, "attempts": 0}


def test_what_did_not_give_up_is_left_alone_and_leaves_no_trace():
    row = delivery(state="done")
    repairs.replay_delivery(actor=operator("platform.operate"), delivery_id=row.pk)
    row.refresh_from_db()
    assert row.state == "done"
    assert operations.list_audit(AuditFilter()).items == ()


def test_only_operators_put_something_back():
    row, job, timer = delivery(), parked_job(), parked_timer()
    reader = operator("audit.view")
    with pytest.raises(Forbidden):
        repairs.replay_delivery(actor=reader, delivery_id=row.pk)
    with pytest.raises(Forbidden):
        repairs.retry_job(actor=reader, job_id=job.pk)
    with pytest.raises(Forbidden):
        repairs.retry_timer(actor=reader, timer_id=timer.pk)
    for one in (row, job, timer):
        one.refresh_from_db()
        assert one.state == "parked"
    with pytest.raises(NotFound):
        repairs.retry_job(actor=operator("platform.operate"), job_id=uuid4())

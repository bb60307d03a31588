"""Statements that are compiled once answer as the ORM does, whatever the values."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel import ids
from jishi.foundation.platform import prepared
from jishi.foundation.platform.models import Counter, OutboxEvent, StateMove, Timer

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@prepared.reading
def _timers(subject_ids, kind):
    return Timer.objects.filter(subject_id__in=subject_ids, kind=kind).order_by("due_at")


@prepared.reading
def _due(before, attempts):
    rows = Timer.objects.filter(due_at__lt=before, attempts=attempts, remaining_s=None)
    return rows.order_by("due_at").values_list("subject_id", "due_at")


@prepared.reading
def _kinds(state):
    return Timer.objects.filter(state=state).order_by("kind").values_list("kind", flat=True)


@prepared.finding
def _move(subject_id):
    return StateMove.objects.filter(subject_id=subject_id)


@prepared.changing
def _count(name, more):
    return prepared.update(Counter.objects.filter(name=name), value=F("value") + more)


@prepared.changing
def _drop(names):
    return prepared.delete(Counter.objects.filter(name__in=names))


@prepared.reading
def _pending(is_pending):
    rows = OutboxEvent.objects.filter(is_pending=is_pending).order_by("seq")
    return rows.values_list("name", flat=True)


def _timer(kind="a", **values):
    values = {"due_at": NOON} | values
    return Timer.objects.create(kind=kind, subject_id=ids.new_id(), **values)


def test_rows_are_instances_with_their_types():
    made = _timer()
    (found,) = _timers([made.subject_id], "a")
    assert found == made
    assert (found.subject_id, found.due_at, found.state) == (made.subject_id, NOON, "armed")
    found.state = "fired"
    found.save(update_fields=["state"])
    assert Timer.objects.get().state == "fired"


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 9])
def test_any_number_of_values_is_found_once_each(count):
    made = [_timer(due_at=NOON + timedelta(seconds=n)) for n in range(count)]
    wanted = [row.subject_id for row in made]
    assert [row.subject_id for row in _timers(set(wanted), kind="a")] == wanted
    assert _timers(wanted, kind="b") == []


def test_an_empty_collection_finds_nothing_and_asks_nothing():
    with CaptureQueriesContext(connection) as asked:
        assert _timers([], "a") == []
        assert _drop([]) == 0
    assert len(asked) == 0


def test_tuples_and_single_columns_are_converted():
    made = _timer(attempts=3)
    later = _timer("b", attempts=3, due_at=NOON + timedelta(hours=1))
    assert _due(NOON + timedelta(seconds=1), 3) == [(made.subject_id, NOON)]
    assert _due(NOON + timedelta(days=1), 3) == [
        (made.subject_id, NOON),
        (later.subject_id, later.due_at),
    ]
    assert _kinds("armed") == ["a", "b"]


def test_the_first_row_or_none():
    move = StateMove.objects.create(machine="m", subject_id=ids.new_id())
    assert _move(move.subject_id) == move
    assert _move(ids.new_id()) is None


def test_changes_count_the_rows_they_met():
    Counter.objects.bulk_create([Counter(name="a", value=1), Counter(name="b", value=1)])
    assert _count("a", 41) == 1
    assert _count("c", 1) == 0
    assert dict(Counter.objects.values_list("name", "value")) == {"a": 42, "b": 1}
    assert _drop(["a", "b", "c"]) == 2
    assert not Counter.objects.exists()


def test_booleans_are_statements_of_their_own():
    event = {"key": "k", "partition": 0, "payload": "{}", "actor": "x"}
    prepared.insert([OutboxEvent(name="new", **event)])
    prepared.insert([OutboxEvent(name="old", is_pending=False, **event)])
    assert (_pending(True), _pending(is_pending=False)) == (["new"], ["old"])


@pytest.mark.parametrize("count", [1, 3, prepared.MAX_ROWS + 1])
def test_rows_are_inserted_together(count):
    moves = [
        StateMove(machine="m", subject_id=ids.new_id(), action="go", reason=f"r{n}")
        for n in range(count)
    ]
    with CaptureQueriesContext(connection) as asked:
        prepared.insert(moves)
    assert len(asked) == 1
    assert [row.reason for row in StateMove.objects.order_by("id")] == [m.reason for m in moves]
    moves[0].reason = "again"
    moves[0].save(update_fields=["reason"])
    assert StateMove.objects.filter(reason="again").count() == 1


def test_a_refused_insert_undoes_its_transaction():
    def insert_twice():
        with transaction.atomic():
            prepared.insert([Counter(name="a"), Counter(name="b")])
            prepared.insert([Counter(name="a")])

    with pytest.raises(IntegrityError):
        insert_twice()
    assert not Counter.objects.exists()


def test_a_function_that_looks_at_its_values_is_found_out():
    @prepared.reading
    def shouting(kind):
        return Timer.objects.filter(kind=kind.upper())

    with pytest.raises(AssertionError):
        shouting("a")


def test_saving_writes_the_named_columns_only():
    timer = _timer()
    timer.state, timer.attempts, timer.error = "parked", 3, "lost"
    with CaptureQueriesContext(connection) as asked:
        prepared.save(timer, "state", "attempts")
    assert len(asked) == 1
    kept = Timer.objects.get()
    assert (kept.state, kept.attempts, kept.error) == ("parked", 3, "")

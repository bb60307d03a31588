"""Idempotency, audit, preferences, leases, counters and the transaction itself."""

import json

import pytest
from django.db import OperationalError

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_all
from jishi.foundation.kernel.errors import Forbidden, KeyReused, NotFound
from jishi.foundation.platform import audit, counters, idempotency, preferences, transactions
from jishi.foundation.platform.models import (
    AuditEntry,
    Counter,
    IdempotencyRecord,
    PreferenceValue,
)

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def make_counter(name="made"):
    Counter.objects.create(name=name, value=1)
    return 201, json.dumps({"name": name}).encode()


def test_a_replay_returns_the_first_answer_byte_for_byte():
    request = {"scope": "customer:1:make", "key": "k1", "request": b"{}", "produce": make_counter}
    first = idempotency.once(**request)
    second = idempotency.once(**request)
    assert (first.status, first.is_replay) == (201, False)
    assert (second.status, second.body, second.is_replay) == (201, first.body, True)
    assert Counter.objects.count() == 1


def test_a_key_of_another_request_is_refused_and_changes_nothing():
    idempotency.once(scope="s", key="k", request=b"1", produce=make_counter)
    with pytest.raises(KeyReused):
        idempotency.once(scope="s", key="k", request=b"2", produce=lambda: make_counter("x"))
    assert set(Counter.objects.values_list("name", flat=True)) == {"made"}


def test_a_refused_request_frees_its_key():
    def refuse():
        make_counter()
        raise NotFound

    with pytest.raises(NotFound):
        idempotency.once(scope="s", key="k", request=b"1", produce=refuse)
    assert not Counter.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    assert idempotency.once(scope="s", key="k", request=b"2", produce=make_counter).status == 201


@pytest.mark.parametrize("key", ["", "k" * 121, "钥匙"])
def test_a_malformed_key_is_refused(key):
    with pytest.raises(idempotency.BadKey):
        idempotency.once(scope="s", key=key, request=b"", produce=make_counter)
    assert not Counter.objects.exists()


@transactions.transactional
def note(subject: str, **after):
    audit.record(
        actor=SYSTEM, action="tests.note", subject_type="thing", subject_id=subject, after=after
    )


def test_the_audit_chain_holds_and_shows_tampering():
    for number in range(5):
        note(str(number), value=number, password="hunter2")
    assert audit.seal() == 5
    assert audit.verify() == (5, None)
    assert AuditEntry.objects.filter(position=3).get().after == {"value": 2, "password": "***"}
    AuditEntry.objects.filter(position=3).update(after={"value": 20})
    assert audit.verify() == (2, 3)


def test_a_missing_audit_entry_breaks_the_chain():
    for number in range(4):
        note(str(number))
    audit.seal()
    AuditEntry.objects.filter(position=2).delete()
    assert audit.verify() == (1, 2)


def test_the_chain_goes_on_where_it_ended():
    note("a")
    audit.seal()
    note("b")
    assert audit.seal() == 1
    assert audit.verify() == (2, None)


@pytest.fixture
def hours(monkeypatch):
    monkeypatch.setattr(preferences.PREFERENCES, "_parts", dict(preferences.PREFERENCES._parts))
    return preferences.declare(
        "tests.hours", 48, "Hours.", per_merchant=True, check=preferences.between(1, 99)
    )


def test_a_merchants_preference_goes_before_the_platforms(hours):
    merchant = ids.new_id()
    assert hours.get(merchant) == 48
    preferences.set_value(actor=SYSTEM, name="tests.hours", value=24)
    preferences.set_value(actor=SYSTEM, name="tests.hours", value=12, merchant_id=merchant)
    preferences.forget()
    assert (hours.get(), hours.get(merchant), hours.get(ids.new_id())) == (24, 12, 24)
    assert AuditEntry.objects.get(merchant_id=merchant).after == {"value": 12}


@pytest.mark.parametrize("value", [0, 100, "24", 24.0, True, None])
def test_a_preference_refuses_what_does_not_fit(hours, value):
    with pytest.raises(preferences.BadPreference):
        preferences.set_value(actor=SYSTEM, name="tests.hours", value=value)
    assert not PreferenceValue.objects.exists()


def test_a_merchants_clerk_cannot_set_the_platforms_preference(hours):
    clerk = Actor(kind=ActorKind.STAFF, id="c")
    with pytest.raises(Forbidden):
        preferences.set_value(actor=clerk, name="tests.hours", value=24)
    boss = Actor(kind=ActorKind.STAFF, id="b", grants=grants_over_all(["preferences.edit"]))
    preferences.set_value(actor=boss, name="tests.hours", value=24)


def test_counters_have_no_gaps():
    assert [counters.next_number("invoice") for _ in range(3)] == [1, 2, 3]

    @transactions.transactional
    def fail():
        counters.next_number("invoice")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert counters.next_number("invoice") == 4


def test_an_inner_service_joins_the_outer_ones_transaction():
    @transactions.transactional
    def inner():
        Counter.objects.create(name="inner")

    @transactions.transactional
    def outer():
        inner()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        outer()
    assert not Counter.objects.exists()


def test_a_deadlock_victim_is_run_again():
    tries = []

    @transactions.transactional
    def unlucky():
        tries.append(1)
        Counter.objects.create(name="once")
        if len(tries) < 3:
            raise OperationalError("deadlock detected")

    unlucky()
    assert len(tries) == 3
    assert Counter.objects.count() == 1


def test_calling_out_inside_a_transaction_is_a_bug():
    @transactions.outbound
    def call():
        return "called"

    assert call() == "called"
    with transactions.unit(), pytest.raises(AssertionError, match="must not hold a transaction"):
        call()

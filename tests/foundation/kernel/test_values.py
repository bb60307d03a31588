"""Ids, states, actors, cursors and text."""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel import ids, paging, text
from jishi.foundation.kernel.actors import Actor, ActorKind, DataScope, Grant
from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.kernel.states import StateMachine

M1, M2 = ids.new_id(), ids.new_id()


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


class Switch(StrEnum):
    GO = "go"
    STOP = "stop"
    BREAK = "break"


LIGHT = StateMachine(
    name="light",
    initial=Light.RED,
    moves={
        (Light.RED, Switch.GO): Light.GREEN,
        (Light.GREEN, Switch.STOP): Light.RED,
        (Light.RED, Switch.BREAK): Light.OFF,
    },
)


def test_ids_sort_by_the_time_they_were_made():
    made = [ids.new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert {one.version for one in made} == {7}


@given(st.uuids())
def test_public_ids_read_back(value: UUID):
    assert ids.decode("ord", ids.encode("ord", value)) == value


@pytest.mark.parametrize(
    "bad", ["", "ord_", "usr_" + "0" * 26, "ord_" + "u" * 26, "ord_" + "z" * 26]
)
def test_malformed_public_ids_are_refused(bad):
    with pytest.raises(ValueError, match="ord"):
        ids.decode("ord", bad)


def test_human_numbers_carry_a_check_digit():
    number = ids.human_number("M", datetime(2026, 11, 22, 17, tzinfo=UTC), tail=123)
    assert number.startswith("M261123")
    assert number[-3:-1] == "23"
    assert ids.luhn_digit(number[1:-1]) == int(number[-1])


def test_states_move_by_the_table_and_refuse_the_rest():
    assert LIGHT.advance(Light.RED, Switch.GO) == Light.GREEN
    assert LIGHT.actions(Light.RED) == (Switch.GO, Switch.BREAK)
    assert LIGHT.sources(Switch.STOP) == (Light.GREEN,)
    assert LIGHT.is_terminal(Light.OFF)
    with pytest.raises(IllegalMove) as refusal:
        LIGHT.advance(Light.OFF, Switch.GO)
    assert refusal.value.params == {"machine": "light", "state": "off", "action": "go"}


def test_nothing_is_allowed_that_is_not_granted():
    nobody = Actor(kind=ActorKind.CUSTOMER, id="c", user_id=M1)
    with pytest.raises(Forbidden):
        nobody.require("orders.view", merchant_id=M1)


def test_a_foreign_merchants_objects_do_not_exist():
    clerk = Actor(
        kind=ActorKind.STAFF,
        id="s",
        grants=frozenset({Grant("orders.view", DataScope.MERCHANT, M1)}),
    )
    clerk.require("orders.view", merchant_id=M1)
    with pytest.raises(NotFound):
        clerk.require("orders.view", merchant_id=M2)
    with pytest.raises(NotFound):
        clerk.require("orders.view")
    assert clerk.merchant_ids("orders.view") == frozenset({M1})
    assert clerk.merchant_ids("orders.edit") == frozenset()


def test_a_grant_over_all_reaches_every_merchant():
    boss = Actor(
        kind=ActorKind.STAFF, id="b", grants=frozenset({Grant("orders.view", DataScope.ALL)})
    )
    boss.require("orders.view", merchant_id=M2)
    assert boss.merchant_ids("orders.view") is None


def test_owners_see_only_their_own():
    owner = Actor(kind=ActorKind.CUSTOMER, id="c", user_id=M1)
    owner.require_owner(M1)
    for other in (M2, None):
        with pytest.raises(NotFound):
            owner.require_owner(other)


@given(st.lists(st.one_of(st.none(), st.integers(), st.text()), max_size=4))
def test_cursors_read_back(keys):
    assert paging.decode_cursor(paging.encode_cursor(*keys), len(keys)) == tuple(keys)


@given(st.text(max_size=50))
def test_a_malformed_cursor_is_refused_and_nothing_else(cursor):
    try:
        paging.decode_cursor(cursor, 2)
    except paging.BadCursor:
        return
    assert paging.encode_cursor(*paging.decode_cursor(cursor, 2))


def test_text_falls_back_through_the_languages():
    assert text.localized({"zh-hans": "茶", "en": "tea"}, "en") == "tea"
    assert text.localized({"zh-hans": "茶"}, "en") == "茶"
    assert text.localized({}, "en") == ""


@given(st.text())
def test_cleaned_text_can_be_stored(raw):
    cleaned = text.clean(raw, max_length=20)
    assert len(cleaned) <= 20
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")

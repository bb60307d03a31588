"""Laws of keys."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.actors import Actor
from jishi.parties.integrations import errors, rules
from jishi.parties.integrations.types import AppDraft

AT = datetime(2026, 5, 1, tzinfo=UTC)
KNOWN = {"orders.view": True, "orders.review": False}


def test_a_key_is_read_as_it_was_written():
    prefix, secret = "0123456789ab", "c" * 48
    assert rules.parse_key(rules.format_key(prefix, secret)) == (prefix, secret)


@given(st.text())
def test_other_text_is_no_key(text):
    assert rules.parse_key(text) is None


@given(st.text(min_size=1), st.text())
def test_only_the_secret_itself_matches(secret, other):
    assert rules.is_secret(secret, rules.hash_secret(secret))
    assert secret == other or not rules.is_secret(other, rules.hash_secret(secret))
    assert secret not in rules.hash_secret(secret) or len(secret) < 8


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AppDraft(" ", ("orders.view",)), "name"),
        (AppDraft("x", ()), "scopes"),
        (AppDraft("x", ("orders.view",), expires_at=AT), "expires_at"),
        (AppDraft("x", ("orders.fly",)), "scopes"),
    ],
)
def test_what_is_missing_is_named(draft, field):
    with pytest.raises((errors.BadApp, errors.BadScope)) as refusal:
        rules.check_app(draft, KNOWN, AT)
    assert refusal.value.field == field


def test_scopes_are_kept_once_and_sorted():
    draft = AppDraft(
        " 仓库  同步 ",
        ("orders.view", "orders.review", "orders.view"),
        expires_at=AT + timedelta(days=1),
    )
    checked = rules.check_app(draft, KNOWN, AT)
    assert checked == ("仓库 同步", ["orders.review", "orders.view"])


def test_guests_give_nothing():
    with pytest.raises(errors.CannotGrant):
        rules.check_held(Actor.guest("x"), AppDraft("x", ("orders.view",)))

"""The laws of paying."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.errors import IllegalMove
from jishi.money.payments import rules
from jishi.money.payments.types import (
    AttemptMove,
    AttemptState,
    PaymentMove,
    PaymentState,
    RefundMove,
    RefundState,
)

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
minor = st.integers(1, 10**12)


@given(minor, st.sampled_from(PaymentState), minor, minor)
def test_what_is_kept_and_returned_is_what_came(received, state, asked, attempted):
    division = rules.divide(received, state=state, payment_minor=asked, attempt_minor=attempted)
    assert division.kept_minor + division.returned_minor == received
    assert division.kept_minor in {0, asked}
    assert division.returned_minor >= 0


@given(minor, minor)
def test_nothing_is_kept_of_what_is_paid_or_closed(received, asked):
    for state in (PaymentState.PAID, PaymentState.CLOSED):
        division = rules.divide(received, state=state, payment_minor=asked, attempt_minor=asked)
        assert division.kept_minor == 0


def test_a_payment_never_moves_backwards():
    for state in (PaymentState.PAID, PaymentState.CLOSED):
        assert rules.PAYMENT.is_terminal(state)
    with pytest.raises(IllegalMove):
        rules.PAYMENT.advance(PaymentState.CLOSED, PaymentMove.PAY)


def test_money_may_arrive_for_every_attempt_but_a_paid_one():
    for state in AttemptState:
        is_paid = state is AttemptState.PAID
        assert rules.ATTEMPT.allows(state, AttemptMove.PAY) is not is_paid


def test_a_refund_that_succeeded_is_over():
    assert rules.REFUND.is_terminal(RefundState.SUCCEEDED)
    assert not rules.REFUND.allows(RefundState.FAILED, RefundMove.SUCCEED)
    assert not rules.REFUND.allows(RefundState.FAILED, RefundMove.CONFIRM)


@pytest.mark.parametrize(
    ("checks", "wait_s"), [(0, 30), (1, 60), (2, 120), (3, 300), (4, 600), (9, 600)]
)
def test_attempts_are_asked_about_ever_more_rarely(checks, wait_s):
    following = rules.next_check(checks=checks, at=AT, expires_at=AT + timedelta(hours=1))
    assert following == AT + timedelta(seconds=wait_s)


def test_an_attempt_is_watched_for_an_hour_after_it_expired():
    just = AT - timedelta(minutes=59)
    assert rules.next_check(checks=3, at=AT, expires_at=just) is not None
    assert rules.next_check(checks=3, at=AT, expires_at=AT - timedelta(hours=1)) is None


@pytest.mark.parametrize(("tries", "wait_s"), [(1, 30), (2, 60), (7, 3600), (50, 3600)])
def test_refunds_are_never_given_up(tries, wait_s):
    assert rules.next_try(tries=tries, at=AT) == AT + timedelta(seconds=wait_s)

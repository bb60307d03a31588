"""The law of returns, who may ask for what, and what every unit gives back."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.care.aftersales import rules
from jishi.care.aftersales.rules import LineFacts, LineMoney, OrderFacts, Terms
from jishi.care.aftersales.types import (
    Blocked,
    CaseAction,
    CaseKind,
    CaseState,
    Reason,
    RefundParts,
    Stage,
)
from jishi.fulfillment.shipping.types import FreightBearer

AT = datetime(2025, 11, 5, 2, 0, tzinfo=UTC)
TERMS = Terms(quality_days=15, max_cases=3)
SIGNED = OrderFacts(is_confirmed=True, is_physical=True, signed_at=AT - timedelta(days=1))
UNSIGNED = OrderFacts(is_confirmed=True, is_physical=True, signed_at=None)


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("signed_at", "days", "end"),
    [
        (shanghai(1, 10), 7, shanghai(9, 0)),
        (shanghai(1, 0), 7, shanghai(9, 0)),
        (shanghai(1, 23, 59), 7, shanghai(9, 0)),
        (shanghai(2, 0), 7, shanghai(10, 0)),
        (shanghai(1, 10), 15, shanghai(17, 0)),
    ],
)
def test_a_window_ends_at_midnight_of_its_last_day_in_shanghai(signed_at, days, end):
    assert rules.window_end(signed_at, days) == end


def test_the_last_second_of_the_seventh_day_counts_and_midnight_does_not():
    signed_at = shanghai(1, 10)
    midnight = shanghai(9, 0)
    assert rules.is_within(signed_at, 7, midnight - timedelta(seconds=1))
    assert not rules.is_within(signed_at, 7, midnight)


def test_before_signing_every_window_is_open():
    assert rules.is_within(None, 7, AT)
    assert not rules.is_within(None, 0, AT)


@pytest.mark.parametrize(
    ("promised", "is_excluded", "days"),
    [(7, False, 7), (3, False, 7), (30, False, 30), (0, False, 0), (15, True, 0)],
)
def test_no_merchant_promises_less_than_the_law(promised, is_excluded, days):
    assert rules.no_reason_days(is_excluded=is_excluded, promised_days=promised) == days


@pytest.mark.parametrize("reason", list(Reason))
def test_the_reason_decides_who_pays_the_freight(reason):
    buyers = {Reason.NO_REASON, Reason.CHANGED_MIND, Reason.ORDERED_WRONG, Reason.REFUSED}
    expected = FreightBearer.SHOPPER if reason in buyers else FreightBearer.MERCHANT
    assert rules.freight_bearer(reason) == expected


def test_ended_cases_have_no_actions_and_open_ones_have():
    for state in CaseState:
        assert rules.CASE.is_terminal(state) == (state in rules.ENDED)


def test_staff_and_buyers_are_offered_legal_moves_only():
    for state in CaseState:
        for was_sent in (False, True):
            for kind in CaseKind:
                offered = rules.staff_actions(state, kind, was_sent=was_sent)
                offered += rules.buyer_actions(state, was_sent=was_sent)
                assert all(rules.CASE.allows(state, action) for action in offered)


def test_a_rejected_return_that_was_sent_is_insisted_on_not_sent_again():
    assert rules.buyer_actions(CaseState.REJECTED, was_sent=True) == (CaseAction.INSIST,)
    assert rules.staff_actions(CaseState.REJECTED, CaseKind.RETURN_REFUND, was_sent=True) == (
        CaseAction.SETTLE,
    )


def blocked(line: LineFacts, order: OrderFacts = SIGNED, at: datetime = AT):
    return rules.blocked(line, order=order, terms=TERMS, at=at)


def test_a_line_is_blocked_for_one_clear_reason():
    unpaid = OrderFacts(is_confirmed=False, is_physical=True, signed_at=None)
    late = AT + timedelta(days=30)
    assert blocked(LineFacts(1, 0, 0), unpaid) == Blocked.NOT_CONFIRMED
    assert blocked(LineFacts(1, 1, 1, returned_shipped=1)) == Blocked.NOTHING_LEFT
    assert blocked(LineFacts(1, 1, 0, busy_shipped=1)) == Blocked.IN_CASE
    assert blocked(LineFacts(2, 2, 0, cases=3)) == Blocked.TOO_MANY_CASES
    assert blocked(LineFacts(1, 1, 0), at=late) == Blocked.WINDOW_CLOSED
    assert blocked(LineFacts(1, 1, 0)) is None


def test_units_that_never_left_can_be_refunded_however_late():
    assert blocked(LineFacts(2, 1, 0), at=AT + timedelta(days=300)) is None


def test_units_given_back_before_shipping_and_after_are_told_apart():
    line = LineFacts(quantity=5, shipped=3, returned=2, returned_shipped=1)
    assert (line.unshipped_left, line.shipped_left) == (1, 2)
    busy = LineFacts(5, 3, 2, returned_shipped=1, busy_unshipped=1, busy_shipped=1)
    assert (busy.unshipped_left, busy.shipped_left, busy.busy) == (0, 1, 2)


def test_units_that_left_during_a_case_are_not_kept_by_it():
    line = LineFacts(quantity=2, shipped=2, returned=0, busy_unshipped=2)
    assert (line.shipped_left, line.busy) == (2, 0)


@given(
    quantity=st.integers(1, 20),
    shipped=st.integers(0, 20),
    busy=st.integers(0, 20),
)
def test_what_is_free_never_exceeds_the_line(quantity, shipped, busy):
    line = LineFacts(quantity, min(shipped, quantity), 0, busy_shipped=busy)
    assert 0 <= line.unshipped_left + line.shipped_left <= quantity


def test_goods_that_never_left_cannot_be_sent_back():
    here, gone = LineFacts(2, 0, 0), LineFacts(2, 2, 0)
    assert rules.stage_of([(here, 2)], CaseKind.REFUND_ONLY) == Stage.UNSHIPPED
    assert rules.stage_of([(here, 2)], CaseKind.RETURN_REFUND) is None
    assert rules.stage_of([(gone, 2)], CaseKind.RETURN_REFUND) == Stage.SHIPPED
    assert rules.stage_of([(here, 1), (gone, 1)], CaseKind.REFUND_ONLY) is None


def reasons(kind, stage, order=SIGNED, at=AT, terms=TERMS):
    return rules.reasons(kind, stage, order=order, terms=terms, at=at)


def test_after_seven_days_faults_may_still_be_claimed():
    later = AT + timedelta(days=9)
    found = reasons(CaseKind.RETURN_REFUND, Stage.SHIPPED, at=later)
    assert Reason.NO_REASON not in found
    assert Reason.QUALITY in found
    assert reasons(CaseKind.RETURN_REFUND, Stage.SHIPPED, at=AT + timedelta(days=20)) == ()


def test_excluded_goods_cannot_be_returned_without_a_reason():
    excluded = Terms(quality_days=15, max_cases=3, no_reason_days=0)
    found = reasons(CaseKind.RETURN_REFUND, Stage.SHIPPED, order=UNSIGNED, terms=excluded)
    assert Reason.NO_REASON not in found
    assert Reason.QUALITY in found


def test_virtual_goods_are_refunded_but_never_sent_back():
    virtual = OrderFacts(is_confirmed=True, is_physical=False, signed_at=AT)
    assert reasons(CaseKind.RETURN_REFUND, Stage.SHIPPED, order=virtual) == ()
    assert Reason.QUALITY in reasons(CaseKind.REFUND_ONLY, Stage.SHIPPED, order=virtual)


def test_nobody_keeps_goods_and_money_for_no_reason():
    assert Reason.NO_REASON not in reasons(CaseKind.REFUND_ONLY, Stage.SHIPPED)


def test_line_b_of_the_walk_gives_back_what_was_paid_for_it():
    line = LineMoney(quantity=1, done=0, goods_minor=3000 - 444, freight_minor=0, tax_minor=0)
    assert rules.refund_amount(line, 1, with_freight=False) == RefundParts(2556, 0, 0)


def test_units_of_a_line_give_back_by_cumulative_floor():
    amounts = [
        rules.refund_amount(LineMoney(3, done, 2576, 153, 0), 1, with_freight=True)
        for done in range(3)
    ]
    assert [part.goods_minor for part in amounts] == [858, 859, 859]
    assert sum(part.freight_minor for part in amounts) == 153


@given(
    quantity=st.integers(1, 12),
    goods=st.integers(0, 10**7),
    freight=st.integers(0, 10**4),
    tax=st.integers(0, 10**5),
    cuts=st.sets(st.integers(1, 11)),
)
def test_the_last_unit_leaves_zero_of_every_component(quantity, goods, freight, tax, cuts):
    stops = [0, *sorted(cut for cut in cuts if cut < quantity), quantity]
    parts = [
        rules.refund_amount(
            LineMoney(quantity, start, goods, freight, tax), end - start, with_freight=True
        )
        for start, end in pairwise(stops)
    ]
    assert sum(part.goods_minor for part in parts) == goods
    assert sum(part.freight_minor for part in parts) == freight
    assert sum(part.tax_minor for part in parts) == tax


@given(
    parts=st.lists(
        st.builds(RefundParts, st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99)),
        min_size=1,
        max_size=5,
    ),
    amount=st.integers(0, 60_000),
)
def test_a_reduced_amount_is_spread_exactly_and_never_above_a_part(parts, amount):
    reduced = rules.reduce_parts(parts, amount)
    total = sum(part.total_minor for part in parts)
    assert sum(part.total_minor for part in reduced) == min(amount, total)
    assert all(
        new.goods_minor <= old.goods_minor and new.freight_minor <= old.freight_minor
        for new, old in zip(reduced, parts, strict=True)
    )


def test_freight_goes_back_when_nothing_left_or_the_merchant_is_at_fault():
    bearer = FreightBearer
    assert rules.refunds_freight(is_anything_shipped=False, bearer=bearer.SHOPPER)
    assert rules.refunds_freight(is_anything_shipped=True, bearer=bearer.MERCHANT)
    assert not rules.refunds_freight(is_anything_shipped=True, bearer=bearer.SHOPPER)


def test_merchants_have_two_days_before_shipping_and_five_after():
    terms = {"hours": 48, "days": 5}
    assert rules.answer_by(Stage.UNSHIPPED, AT, **terms) == AT + timedelta(hours=48)
    assert rules.answer_by(Stage.SHIPPED, AT, **terms) == AT + timedelta(days=5)


def test_a_signed_return_shortens_the_time_to_answer_and_never_lengthens_it():
    terms = {"ship_days": 10, "sign_days": 3}
    assert rules.receive_by(sent_at=AT, signed_at=None, **terms) == AT + timedelta(days=10)
    soon, late = AT + timedelta(days=2), AT + timedelta(days=9)
    assert rules.receive_by(sent_at=AT, signed_at=soon, **terms) == AT + timedelta(days=5)
    assert rules.receive_by(sent_at=AT, signed_at=late, **terms) == AT + timedelta(days=10)


def test_instant_refunds_are_off_by_default_and_never_follow_shipping():
    assert not rules.is_instant(stage=Stage.UNSHIPPED, amount_minor=0, limit_minor=0)
    assert rules.is_instant(stage=Stage.UNSHIPPED, amount_minor=20_000, limit_minor=20_000)
    assert not rules.is_instant(stage=Stage.UNSHIPPED, amount_minor=20_001, limit_minor=20_000)
    assert not rules.is_instant(stage=Stage.SHIPPED, amount_minor=1, limit_minor=20_000)


def test_missing_or_disputed_units_need_a_person():
    assert rules.is_as_sent({"a": 2}, [("a", "A", 1), ("a", "B", 1)])
    assert not rules.is_as_sent({"a": 2}, [("a", "A", 1)])
    assert not rules.is_as_sent({"a": 2}, [("a", "A", 2), ("a", "D", 1)])


def test_coupons_go_back_with_their_whole_scope():
    one, two = UUID(int=1), UUID(int=2)
    assert rules.refunded_scopes([(one, 0), (one, 1), (two, 0)], one) == ()
    assert rules.refunded_scopes([(one, 0), (one, 0), (two, 1)], one) == (one,)
    assert rules.refunded_scopes([(one, 0), (two, 0)], one) == (one, None)

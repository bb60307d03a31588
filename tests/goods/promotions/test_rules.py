"""What coupons promise: windows, days, limits, and states without a way back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel import ids
from jishi.goods.promotions import rules
from jishi.goods.promotions.errors import (
    BadCoupon,
    ClaimEnded,
    ClaimLimitReached,
    ClaimNotOpen,
    DailyLimitReached,
    NewUsersOnly,
    SoldOut,
)
from jishi.goods.promotions.types import (
    Audience,
    Channel,
    ClaimFacts,
    ClaimState,
    CouponInfo,
    CouponKind,
    CouponState,
    Funder,
    Scope,
    ScopeKind,
)
from tests.goods.promotions.factories import coupon_draft

AT = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""

moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001  the zone is added below
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    "change",
    [
        {"code": "has blanks"},
        {"name": {"en": " "}},
        {"currency": "rmb"},
        {"platform_share_bp": 10_001},
        {"platform_share_bp": 1, "merchant_id": ids.new_id()},
        {"threshold_minor": -1},
        {"value_minor": 0},
        {"rate_bp": 100},
        {"cap_minor": 100},
        {"scope": Scope(ScopeKind.PRODUCT)},
        {"scope": Scope(ScopeKind.ALL, frozenset({ids.new_id()}))},
        {"claim_until": AT, "claim_from": AT},
        {"use_until": AT, "use_from": AT, "valid_days": None},
        {"valid_days": None},
        {"valid_days": 0},
        {"valid_days": 7, "use_until": AT},
        {"valid_delay_days": -1},
        {"total": 0},
        {"per_user": 0},
        {"per_day": 2},
        {"public_code": "X"},
        {"public_code": "a b", "channel": Channel.CODE},
    ],
)
def test_bad_drafts_are_refused(change):
    with pytest.raises(BadCoupon) as refused:
        rules.check_draft(replace(coupon_draft(), **change))
    assert refused.value.field == next(iter(change))


def test_kinds_have_their_own_fields():
    percent = {"kind": CouponKind.PERCENT, "value_minor": 0}
    rules.check_draft(coupon_draft(**percent, rate_bp=1500, cap_minor=500))
    rules.check_draft(coupon_draft(kind=CouponKind.FREE_FREIGHT, value_minor=0, cap_minor=800))
    with pytest.raises(BadCoupon):
        rules.check_draft(coupon_draft(**percent))


def info(state=CouponState.ACTIVE, issued=0, **values):
    return CouponInfo(ids.new_id(), coupon_draft(**values), Funder.PLATFORM, state, issued, 0, AT)


@pytest.mark.parametrize(
    ("coupon", "error"),
    [
        (info(CouponState.DRAFT), ClaimNotOpen),
        (info(CouponState.PAUSED), ClaimNotOpen),
        (info(CouponState.ENDED), ClaimEnded),
        (info(CouponState.VOIDED), ClaimEnded),
        (info(claim_from=AT + timedelta(seconds=1)), ClaimNotOpen),
        (info(claim_until=AT), ClaimEnded),
        (info(use_until=AT), ClaimEnded),
        (info(audience=Audience.NEW_USER), NewUsersOnly),
        (info(total=5, issued=5), SoldOut),
    ],
)
def test_claims_are_refused_with_their_reason(coupon, error):
    with pytest.raises(error):
        rules.check_claim(coupon, facts=ClaimFacts(), at=AT)


def test_claims_that_fit_pass():
    rules.check_claim(info(claim_from=AT, total=5, issued=4), facts=ClaimFacts(), at=AT)
    new_user = info(audience=Audience.NEW_USER)
    rules.check_claim(new_user, facts=ClaimFacts(is_new_user=True), at=AT)


def test_numbers_run_up_to_the_limit_and_fill_gaps():
    draft = coupon_draft(per_user=3, per_day=2)
    yesterday = AT - timedelta(days=1)
    assert rules.next_seq(draft, [], at=AT) == 1
    assert rules.next_seq(draft, [(1, yesterday), (3, yesterday)], at=AT) == 2
    with pytest.raises(ClaimLimitReached):
        rules.next_seq(draft, [(1, AT), (2, AT), (3, AT)], at=AT)
    with pytest.raises(DailyLimitReached):
        rules.next_seq(draft, [(1, AT), (2, AT)], at=AT)


def test_a_day_of_claiming_is_a_day_in_shanghai():
    draft = coupon_draft(per_user=2, per_day=1)
    before_midnight = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)
    assert rules.next_seq(draft, [(1, before_midnight)], at=AT) == 2


def test_relative_validity_ends_with_the_last_day_in_shanghai():
    midnight = datetime(2026, 6, 7, 16, 0, tzinfo=UTC)
    assert rules.validity(coupon_draft(valid_days=7), AT) == (AT, midnight)
    tomorrow = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)
    delayed = coupon_draft(valid_days=1, valid_delay_days=1)
    assert rules.validity(delayed, AT) == (tomorrow, tomorrow + timedelta(days=1))


def test_absolute_validity_is_what_was_promised():
    until = AT + timedelta(days=3)
    assert rules.validity(coupon_draft(use_until=until), AT) == (AT, until)
    begins = AT + timedelta(days=1)
    assert rules.validity(coupon_draft(use_from=begins, use_until=until), AT) == (begins, until)


def test_reminders_come_three_days_and_one_day_before():
    until = AT + timedelta(days=7)
    first = rules.next_reminder(until, AT)
    second = rules.next_reminder(until, first)
    assert (until - first, until - second) == (timedelta(days=3), timedelta(days=1))
    assert rules.next_reminder(until, second) is None
    assert rules.days_left(until, first) == 3
    assert rules.days_left(until, until - timedelta(hours=1)) == 1


@given(moments, st.integers(1, 400), st.integers(0, 30))
def test_validity_is_never_empty(claimed_at, days, delay):
    draft = coupon_draft(valid_days=days, valid_delay_days=delay)
    begins, ends = rules.validity(draft, claimed_at)
    assert claimed_at <= begins < ends


@given(moments, moments)
def test_a_reminder_lies_ahead_and_before_the_end(until, after):
    reminder = rules.next_reminder(until, after)
    assert reminder is None or after < reminder < until


def test_final_states_have_no_actions():
    assert rules.COUPON.is_terminal(CouponState.VOIDED)
    assert rules.CLAIM.is_terminal(ClaimState.EXPIRED)
    assert rules.CLAIM.is_terminal(ClaimState.VOIDED)


def test_scopes_cover_what_they_say():
    product, other, category = ids.new_id(), ids.new_id(), ids.new_id()
    assert Scope().covers(product, ())
    assert Scope(ScopeKind.CATEGORY, frozenset({category})).covers(product, (other, category))
    assert not Scope(ScopeKind.CATEGORY, frozenset({category})).covers(product, (other,))
    assert Scope(ScopeKind.PRODUCT, frozenset({product})).covers(product, ())
    assert not Scope(ScopeKind.PRODUCT, frozenset({product})).covers(other, ())
    assert not Scope(ScopeKind.EXCLUDE, frozenset({product})).covers(product, ())
    assert Scope(ScopeKind.EXCLUDE, frozenset({product})).covers(other, ())

"""Points, growth, levels and streaks follow the rules whatever the order of events."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.growth.loyalty import rules
from jishi.growth.loyalty.errors import BadLevel
from jishi.growth.loyalty.types import EarningRate, Level, Reminder, Standing

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GRACE = timedelta(days=30)
LEVELS = (
    Level("plain", {"en": "Plain"}, 0),
    Level("silver", {"en": "Silver"}, 1_000, 9_800),
    Level("gold", {"en": "Gold"}, 5_000, 9_500, 15_000),
)
YUAN = EarningRate(points=1, per_minor=100)


@pytest.mark.parametrize(
    ("paid", "points"), [(-1, 0), (0, 0), (99, 0), (100, 1), (19_999, 199), (20_000, 200)]
)
def test_points_are_earned_for_full_yuan(paid, points):
    assert rules.earned(paid, YUAN) == points


def test_a_level_multiplies_points():
    assert rules.earned(10_050, YUAN, 15_000) == 150


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**7), max_size=6))
def test_what_is_left_of_points_depends_on_what_is_left_of_the_sale_only(paid, refunds):
    left = paid
    points = rules.earned(paid, YUAN)
    for refund in refunds:
        left -= min(left, refund)
        now = rules.earned(left, YUAN)
        assert 0 <= now <= points
        points = now
    assert points == left // 100


def test_growth_is_of_one_year():
    entries = [(NOON - 365 * DAY, 7), (NOON - 364 * DAY, 10), (NOON, 5), (NOON + DAY, 100)]
    assert rules.growth_since(entries, NOON) == 15
    assert rules.growth_since([(NOON, -5)], NOON) == 0


@pytest.mark.parametrize(
    ("amount", "code"), [(0, "plain"), (999, "plain"), (1_000, "silver"), (5_000, "gold")]
)
def test_growth_leads_to_a_level(amount, code):
    assert rules.level_for(LEVELS, amount).code == code


def test_above_the_top_there_is_nothing():
    assert rules.next_level(LEVELS, "silver") == LEVELS[2]
    assert rules.next_level(LEVELS, "gold") is None


def test_upwards_is_at_once_and_skips_levels():
    after = rules.review(Standing("plain", NOON + 9 * DAY), LEVELS, 5_000, NOON, GRACE)
    assert after == Standing("gold", NOON + 365 * DAY)


def test_a_level_is_kept_until_its_day_then_for_a_grace_then_lost_by_one():
    gold = Standing("gold", NOON)
    assert rules.review(gold, LEVELS, 0, NOON - DAY, GRACE) == gold
    warned = rules.review(gold, LEVELS, 0, NOON, GRACE)
    assert warned == Standing("gold", NOON + GRACE, NOON + GRACE)
    assert rules.review(warned, LEVELS, 0, NOON + GRACE - DAY, GRACE) == warned
    down = rules.review(warned, LEVELS, 0, NOON + GRACE, GRACE)
    assert down == Standing("silver", NOON + GRACE + 365 * DAY)


def test_who_earns_the_level_in_the_grace_keeps_it():
    warned = Standing("gold", NOON + GRACE, NOON + GRACE)
    kept = rules.review(warned, LEVELS, 5_000, NOON + DAY, GRACE)
    assert kept == Standing("gold", NOON + GRACE)


def test_a_level_earned_on_its_day_is_kept_for_a_year():
    assert rules.review(Standing("gold", NOON), LEVELS, 6_000, NOON, GRACE) == Standing(
        "gold", NOON + 365 * DAY
    )


@given(st.sampled_from(["plain", "silver", "gold"]), st.integers(0, 9_000), st.integers(0, 800))
def test_a_look_moves_up_to_what_is_earned_or_down_by_one_at_most(code, amount, days):
    codes = [level.code for level in LEVELS]
    after = rules.review(Standing(code, NOON), LEVELS, amount, NOON + days * DAY, GRACE)
    earned = codes.index(rules.level_for(LEVELS, amount).code)
    assert codes.index(after.level) >= min(codes.index(code) - 1, earned)
    assert codes.index(after.level) >= earned
    assert after.reviewed_at > NOON + days * DAY or after == Standing(code, NOON)


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        ((), "threshold"),
        ((LEVELS[1],), "threshold"),
        ((LEVELS[0], LEVELS[0]), "threshold"),
        ((LEVELS[0], LEVELS[2], LEVELS[1]), "threshold"),
        ((Level("plain", {"en": ""}, 0),), "name"),
        ((Level("plain", {"en": "P"}, 0, 0),), "rate_bp"),
        ((Level("plain", {"en": "P"}, 0, 10_001),), "rate_bp"),
        ((Level("plain", {"en": "P"}, 0, 10_000, 9_999),), "points_bp"),
        ((Level("two words", {"en": "P"}, 0),), "code"),
        (
            (LEVELS[0], Level("dear", {"en": "D"}, 1, 9_900), Level("top", {"en": "T"}, 2)),
            "rate_bp",
        ),
        (
            (LEVELS[0], Level("a", {"en": "A"}, 1, points_bp=12_000), Level("b", {"en": "B"}, 2)),
            "points_bp",
        ),
    ],
)
def test_levels_that_do_not_build_on_each_other_are_refused(levels, field):
    with pytest.raises(BadLevel) as refusal:
        rules.check_levels(levels)
    assert refusal.value.field == field


def test_a_streak_counts_days_in_a_row_and_today_may_be_open():
    today = date(2026, 3, 2)
    days = {date(2026, 2, 26), date(2026, 2, 28), date(2026, 3, 1)}
    assert rules.streak(days, today) == 2
    assert rules.streak(days | {today}, today) == 3
    assert rules.streak(set(), today) == 0
    assert rules.streak({today - 2 * DAY}, today) == 0


def test_rewards_begin_anew_after_their_table():
    cycle = (1, 1, 2, 2, 3, 3, 10)
    assert [rules.reward(cycle, day) for day in (1, 3, 7, 8, 14)] == [1, 2, 10, 1, 10]


def test_missed_days_are_the_open_ones_before_today():
    today = date(2026, 3, 2)
    assert rules.missed({date(2026, 3, 1), today}, today, 3) == (
        date(2026, 2, 28),
        date(2026, 2, 27),
    )
    assert rules.missed({date(2026, 3, 1)}, today, 1) == ()


def test_a_lot_is_reminded_of_30_7_and_1_days_ahead_and_no_oftener():
    end = NOON + 40 * DAY
    covered, told = {}, []
    for days in range(42):
        at = NOON + days * DAY
        found = rules.reminder([(end, 100)], covered, at, 10)
        if found:
            covered[found.days] = at + timedelta(days=found.days)
            told.append((days, found))
    assert told == [
        (10, Reminder(30, 100, end)),
        (33, Reminder(7, 100, end)),
        (39, Reminder(1, 100, end)),
    ]


def test_a_daily_signer_is_not_reminded_daily():
    lots = [(NOON + day * DAY, 3) for day in range(1, 200)]
    covered, told = {}, []
    for days in range(60):
        at = NOON + days * DAY
        if found := rules.reminder(lots[days:], covered, at, 10):
            covered[found.days] = at + timedelta(days=found.days)
            told.append((days, found.days, found.points))
    assert told[0] == (0, 7, 21)
    assert all(points >= 10 for _days, _span, points in told)
    assert len(told) == 11


def test_few_points_and_what_was_told_nearer_are_no_reminder():
    lot = (NOON + DAY / 2, 9)
    assert rules.reminder([lot], {}, NOON, 10) is None
    assert rules.reminder([lot], {1: NOON + DAY}, NOON, 1) is None
    assert rules.reminder([lot], {}, NOON + DAY, 1) is None
    assert rules.reminder([lot], {}, NOON, 9) == Reminder(1, 9, NOON + DAY / 2)

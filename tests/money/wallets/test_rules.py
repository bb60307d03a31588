"""Lots are drawn by expiry and filled again the other way round."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.money.wallets import rules
from jishi.money.wallets.errors import BadAmount, NotEnoughValue, OverReturned
from jishi.money.wallets.types import POINTS_UNIT, Asset, Drawn, LotInfo, PurseName

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LOTS = st.lists(
    st.tuples(st.integers(1, 10**9), st.one_of(st.none(), st.integers(0, 400))), max_size=8
).map(
    lambda parts: [
        LotInfo(UUID(int=at), amount, None if days is None else NOON + timedelta(days=days))
        for at, (amount, days) in enumerate(parts, start=1)
    ]
)


def lot(number: int, amount: int, days: int | None = None) -> LotInfo:
    return LotInfo(UUID(int=number), amount, None if days is None else NOON + timedelta(days))


def test_what_expires_first_is_drawn_first_then_what_came_first():
    lots = [lot(1, 50), lot(2, 30, 9), lot(3, 20, 2), lot(4, 10, 9)]
    assert rules.draw(lots, 75) == (
        Drawn(UUID(int=3), 20),
        Drawn(UUID(int=2), 30),
        Drawn(UUID(int=4), 10),
        Drawn(UUID(int=1), 15),
    )


def test_too_little_is_refused_with_what_is_missing():
    with pytest.raises(NotEnoughValue) as refusal:
        rules.draw([lot(1, 50)], 51)
    assert refusal.value.params == {"missing": 1}


@given(LOTS, st.data())
def test_what_is_drawn_sums_up_stays_within_lots_and_goes_back_whole(lots, data):
    total = sum(one.remaining_minor for one in lots)
    amount = data.draw(st.integers(0, total))
    drawn = rules.draw(lots, amount)
    assert sum(part.amount_minor for part in drawn) == amount
    remaining = {one.lot_id: one.remaining_minor for one in lots}
    assert all(0 < part.amount_minor <= remaining[part.lot_id] for part in drawn)
    assert rules.draw(reversed(lots), amount) == drawn
    assert sorted(rules.put_back(drawn, amount), key=str) == sorted(drawn, key=str)


@given(LOTS, st.lists(st.integers(0, 100), max_size=5))
def test_returns_in_parts_come_to_the_same_as_one(lots, percentages):
    drawn = rules.draw(lots, sum(one.remaining_minor for one in lots))
    left = {part.lot_id: part.amount_minor for part in drawn}
    for percentage in (*percentages, 100):
        before = sum(left.values())
        amount = before * percentage // 100
        out = [Drawn(part.lot_id, left[part.lot_id]) for part in drawn]
        for part in rules.put_back(out, amount):
            left[part.lot_id] -= part.amount_minor
        assert all(amount_left >= 0 for amount_left in left.values())
        assert sum(left.values()) == before - amount
    assert not any(left.values())


def test_the_last_drawn_is_returned_first():
    drawn = [Drawn(UUID(int=1), 20), Drawn(UUID(int=2), 30)]
    assert rules.put_back(drawn, 35) == (Drawn(UUID(int=2), 30), Drawn(UUID(int=1), 5))
    with pytest.raises(OverReturned):
        rules.put_back(drawn, 51)


@pytest.mark.parametrize(
    ("expires", "after"),
    [(None, None), (NOON + timedelta(1), NOON + timedelta(1)), (NOON, NOON + timedelta(30))],
)
def test_only_expired_lots_get_a_grace(expires, after):
    assert rules.revived(expires, NOON, timedelta(days=30)) == after


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_grant_settles_what_is_owed_first(owed, amount):
    left, still_owed = rules.settle(owed, amount)
    assert left - still_owed == amount - owed
    assert min(left, still_owed) == 0 or owed == 0


@pytest.mark.parametrize(
    ("asset", "unit", "amount"),
    [
        (Asset.CREDIT, "CNY", 0),
        (Asset.CREDIT, "CNY", -1),
        (Asset.CREDIT, "CNY", 10**18),
        (Asset.CREDIT, POINTS_UNIT, 1),
        (Asset.POINTS, "CNY", 1),
    ],
)
def test_amounts_out_of_bounds_and_wrong_units_are_refused(asset, unit, amount):
    with pytest.raises(BadAmount):
        rules.check_amount(PurseName(UUID(int=1), asset, unit), amount)

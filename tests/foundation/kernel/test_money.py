"""The laws of money: nothing is lost, nothing exceeds its line, in whatever order."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.money import (
    CurrencyMismatchError,
    Money,
    allocate,
    apportion,
    at_rate,
    from_decimal,
    half_up,
    portion,
    to_decimal,
)

amounts = st.integers(min_value=0, max_value=10**12)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30)
useful_weights = weights.filter(lambda given: sum(given) > 0)


@pytest.mark.parametrize(
    ("amount", "lines", "shares"),
    [
        (1000, (1000, 1000, 1000), (334, 333, 333)),
        (1000, (3333, 3333, 3334), (333, 333, 334)),
        (3000, (9999, 1, 5000), (2000, 0, 1000)),
        (100, (0, 333, 667), (0, 33, 67)),
        (500, (300, 100), (300, 100)),
    ],
    ids=["V1", "V2", "V3", "V4", "V5"],
)
def test_apportion_gives_the_vectors_of_the_rules(amount, lines, shares):
    assert apportion(amount, lines) == shares


def test_worked_order_is_exact_to_the_cent():
    after_member = (18810, 3990, 3420)
    full = apportion(3000, (18810, 0, 3420))
    assert full == (2538, 0, 462)
    base = tuple(a - b for a, b in zip(after_member, full, strict=True))
    shop = apportion(1500, base)
    assert shop == (1051, 258, 191)
    base = tuple(a - b for a, b in zip(base, shop, strict=True))
    platform = apportion(1000, base)
    assert platform == (701, 172, 127)
    base = tuple(a - b for a, b in zip(base, platform, strict=True))
    points = apportion(500, base)
    assert points == (350, 86, 64)
    payable = tuple(a - b for a, b in zip(base, points, strict=True))
    assert payable == (14170, 3474, 2576)
    assert allocate(1200, payable) == (841, 206, 153)


def test_refunding_unit_by_unit_gives_the_table_of_the_rules():
    totals = {"goods": 3420, "full": 462, "coupon": 191, "platform": 127, "points": 64}
    units = [
        {name: portion(total, 3, done, 1) for name, total in totals.items()} for done in (0, 1, 2)
    ]
    assert [unit["goods"] for unit in units] == [1140, 1140, 1140]
    assert [unit["full"] for unit in units] == [154, 154, 154]
    assert [unit["coupon"] for unit in units] == [63, 64, 64]
    assert [unit["platform"] for unit in units] == [42, 42, 43]
    assert [unit["points"] for unit in units] == [21, 21, 22]
    cash = [2 * unit["goods"] - sum(unit.values()) for unit in units]
    assert cash == [860, 859, 857]


@given(total=st.integers(min_value=-(10**12), max_value=10**12), lines=useful_weights)
def test_shares_sum_to_total(total, lines):
    assert sum(allocate(total, lines)) == total


@given(amount=amounts, lines=weights)
def test_a_discount_is_spread_whole_and_never_exceeds_a_line(amount, lines):
    shares = apportion(amount, lines)
    assert sum(shares) == min(amount, sum(lines))
    assert all(0 <= share <= line for share, line in zip(shares, lines, strict=True))


@given(amount=amounts, lines=useful_weights)
def test_a_heavier_line_never_gets_less(amount, lines):
    pairs = sorted(zip(lines, apportion(amount, lines), strict=True))
    shares = [share for _line, share in pairs]
    for (light, small), (heavy, large) in zip(pairs, pairs[1:], strict=False):
        assert light == heavy or small <= large, shares


@given(amount=amounts, lines=useful_weights, data=st.data())
def test_shares_do_not_depend_on_the_order_of_lines(amount, lines, data):
    order = data.draw(st.permutations(range(len(lines))))
    shuffled = apportion(amount, [lines[index] for index in order])
    straight = apportion(amount, lines)

    def count(weight, shares, weights_):
        return sorted(share for share, w in zip(shares, weights_, strict=True) if w == weight)

    for weight in set(lines):
        assert count(weight, straight, lines) == count(
            weight, shuffled, [lines[index] for index in order]
        )


@given(total=amounts, quantity=st.integers(1, 40), data=st.data())
def test_refunding_all_units_in_any_grouping_leaves_nothing(total, quantity, data):
    done, given_back = 0, 0
    while done < quantity:
        count = data.draw(st.integers(1, quantity - done))
        share = portion(total, quantity, done, count)
        assert share >= 0
        given_back += share
        done += count
    assert given_back == total


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (0, 7, 0), (1, 2, 1), (-1, 2, -1)],
)
def test_half_up_rounds_halves_away_from_zero(numerator, denominator, expected):
    assert half_up(numerator, denominator) == expected


def test_rates_are_basis_points():
    assert at_rate(9900, 9500) == 9405
    assert at_rate(1200, 9500) == 1140


@pytest.mark.parametrize("bad", [(10, [0, 0]), (10, [-1, 2])])
def test_allocate_refuses_weights_it_cannot_serve(bad):
    with pytest.raises(ValueError, match="weight"):
        allocate(*bad)


def test_portion_refuses_units_outside_the_line():
    with pytest.raises(ValueError, match="units"):
        portion(100, 3, 2, 2)


def test_currencies_never_mix():
    with pytest.raises(CurrencyMismatchError):
        Money(1, "CNY") + Money(1, "USD")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("19.99", "USD", 1999), ("500", "JPY", 500), ("1.234", "BHD", 1234)],
)
def test_decimals_convert_by_the_digits_of_the_currency(text, currency, minor):
    money = from_decimal(Decimal(text), currency)
    assert money == Money(minor, currency)
    assert to_decimal(money) == Decimal(text)


def test_decimals_with_too_many_digits_are_refused():
    with pytest.raises(ValueError, match="digits"):
        from_decimal(Decimal("0.001"), "CNY")

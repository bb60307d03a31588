"""Commission is divided to the cent and taken back to the cent, whatever the grouping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.money import portion
from jishi.money.settlements import rules
from jishi.money.settlements.errors import BadSale, OverReversed
from jishi.money.settlements.rules import Taken
from jishi.money.settlements.types import Reversal
from tests.money.settlements.factories import M1, make_line, make_sale

TAX = 600


def shares_of(line):
    return rules.share(line, tax_rate_bp=TAX)


def back(line, taken, quantity, refund, freight=0):
    reversal = Reversal(line.order_line_id, quantity, refund, freight)
    return rules.take_back(line, shares_of(line), taken, reversal, tax_rate_bp=TAX)


@st.composite
def sold_lines(draw):
    goods = draw(st.integers(0, 10**7))
    return make_line(
        goods + (freight := draw(st.integers(0, 5000))) + (tax := draw(st.integers(0, 5000))),
        quantity=draw(st.integers(1, 12)),
        rate_bp=draw(st.integers(0, 10_000)),
        subsidy=draw(st.integers(0, 10**6)),
        freight=freight,
        tax=tax,
    )


@pytest.mark.parametrize(
    ("payable", "commission", "due"),
    [(5111, 511, 4600), (2556, 256, 2300), (3833, 383, 3450)],
)
def test_the_walk_of_the_house_is_divided_as_written(payable, commission, due):
    found = shares_of(make_line(payable))
    assert (found.commission_minor, found.due_minor) == (commission, due)


def test_freight_and_tax_go_to_the_merchant_without_commission():
    found = shares_of(make_line(11_300, freight=1000, tax=300))
    assert (found.commission_minor, found.due_minor) == (1000, 10_300)


def test_commission_is_taken_from_what_the_platform_pays_for_too():
    found = shares_of(make_line(8000, subsidy=2000))
    assert (found.commission_minor, found.due_minor) == (1000, 9000)


def test_the_tax_within_the_commission_is_recorded():
    assert shares_of(make_line(106_000)).commission_tax_minor == 600


@given(sold_lines())
def test_due_and_commission_share_all_there_is(line):
    found = shares_of(line)
    whole = line.payable_minor + line.platform_subsidy_minor
    assert found.due_minor + found.commission_minor == whole
    assert 0 <= found.commission_minor <= rules.commission_base(line)
    assert sum(minor for _, minor in rules.accrual(make_sale(line), (found,))) == 0


@given(sold_lines(), st.data())
def test_all_units_in_any_grouping_leave_nothing(line, data):
    shares, taken = shares_of(line), Taken()
    goods, extra = rules.goods_minor(line), line.freight_minor + line.tax_minor
    while taken.quantity < line.quantity:
        count = data.draw(st.integers(1, line.quantity - taken.quantity))
        part = portion(goods, line.quantity, taken.quantity, count)
        freight = portion(extra, line.quantity, taken.quantity, count)
        before = taken
        taken = back(line, taken, count, part + freight, freight)
        reversal = Reversal(line.order_line_id, count, part + freight, freight)
        amounts = rules.difference(reversal, before, taken)
        assert sum(minor for _, minor in rules.giving_back(M1, amounts)) == 0
        assert amounts.due_minor >= 0
        assert amounts.commission_minor >= 0
    assert taken.commission_minor == shares.commission_minor
    assert taken.commission_tax_minor == shares.commission_tax_minor
    assert taken.due_minor == shares.due_minor
    assert taken.subsidy_minor == line.platform_subsidy_minor
    assert rules.is_all_taken(line, shares, taken)


def test_a_line_of_three_gives_its_commission_back_to_the_cent():
    line, taken, commissions = make_line(2576, quantity=3, rate_bp=500), Taken(), []
    for refund in (860, 859, 857):
        following = back(line, taken, 1, refund)
        commissions.append(following.commission_minor - taken.commission_minor)
        taken = following
    assert commissions == [43, 43, 43]
    assert taken.commission_minor == shares_of(line).commission_minor == 129


def test_a_return_that_keeps_the_freight_leaves_the_freight_due():
    line = make_line(11_000, freight=1000)
    taken = back(line, Taken(), 1, 10_000)
    assert taken.commission_minor == 1000
    assert shares_of(line).due_minor - taken.due_minor == 1000
    assert not rules.is_all_taken(line, shares_of(line), taken)


def test_a_refund_without_return_takes_its_part_of_the_commission():
    taken = back(make_line(10_000), Taken(), 0, 2500)
    assert (taken.commission_minor, taken.due_minor) == (250, 2250)


def test_a_line_paid_by_the_platform_alone_gives_the_subsidy_back():
    line = make_line(0, subsidy=5000, quantity=2)
    taken = back(line, Taken(), 1, 0)
    assert (taken.subsidy_minor, taken.commission_minor, taken.due_minor) == (2500, 250, 2250)


@pytest.mark.parametrize(
    ("quantity", "refund", "freight"), [(3, 100, 0), (1, 2001, 0), (1, 700, 600), (2, 2500, 300)]
)
def test_more_than_was_sold_is_refused(quantity, refund, freight):
    line = make_line(2500, quantity=2, freight=500)
    with pytest.raises(OverReversed):
        back(line, Taken(), quantity, refund, freight)


@pytest.mark.parametrize(
    ("quantity", "refund", "freight"), [(0, 0, 0), (-1, 5, 0), (1, -5, 0), (1, 5, 6)]
)
def test_a_reversal_of_nothing_or_less_is_refused(quantity, refund, freight):
    with pytest.raises(BadSale):
        back(make_line(quantity=2), Taken(), quantity, refund, freight)


@pytest.mark.parametrize(
    "line",
    [
        make_line(quantity=0),
        make_line(-1),
        make_line(100, freight=101),
        make_line(rate_bp=10_001),
        make_line(rate_bp=-1),
        make_line(subsidy=-1),
    ],
)
def test_a_line_out_of_bounds_is_refused(line):
    with pytest.raises(BadSale):
        shares_of(line)


def test_the_first_rate_that_is_set_counts():
    assert rules.resolve_rate(None, 300, 500) == 300
    assert rules.resolve_rate(0, 300, 500) == 0
    assert rules.resolve_rate(None, None, 500) == 500

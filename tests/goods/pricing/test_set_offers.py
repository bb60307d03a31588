"""Stage 3: several units together, each kind by its own arithmetic and all by the same laws."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.goods.pricing import rules
from jishi.goods.pricing.types import Activities, QuoteLine, QuoteRequest, Stage, UnitPrice
from jishi.goods.promotions.types import Bundle, NthUnit, PickPrice, QuantityDiscount, Units

AT = datetime(2026, 6, 1, tzinfo=UTC)
SHOP = UUID(int=1001)


def uid(number):
    return UUID(int=number)


def units(*pairs):
    return [Units(uid(place), quantity, unit) for place, (quantity, unit) in enumerate(pairs)]


def quote(lines, *offers, unit_prices=(), budgets=()):
    return rules.compose(
        QuoteRequest(
            lines=tuple(
                QuoteLine(uid(place + 1), uid(place), uid(place + 500), SHOP, quantity, unit)
                for place, (quantity, unit) in enumerate(lines)
            ),
            market_code="cn",
            currency="CNY",
            at=AT,
            activities=Activities(
                set_offers=offers, unit_prices=tuple(unit_prices), budgets=tuple(budgets)
            ),
        )
    )


@pytest.mark.parametrize(
    ("pairs", "nth", "rate_bp", "shares"),
    [
        # The second at half its price: the cheaper of two is the second.
        ([(1, 1000), (1, 600)], 2, 5000, (0, 300)),
        ([(2, 999)], 2, 5000, (499,)),
        ([(3, 1000)], 2, 5000, (500,)),
        ([(1, 1000)], 2, 5000, (0,)),
        # The third for nothing, of five units: one is free, the cheapest.
        ([(2, 500), (3, 300)], 3, 0, (0, 300)),
        ([(6, 300)], 3, 0, (600,)),
    ],
)
def test_every_nth_unit_is_cheaper(pairs, nth, rate_bp, shares):
    assert NthUnit(uid(9), SHOP, nth, rate_bp).shares(units(*pairs)) == shares


@pytest.mark.parametrize(
    ("pairs", "count", "price", "shares"),
    [
        # 99.00 for three: worth 120.00, so 21.00 off, by what each costs.
        ([(1, 5000), (1, 4000), (1, 3000)], 3, 9900, (875, 700, 525)),
        # Four units: the dearest three make the set.
        ([(1, 5000), (1, 4000), (2, 3000)], 3, 9900, (875, 700, 525)),
        ([(6, 4000)], 3, 9900, (4200,)),
        ([(7, 4000), (1, 100)], 2, 5000, (9000, 0)),
        # A set that would be dearer than its units is not made.
        ([(3, 3000)], 3, 9900, (0,)),
        ([(2, 3000)], 3, 5000, (0,)),
    ],
)
def test_so_many_units_for_one_price(pairs, count, price, shares):
    assert PickPrice(uid(9), SHOP, count, price).shares(units(*pairs)) == shares


def test_a_bundle_is_made_as_often_as_all_its_parts_are_there():
    bundle = Bundle(uid(9), SHOP, ((uid(0), 1), (uid(1), 2)), 10_000)
    assert bundle.shares(units((2, 6000), (5, 3000))) == (2000, 2000)
    assert bundle.shares(units((2, 6000))) == (0,)
    assert bundle.shares(units((1, 6000), (1, 3000))) == (0, 0)


def test_a_line_joins_the_offer_that_saves_most_and_no_other():
    half = NthUnit(uid(41), SHOP, 2, 5000)
    tenth = QuantityDiscount(uid(42), SHOP, 2, 9000)
    found = quote([(2, 1000)], tenth, half)
    assert found.total_minor == 1500
    assert {share.source_id for line in found.lines for share in line.shares} == {uid(41)}


def test_an_activity_that_would_cost_more_than_its_budget_is_left_out():
    half = NthUnit(uid(41), SHOP, 2, 5000)
    assert quote([(2, 1000)], half, budgets=[(uid(41), 500)]).total_minor == 1500
    over = quote([(2, 1000)], half, budgets=[(uid(41), 499)])
    assert over.total_minor == 2000
    assert not any(line.shares for line in over.lines)


def test_a_line_of_more_units_than_the_price_is_for_does_not_get_it():
    flash = UnitPrice(uid(41), uid(0), 500, most_units=2)
    assert quote([(2, 1000)], unit_prices=[flash]).total_minor == 1000
    assert quote([(3, 1000)], unit_prices=[flash]).total_minor == 3000


LINES = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 5_000)), min_size=1, max_size=8)
OFFERS = st.one_of(
    st.builds(QuantityDiscount, st.just(uid(9)), st.just(SHOP), st.integers(2, 9),
              st.integers(0, 10_000)),
    st.builds(NthUnit, st.just(uid(9)), st.just(SHOP), st.integers(2, 9), st.integers(0, 10_000)),
    st.builds(PickPrice, st.just(uid(9)), st.just(SHOP), st.integers(2, 9),
              st.integers(0, 20_000)),
)  # fmt: skip


@given(LINES, OFFERS)
def test_no_line_costs_less_than_nothing_or_more_than_before(pairs, offer):
    lines = units(*pairs)
    shares = offer.shares(lines)
    assert len(shares) == len(lines)
    for line, share in zip(lines, shares, strict=True):
        assert 0 <= share <= line.unit_minor * line.quantity


@given(LINES, OFFERS, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_change_the_total(pairs, offer, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert sum(offer.shares(units(*pairs))) == sum(offer.shares(units(*shuffled)))


@given(LINES, OFFERS)
def test_the_quote_keeps_the_law_of_shares(pairs, offer):
    found = quote(pairs, offer)
    for line in found.lines:
        assert line.list_minor == sum(s.amount_minor for s in line.shares) + line.payable_minor
        assert {share.stage for share in line.shares} <= {Stage.QUANTITY}
    before = sum(quantity * unit for quantity, unit in pairs)
    assert found.total_minor == before - sum(offer.shares(units(*pairs)))


def by_hand(pairs, count, price):
    """Return what sets of units cost off, one set after the other from the dearest."""
    single = sorted((unit for quantity, unit in pairs for _ in range(quantity)), reverse=True)
    sets = [single[at : at + count] for at in range(0, len(single) - count + 1, count)]
    return sum(max(0, sum(one) - price) for one in sets)


@given(LINES, st.integers(2, 9), st.integers(0, 20_000))
def test_sets_taken_at_once_equal_sets_taken_one_by_one(pairs, count, price):
    shares = PickPrice(uid(9), SHOP, count, price).shares(units(*pairs))
    assert sum(shares) == by_hand(pairs, count, price)

"""Defects read in other shops' source, each a test named after its number in the list.

Where a room's own tests go deeper, docs/coverage.md names them.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import rules as aftersales
from jishi.care.aftersales.rules import LineFacts, LineMoney, OrderFacts, Terms
from jishi.care.aftersales.types import Blocked
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.money import apportion, portion
from jishi.fulfillment.shipping.rules import freight
from jishi.fulfillment.shipping.types import ChargeBy, MergePolicy, Rate, RegionRate
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.models import Reservation, StockLevel
from jishi.goods.pricing import rules as pricing
from jishi.goods.pricing.types import Funder, PointsOffer, Reduction, Tier, UnitPrice
from jishi.money.settlements import rules as settlements
from jishi.money.settlements.rules import Taken
from jishi.money.settlements.types import Reversal
from jishi.trade.orders import queries as orders_queries
from tests.fulfillment.shipping import test_freight_rules as freights
from tests.goods.pricing.test_rules import (
    AT,
    SHOP,
    _category,
    coupon,
    line,
    request,
    uid,
)
from tests.money.settlements.factories import make_line
from tests.walks import village as villages
from tests.walks.test_walk import pay_by_transfer, place


def discounts(quote):
    return [entry.discount_minor for entry in quote.lines]


@given(
    amount=st.integers(0, 10**6),
    weights=st.lists(st.integers(0, 10**5), min_size=1, max_size=200).filter(any),
)
def test_src_01_no_cent_is_lost_and_no_last_line_takes_the_rest(amount, weights):
    shares = apportion(amount, tuple(weights))
    assert sum(shares) == min(amount, sum(weights))
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


def test_src_02_points_that_cover_the_order_make_it_free_instead_of_failing():
    points = PointsOffer(uid(44), 10_000, max_rate_bp=10_000)
    quote = pricing.compose(request(line(1, 1990), points=points))
    assert (quote.discount_minor, quote.total_minor) == (1990, 0)


def test_src_03_reductions_of_several_scopes_all_apply():
    first, second = (_category(uid(number)) for number in (900, 901))
    quote = pricing.compose(
        request(
            line(1, 10000, categories=(uid(900),)),
            line(2, 10000, categories=(uid(901),)),
            reductions=(
                Reduction(uid(43), SHOP, (Tier(10000, 1000),), scope=first),
                Reduction(uid(44), SHOP, (Tier(10000, 2000),), scope=second),
            ),
        )
    )
    assert discounts(quote) == [1000, 2000]


def test_src_04_a_coupon_worth_more_than_the_order_is_capped_not_refused():
    quote = pricing.compose(request(line(1, 800), coupons=[coupon(31, value_minor=5000)]))
    assert (quote.coupons_used[0].discount_minor, quote.total_minor) == (800, 0)


def test_src_07_a_line_has_several_cases_within_its_window_and_never_more_than_was_paid():
    terms = Terms(quality_days=15, max_cases=3)
    signed = OrderFacts(is_confirmed=True, is_physical=True, signed_at=AT)

    def blocked(facts, at=AT):
        return aftersales.blocked(facts, order=signed, terms=terms, at=at)

    assert blocked(LineFacts(3, 3, 1, returned_shipped=1, cases=1)) is None
    assert blocked(LineFacts(3, 3, 3, returned_shipped=3)) == Blocked.NOTHING_LEFT
    assert blocked(LineFacts(3, 3, 0), AT.replace(month=12)) == Blocked.WINDOW_CLOSED
    whole = [
        aftersales.refund_amount(LineMoney(3, n, 2576, 0, 0), 1, with_freight=True)
        for n in range(3)
    ]
    assert sum(part.total_minor for part in whole) == 2576


def test_src_08_a_discount_above_the_rest_takes_the_rest_after_the_stages_before_it():
    quote = pricing.compose(
        request(
            line(1, 3000),
            line(2, 1000),
            coupons=[coupon(32, value_minor=9000)],
            reductions=(Reduction(uid(43), SHOP, (Tier(4000, 2000),)),),
        )
    )
    amounts = [[share.amount_minor for share in entry.shares] for entry in quote.lines]
    assert amounts == [[1500, 1500], [500, 500]]
    assert quote.total_minor == 0


def test_src_09_shares_of_shop_and_platform_never_mix():
    coupons = [coupon(31, merchant=SHOP, value_minor=700), coupon(32, value_minor=300)]
    (entry,) = pricing.compose(request(line(1, 10000), coupons=coupons)).lines
    assert [(share.funder, share.amount_minor) for share in entry.shares] == [
        (Funder.MERCHANT, 700),
        (Funder.PLATFORM, 300),
    ]


def test_src_11_commission_of_the_last_unit_is_exact():
    sold, taken, given_back = make_line(10_000, quantity=3, rate_bp=333), Taken(), []
    shares = settlements.share(sold, tax_rate_bp=600)
    for done in range(3):
        refund = portion(10_000, 3, done, 1)
        reversal = Reversal(sold.order_line_id, 1, refund, 0)
        following = settlements.take_back(sold, shares, taken, reversal, tax_rate_bp=600)
        given_back.append(following.commission_minor - taken.commission_minor)
        taken = following
    assert shares.commission_minor == 333
    assert given_back == [110, 111, 112]
    assert (taken.commission_minor, taken.due_minor) == (333, shares.due_minor)


@pytest.mark.django_db
def test_src_13_an_order_with_a_coupon_has_its_after_sale_like_any_other():
    village = villages.build()
    placed = place(village)
    pay_by_transfer(village, placed.group_id)
    for order in orders_queries.get_group(placed.group_id).orders:
        for eligible in aftersales_queries.list_eligible_lines(order.order_id):
            assert eligible.blocked is None


def test_src_14_weights_are_what_is_paid_for_the_line_not_for_the_unit():
    quote = pricing.compose(
        request(line(1, 1000, 3), line(2, 1000), coupons=[coupon(31, value_minor=400)])
    )
    assert discounts(quote) == [300, 100]


def test_src_15_nothing_is_cut_off_and_units_carry_what_the_line_carries():
    quote = pricing.compose(
        request(*(line(n, 333) for n in (1, 2, 3)), coupons=[coupon(31, value_minor=100)])
    )
    assert discounts(quote) == [34, 33, 33]
    assert [portion(100, 3, done, 1) for done in range(3)] == [33, 33, 34]


def test_src_17_goods_of_an_activity_take_coupons_and_points():
    quote = pricing.compose(
        request(
            line(1, 1000),
            coupons=[coupon(31, value_minor=100)],
            unit_prices=(UnitPrice(uid(41), uid(101), 700),),
            points=PointsOffer(uid(44), 50, step_minor=1),
        )
    )
    assert quote.total_minor == 550


def test_src_18_a_threshold_of_nothing_is_never_free_and_the_highest_first_fee_counts_once():
    used = freights.template()
    dear = freights.parcel(freights.line(used, 1, amount_minor=10**9))
    terms = freight.Terms(free_from_minor=0)
    assert freights.fee_of(dear, templates=[used], terms=terms) == 800
    heavy = freights.template(ChargeBy.WEIGHT, freights.BY_WEIGHT)
    both = freights.parcel(freights.line(used, 3), freights.line(heavy, 1, weight_g=2300))
    merged = freight.Terms(policy=MergePolicy.MAX_FIRST)
    assert freights.fee_of(both, templates=[used, heavy], terms=merged) == 2500


def test_src_19_a_gift_takes_no_part_of_a_discount():
    quote = pricing.compose(
        request(line(1, 0), line(2, 333), line(3, 667), coupons=[coupon(31, value_minor=100)])
    )
    assert discounts(quote) == [0, 33, 67]


@given(count=st.integers(1, 120), off=st.integers(0, 10**5))
def test_src_20_equal_lines_differ_by_a_cent_at_most(count, off):
    shares = apportion(off, (1000,) * count)
    assert max(shares) - min(shares) <= 1


def test_src_21_freight_depends_on_region_weight_and_pieces():
    used = freights.template(region_rates=(RegionRate(("65",), Rate(1, 2500, 1, 1500)),))
    goods = freights.parcel(freights.line(used, 2))
    assert freights.fee_of(goods, templates=[used]) == 1100
    assert freights.fee_of(goods, templates=[used], places=freights.URUMQI) == 4000


def test_src_22_what_was_given_back_does_not_change_the_shares_of_what_is_left():
    lines = (line(1, 9900, 2), line(2, 1200, 3))
    quote = pricing.compose(request(*lines, coupons=[coupon(31, value_minor=1500)]))
    kept = [entry.payable_minor for entry in quote.lines]
    assert kept == [18531, 3369]
    back = [
        aftersales.refund_amount(LineMoney(3, done, kept[1], 0, 0), 1, with_freight=False)
        for done in range(3)
    ]
    assert [part.goods_minor for part in back] == [1123, 1123, 1123]
    assert sum(kept) - sum(part.goods_minor for part in back) == 18531


@pytest.mark.django_db
def test_src_23_stock_is_held_for_a_time_and_comes_back_by_itself():
    village = villages.build()
    place(village)
    variants = list(village.variants.values())
    assert set(inventory_queries.available(variants).values()) == {9}
    Reservation.objects.filter(state="active").update(expires_at=clock.now())
    assert inventory.release_expired(actor=villages.SYSTEM) > 0
    assert set(inventory_queries.available(variants).values()) == {10}


@pytest.mark.django_db
def test_src_26_counters_of_stock_are_proved_by_movements_and_reservations():
    village = villages.build()
    placed = place(village)
    pay_by_transfer(village, placed.group_id)
    assert inventory_queries.prove() == ()
    StockLevel.objects.update(on_hand=99)
    assert {item.counter for item in inventory_queries.prove()} == {99}

"""The worked order of the house, to the cent, and the laws every quote keeps."""

import itertools
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.foundation.kernel.money import portion
from jishi.goods.pricing import rules
from jishi.goods.pricing.types import (
    Activities,
    Allowance,
    CouponOffer,
    CouponRefusal,
    EarningRule,
    Facts,
    FreightCharge,
    Funder,
    MemberPrice,
    PointsOffer,
    QuantityDiscount,
    QuoteLine,
    QuoteRequest,
    Reduction,
    Scope,
    ScopeKind,
    Stage,
    TaxRate,
    Tier,
    UnitPrice,
)
from jishi.goods.promotions.types import Audience, CouponKind

AT = datetime(2026, 6, 1, tzinfo=UTC)


def uid(number: int) -> UUID:
    return UUID(int=number)


SHOP, OTHER_SHOP = uid(1001), uid(1002)


def line(number, unit, quantity=1, *, merchant=SHOP, categories=(), activity=None):
    return QuoteLine(
        line_id=uid(number),
        variant_id=uid(number + 100),
        product_id=uid(number + 200),
        merchant_id=merchant,
        quantity=quantity,
        unit_list_minor=unit,
        category_ids=categories,
        activity_id=activity,
    )


def coupon(number, kind=CouponKind.AMOUNT, *, merchant=None, **values):
    funder = Funder.MERCHANT if merchant else Funder.PLATFORM
    values = {"platform_share_bp": 0 if merchant else 10_000, "threshold_minor": 0} | values
    return CouponOffer(
        offer_id=uid(number),
        coupon_id=uid(number + 5000),
        name={"en": f"coupon {number}"},
        kind=kind,
        merchant_id=merchant,
        funder=funder,
        currency=values.pop("currency", "CNY"),
        valid_from=AT - timedelta(days=1),
        valid_until=AT + timedelta(days=values.pop("days", 1)),
        **values,
    )


def request(*lines, coupons=(), chosen=None, charges=(), facts=None, **activities):
    return QuoteRequest(
        lines=lines,
        market_code="cn",
        currency="CNY",
        at=AT,
        coupons=tuple(coupons),
        chosen_coupon_ids=chosen,
        charges=tuple(charges),
        facts=facts or Facts(),
        activities=Activities(**activities),
    )


def worked_order():
    """A: 2 × 99.00, B: 1 × 49.50 at a flash price of 39.90, C: 3 × 12.00."""
    a, b, c = line(1, 9900, 2), line(2, 4950), line(3, 1200, 3)
    return request(
        a,
        b,
        c,
        coupons=[
            coupon(31, merchant=SHOP, value_minor=1500, threshold_minor=10000),
            coupon(32, value_minor=1000, platform_share_bp=7000),
        ],
        charges=[FreightCharge("p1", SHOP, 1200)],
        facts=Facts(member_level="gold"),
        unit_prices=(UnitPrice(uid(41), b.variant_id, 3990, takes_reductions=False),),
        member_prices=(MemberPrice(uid(42), "gold", 9500),),
        reductions=(Reduction(uid(43), SHOP, (Tier(20000, 3000),)),),
        points=PointsOffer(uid(44), 500),
    )


def test_the_worked_order_comes_out_to_the_cent():
    quote = rules.compose(worked_order())
    table = {
        entry.line_id.int: {share.stage: share.amount_minor for share in entry.shares}
        for entry in quote.lines
    }
    assert table == {
        1: {
            Stage.MEMBER: 990,
            Stage.REDUCTION: 2538,
            Stage.SHOP_COUPON: 1051,
            Stage.PLATFORM_COUPON: 701,
            Stage.POINTS: 350,
        },
        2: {
            Stage.ACTIVITY: 960,
            Stage.SHOP_COUPON: 258,
            Stage.PLATFORM_COUPON: 172,
            Stage.POINTS: 86,
        },
        3: {
            Stage.MEMBER: 180,
            Stage.REDUCTION: 462,
            Stage.SHOP_COUPON: 191,
            Stage.PLATFORM_COUPON: 127,
            Stage.POINTS: 64,
        },
    }
    assert [entry.payable_goods_minor for entry in quote.lines] == [14170, 3474, 2576]
    assert [entry.freight_minor for entry in quote.lines] == [841, 206, 153]
    assert [entry.payable_minor for entry in quote.lines] == [15011, 3680, 2729]
    assert quote.total_minor == 21420


def test_units_of_the_worked_order_are_refunded_without_a_rest():
    c = rules.compose(worked_order()).lines[2]
    goods = c.list_minor - c.shares[0].amount_minor
    components = [goods, *(-share.amount_minor for share in c.shares[1:])]
    refunds = [
        sum(
            portion(abs(total), c.quantity, done, 1) * (1 if total > 0 else -1)
            for total in components
        )
        for done in range(c.quantity)
    ]
    assert refunds == [860, 859, 857]
    assert sum(refunds) == c.payable_goods_minor


def test_the_platform_bears_its_part_of_a_shared_coupon():
    quote = rules.compose(worked_order())
    shares = [
        share
        for entry in quote.lines
        for share in entry.shares
        if share.stage == Stage.PLATFORM_COUPON
    ]
    assert [share.platform_minor for share in shares] == [491, 120, 89]
    assert sum(share.platform_minor for share in shares) == 700


def test_every_step_of_a_line_is_explained():
    entry = rules.compose(worked_order()).lines[0]
    steps = [
        (step.stage, step.before_minor, step.after_minor, step.share_minor) for step in entry.trace
    ]
    assert steps == [
        (Stage.LIST, 19800, 19800, 0),
        (Stage.MEMBER, 19800, 18810, 990),
        (Stage.REDUCTION, 18810, 16272, 2538),
        (Stage.SHOP_COUPON, 16272, 15221, 1051),
        (Stage.PLATFORM_COUPON, 15221, 14520, 701),
        (Stage.POINTS, 14520, 14170, 350),
        (Stage.FREIGHT, 0, 841, 841),
    ]
    assert entry.trace[3].source_id == uid(31)
    assert entry.trace[3].funder == Funder.MERCHANT


@pytest.mark.parametrize(
    ("off", "amounts", "shares"),
    [
        (1000, [1000, 1000, 1000], [334, 333, 333]),
        (1000, [3333, 3333, 3334], [333, 333, 334]),
        (3000, [9999, 1, 5000], [2000, 0, 1000]),
        (100, [0, 333, 667], [0, 33, 67]),
        (500, [300, 100], [300, 100]),
    ],
)
def test_discounts_are_spread_as_in_the_vectors(off, amounts, shares):
    lines = [line(number, amount) for number, amount in enumerate(amounts, start=1)]
    quote = rules.compose(request(*lines, coupons=[coupon(31, value_minor=off)]))
    assert [entry.discount_minor for entry in quote.lines] == shares


def test_quantity_counts_in_the_weights():
    quote = rules.compose(
        request(line(1, 1000, 3), line(2, 1000), coupons=[coupon(31, value_minor=400)])
    )
    assert [entry.discount_minor for entry in quote.lines] == [300, 100]


def test_a_coupon_worth_more_than_the_goods_is_capped_and_the_order_may_be_free():
    quote = rules.compose(request(line(1, 800), coupons=[coupon(31, value_minor=5000)]))
    assert quote.total_minor == 0
    assert quote.coupons_used[0].discount_minor == 800


def test_points_are_clamped_to_their_part_and_to_whole_steps():
    offer = PointsOffer(uid(44), 10_000, step_minor=100)
    quote = rules.compose(request(line(1, 1990), points=offer))
    assert quote.discount_minor == 900
    all_of_it = replace(offer, max_rate_bp=10_000, step_minor=1)
    assert rules.compose(request(line(1, 1990), points=all_of_it)).total_minor == 0


def test_reductions_of_several_scopes_all_apply_but_one_to_a_line():
    first, second, third = uid(900), uid(901), uid(902)
    quote = rules.compose(
        request(
            line(1, 10000, categories=(first,)),
            line(2, 10000, categories=(second,)),
            line(3, 10000, categories=(third,)),
            reductions=(
                Reduction(uid(43), SHOP, (Tier(10000, 1000),), scope=_category(first)),
                Reduction(uid(44), SHOP, (Tier(10000, 2000),), scope=_category(second)),
                Reduction(uid(45), SHOP, (Tier(10000, 500),), scope=_category(second)),
            ),
        )
    )
    assert [entry.discount_minor for entry in quote.lines] == [1000, 2000, 0]


def test_a_reduction_measures_participating_lines_only():
    offer = Reduction(uid(43), SHOP, (Tier(15000, 1000),), scope=_category(uid(900)))
    quote = rules.compose(
        request(line(1, 10000, categories=(uid(900),)), line(2, 10000), reductions=(offer,))
    )
    assert quote.discount_minor == 0


def test_the_best_tier_holds_and_a_repeating_one_counts_every_full_threshold():
    tiers = (Tier(10000, 500), Tier(30000, 2000))
    plain = request(line(1, 35000), reductions=(Reduction(uid(43), SHOP, tiers),))
    assert rules.compose(plain).discount_minor == 2000
    repeating = Reduction(uid(43), SHOP, (Tier(10000, 1000),), is_repeating=True)
    assert rules.compose(request(line(1, 35000), reductions=(repeating,))).discount_minor == 3000


def test_a_cross_shop_reduction_spreads_over_shops_after_their_own():
    quote = rules.compose(
        request(
            line(1, 20000),
            line(2, 20000, merchant=OTHER_SHOP),
            reductions=(
                Reduction(uid(43), SHOP, (Tier(20000, 10000),)),
                Reduction(uid(44), None, (Tier(30000, 3000),)),
            ),
        )
    )
    assert [entry.discount_minor for entry in quote.lines] == [11000, 2000]


def test_an_activity_price_never_raises_a_price_and_the_chosen_one_wins():
    low, high = UnitPrice(uid(41), uid(101), 700), UnitPrice(uid(42), uid(101), 800)
    dear = UnitPrice(uid(43), uid(101), 1200)
    assert _total(line(1, 1000), unit_prices=(dear,)) == 1000
    assert _total(line(1, 1000), unit_prices=(high, low)) == 700
    assert _total(line(1, 1000, activity=uid(42)), unit_prices=(low, high)) == 800


def test_activity_orders_take_coupons_and_points_unless_the_activity_says_no():
    offer = UnitPrice(uid(41), uid(101), 700)
    coupons = [coupon(31, value_minor=100)]
    quote = rules.compose(request(line(1, 1000), coupons=coupons, unit_prices=(offer,)))
    assert quote.total_minor == 600
    closed = replace(offer, takes_coupons=False)
    quote = rules.compose(request(line(1, 1000), coupons=coupons, unit_prices=(closed,)))
    assert quote.total_minor == 700
    assert quote.coupons_unused[0].reason == CouponRefusal.NO_MATCHING_GOODS


def test_the_better_of_activity_and_member_price_holds_unless_they_stack():
    offer = UnitPrice(uid(41), uid(101), 9600, takes_member_price=True)
    member = MemberPrice(uid(42), "gold", 9500)
    gold = Facts(member_level="gold")
    better = rules.compose(
        request(line(1, 10000), facts=gold, unit_prices=(offer,), member_prices=(member,))
    )
    assert [(share.stage, share.amount_minor) for share in better.lines[0].shares] == [
        (Stage.MEMBER, 500)
    ]
    stacked = rules.compose(
        request(
            line(1, 10000),
            facts=gold,
            unit_prices=(offer,),
            member_prices=(member,),
            does_member_price_stack=True,
        )
    )
    assert stacked.total_minor == 9120


def test_a_member_price_is_rounded_per_unit():
    member = MemberPrice(uid(42), "gold", 9500)
    quote = rules.compose(
        request(line(1, 999, 3), facts=Facts(member_level="gold"), member_prices=(member,))
    )
    assert quote.total_minor == 949 * 3


def test_a_quantity_discount_takes_its_lines_once():
    offers = (
        QuantityDiscount(uid(41), SHOP, 2, 9000),
        QuantityDiscount(uid(42), SHOP, 3, 8000),
    )
    assert _total(line(1, 1000, 3), set_offers=offers) == 2400
    assert _total(line(1, 1000, 2), set_offers=offers) == 1800
    assert _total(line(1, 1000), set_offers=offers) == 1000


def test_taxes_stored_value_and_earned_points_come_last():
    quote = rules.compose(
        request(
            line(1, 10000),
            charges=[FreightCharge("p1", SHOP, 1000)],
            taxes=(TaxRate(uid(51), uid(1), 825),),
            balance_minor=4000,
            earning=EarningRule(points=1, per_minor=100),
        )
    )
    assert quote.tax_minor == 908
    assert quote.total_minor == 11908
    assert (quote.balance_minor, quote.cash_minor) == (4000, 7908)
    assert quote.earned_points == 79


def test_an_allowance_follows_the_coupons():
    quote = rules.compose(
        request(
            line(1, 1000),
            coupons=[coupon(31, value_minor=900)],
            allowances=(Allowance(uid(61), 500),),
        )
    )
    assert [share.amount_minor for share in quote.lines[0].shares] == [900, 100]


def test_freight_is_spread_by_list_price_when_the_goods_are_free_of_charge():
    quote = rules.compose(
        request(
            line(1, 3000),
            line(2, 1000),
            coupons=[coupon(31, value_minor=4000)],
            charges=[FreightCharge("p1", SHOP, 800)],
        )
    )
    assert [entry.freight_minor for entry in quote.lines] == [600, 200]
    assert quote.total_minor == 800


def test_given_freight_shares_are_kept():
    charge = FreightCharge("p1", SHOP, 800, line_shares=((uid(1), 100), (uid(2), 700)))
    quote = rules.compose(request(line(1, 3000), line(2, 1000), charges=[charge]))
    assert [entry.freight_minor for entry in quote.lines] == [100, 700]


def test_a_freight_coupon_pays_freight_up_to_its_cap_and_a_package_takes_one():
    charges = [FreightCharge("p1", SHOP, 1000), FreightCharge("p2", OTHER_SHOP, 600)]
    lines = [line(1, 5000), line(2, 5000, merchant=OTHER_SHOP)]
    own = coupon(31, CouponKind.FREE_FREIGHT, merchant=SHOP, cap_minor=400)
    platform = coupon(32, CouponKind.FREE_FREIGHT)
    both = rules.compose(
        request(*lines, coupons=[own, platform], chosen=(uid(31), uid(32)), charges=charges)
    )
    assert [entry.freight_minor for entry in both.lines] == [600, 0]
    best = rules.compose(request(*lines, coupons=[own, platform], charges=charges))
    assert best.freight_discount_minor == 1600
    assert [used.offer_id for used in best.coupons_used] == [uid(32)]


def test_the_threshold_of_a_freight_coupon_is_measured_after_the_coupons():
    quote = rules.compose(
        request(
            line(1, 5000),
            coupons=[
                coupon(31, value_minor=100),
                coupon(32, CouponKind.FREE_FREIGHT, threshold_minor=5000),
            ],
            charges=[FreightCharge("p1", SHOP, 1000)],
        )
    )
    # Only one of the two can be had, and the freight is worth more.
    assert [used.offer_id for used in quote.coupons_used] == [uid(32)]
    assert quote.total_minor == 5000


def test_the_shop_threshold_ignores_the_cross_shop_reduction_but_the_cap_does_not():
    quote = rules.compose(
        request(
            line(1, 10000),
            coupons=[coupon(31, merchant=SHOP, value_minor=9500, threshold_minor=10000)],
            reductions=(Reduction(uid(44), None, (Tier(10000, 1000),)),),
        )
    )
    assert [share.amount_minor for share in quote.lines[0].shares] == [1000, 9000]


def test_shop_and_platform_shares_are_kept_apart():
    quote = rules.compose(
        request(
            line(1, 10000),
            coupons=[
                coupon(31, merchant=SHOP, value_minor=700),
                coupon(32, value_minor=300),
            ],
        )
    )
    assert [(share.funder, share.amount_minor) for share in quote.lines[0].shares] == [
        (Funder.MERCHANT, 700),
        (Funder.PLATFORM, 300),
    ]


def test_an_exchange_coupon_pays_one_unit_of_the_dearest_goods_it_speaks_of():
    chosen = _category(uid(900))
    lines = (
        line(1, 3000, 2, categories=(uid(900),)),
        line(2, 4000, 3, categories=(uid(900),)),
        line(3, 9900),
    )
    quote = rules.compose(request(*lines, coupons=[coupon(31, CouponKind.EXCHANGE, scope=chosen)]))
    assert [one.payable_goods_minor for one in quote.lines] == [6000, 8000, 9900]
    capped = coupon(31, CouponKind.EXCHANGE, scope=chosen, cap_minor=2500)
    quote = rules.compose(request(*lines, coupons=[capped]))
    assert [one.payable_goods_minor for one in quote.lines] == [6000, 9500, 9900]
    out_of_reach = coupon(31, CouponKind.EXCHANGE, scope=chosen, threshold_minor=18_001)
    assert rules.compose(request(*lines, coupons=[out_of_reach])).coupons_used == ()


def test_an_exchanged_unit_costs_nothing_after_earlier_discounts():
    """Three units came down to 10.00 together: one is worth 3.34, and 6.66 is left."""
    reduced = Reduction(uid(43), SHOP, (Tier(1, 500),))
    free = coupon(31, CouponKind.EXCHANGE, merchant=SHOP, scope=_category(uid(900)))
    quote = rules.compose(
        request(line(1, 500, 3, categories=(uid(900),)), coupons=[free], reductions=(reduced,))
    )
    assert quote.lines[0].payable_goods_minor == 666


def test_a_percent_coupon_stops_at_its_cap():
    offer = coupon(31, CouponKind.PERCENT, rate_bp=1500, cap_minor=1000)
    assert rules.compose(request(line(1, 5000), coupons=[offer])).discount_minor == 750
    assert rules.compose(request(line(1, 50000), coupons=[offer])).discount_minor == 1000


def test_a_coupon_measures_participating_lines_only():
    offer = coupon(31, value_minor=500, threshold_minor=8000, scope=_category(uid(900)))
    lines = [line(1, 5000, categories=(uid(900),)), line(2, 5000)]
    quote = rules.compose(request(*lines, coupons=[offer]))
    assert quote.discount_minor == 0
    assert quote.coupons_unused[0].missing_minor == 3000
    more = [line(1, 8000, categories=(uid(900),)), line(2, 5000)]
    quote = rules.compose(request(*more, coupons=[offer]))
    assert [entry.discount_minor for entry in quote.lines] == [500, 0]


def test_a_wallet_full_of_coupons_is_searched_in_bounded_time():
    shops = [uid(2000 + number) for number in range(8)]
    lines = [line(number, 10_000, merchant=shop) for number, shop in enumerate(shops, start=1)]
    offers = [
        coupon(100 * shop + number, merchant=merchant, value_minor=1000 + 7 * number)
        for shop, merchant in enumerate(shops, start=1)
        for number in range(12)
    ]
    # Out of reach with any coupon of a shop, so that every combination looks better than it is.
    offers.append(coupon(5000, value_minor=2000, threshold_minor=80_000))
    asked = request(*lines, coupons=offers)
    started = time.process_time()
    quote = rules.compose(asked)
    assert time.process_time() - started < 1
    assert quote.discount_minor >= 8 * 1077


def test_unused_coupons_say_why():
    quote = rules.compose(
        request(
            line(1, 5000),
            coupons=[
                coupon(31, value_minor=100, threshold_minor=6200),
                coupon(32, value_minor=100, currency="USD"),
                coupon(33, value_minor=100, audience=Audience.NEW_USER),
                coupon(34, value_minor=100, merchant=OTHER_SHOP),
                coupon(35, value_minor=100, days=0),
                coupon(36, value_minor=200),
                coupon(37, value_minor=100),
            ],
        )
    )
    assert [(unused.offer_id.int, unused.reason) for unused in quote.coupons_unused] == [
        (31, CouponRefusal.THRESHOLD),
        (32, CouponRefusal.OTHER_CURRENCY),
        (33, CouponRefusal.NEW_USERS_ONLY),
        (34, CouponRefusal.NO_MATCHING_GOODS),
        (35, CouponRefusal.NOT_VALID_NOW),
        (37, CouponRefusal.NOT_CHOSEN),
    ]
    assert quote.coupons_unused[0].missing_minor == 1200


def test_a_new_user_coupon_is_for_the_first_order():
    offers = [coupon(33, value_minor=100, audience=Audience.NEW_USER)]
    first = request(line(1, 500), coupons=offers, facts=Facts(is_first_order=True))
    assert rules.compose(first).total_minor == 400


def test_the_shopper_may_use_none_or_pick_a_worse_coupon():
    offers = [coupon(31, value_minor=100), coupon(32, value_minor=200)]
    assert rules.compose(request(line(1, 500), coupons=offers, chosen=())).total_minor == 500
    picked = rules.compose(request(line(1, 500), coupons=offers, chosen=(uid(31),)))
    assert picked.total_minor == 400


def test_a_picked_coupon_whose_threshold_another_broke_is_reported():
    offers = [
        coupon(31, merchant=SHOP, value_minor=1000),
        coupon(32, value_minor=100, threshold_minor=10000),
    ]
    quote = rules.compose(request(line(1, 10000), coupons=offers, chosen=(uid(31), uid(32))))
    assert [used.offer_id for used in quote.coupons_used] == [uid(31)]
    assert quote.coupons_unused[0].reason == CouponRefusal.THRESHOLD
    assert quote.coupons_unused[0].missing_minor == 1000


def test_500_lines_and_200_activities_are_quick():
    lines = [
        line(number, 100 * number, 2, merchant=uid(2000 + number % 10)) for number in range(1, 501)
    ]
    offers = tuple(
        Reduction(uid(10_000 + number), uid(2000 + number % 10), (Tier(1000 * number, 100),))
        for number in range(1, 201)
    )
    asked = request(*lines, reductions=offers, coupons=[coupon(31, value_minor=5000)])
    rules.compose(asked)
    started = time.process_time()
    rules.compose(asked)
    assert time.process_time() - started < 0.15


# Laws


@st.composite
def carts(draw, max_coupons=4):
    categories = [uid(900), uid(901)]
    shops = [SHOP, OTHER_SHOP]
    lines = [
        line(
            number,
            draw(st.integers(0, 20_000)),
            draw(st.integers(1, 5)),
            merchant=draw(st.sampled_from(shops)),
            categories=(draw(st.sampled_from(categories)),),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    offers = [
        draw(_offers(number, shops, categories))
        for number in range(31, 31 + draw(st.integers(0, max_coupons)))
    ]
    present = sorted({entry.merchant_id for entry in lines})
    charges = [
        FreightCharge(f"p{place}", shop, draw(st.integers(0, 2000)))
        for place, shop in enumerate(present)
    ]
    return request(
        *lines,
        coupons=offers,
        charges=charges,
        facts=Facts(is_first_order=draw(st.booleans()), member_level="gold"),
        unit_prices=tuple(
            UnitPrice(
                uid(600 + number),
                uid(101 + number),
                draw(st.integers(0, 20_000)),
                takes_coupons=draw(st.booleans()),
                takes_member_price=draw(st.booleans()),
            )
            for number in range(draw(st.integers(0, 2)))
        ),
        member_prices=(MemberPrice(uid(700), "gold", draw(st.integers(1, 10_000))),),
        set_offers=(QuantityDiscount(uid(710), SHOP, 3, draw(st.integers(1, 10_000))),),
        reductions=tuple(
            Reduction(
                uid(800 + number),
                draw(st.sampled_from([*shops, None])),
                (Tier(draw(st.integers(1, 20_000)), draw(st.integers(0, 5000))),),
                is_repeating=draw(st.booleans()),
                scope=draw(st.sampled_from([Scope(), _category(categories[0])])),
            )
            for number in range(draw(st.integers(0, 3)))
        ),
        points=PointsOffer(uid(750), draw(st.integers(0, 5000))),
        taxes=(TaxRate(uid(760), uid(1), draw(st.integers(0, 2000))),),
    )


@st.composite
def _offers(draw, number, shops, categories):
    kind = draw(st.sampled_from(list(CouponKind)))
    return coupon(
        number,
        kind,
        merchant=draw(st.sampled_from([*shops, None])),
        threshold_minor=draw(st.sampled_from([0, 500, 5000, 20_000])),
        value_minor=draw(st.integers(1, 8000)),
        rate_bp=draw(st.integers(1, 10_000)),
        cap_minor=draw(st.sampled_from([None, 100, 3000])),
        scope=draw(st.sampled_from([Scope(), _category(categories[0]), _category(categories[1])])),
        audience=draw(st.sampled_from(list(Audience))),
        days=draw(st.sampled_from([1, 1, 1, 0])),
    )


@settings(max_examples=200, deadline=None)
@given(carts())
def test_every_quote_keeps_its_identities(asked):
    quote = rules.compose(asked)
    for entry in quote.lines:
        assert entry.list_minor == entry.payable_goods_minor + sum(
            share.amount_minor for share in entry.shares
        )
        assert entry.freight_list_minor == entry.freight_minor + sum(
            share.amount_minor for share in entry.freight_shares
        )
        assert 0 <= entry.payable_goods_minor <= entry.list_minor
        assert 0 <= entry.freight_minor <= entry.freight_list_minor
        assert all(share.amount_minor > 0 for share in entry.shares)
    assert quote.total_minor == sum(entry.payable_minor for entry in quote.lines)
    assert quote.total_minor == (
        quote.goods_minor - quote.discount_minor + quote.freight_minor + quote.tax_minor
    )
    fees = sum(charge.fee_minor for charge in asked.charges)
    assert fees == quote.freight_minor + quote.freight_discount_minor


@settings(max_examples=200, deadline=None)
@given(carts())
def test_shares_of_a_coupon_sum_to_its_discount(asked):
    quote = rules.compose(asked)
    for used in quote.coupons_used:
        shares = [
            share.amount_minor
            for entry in quote.lines
            for share in (*entry.shares, *entry.freight_shares)
            if share.source_id == used.offer_id
        ]
        assert sum(shares) == used.discount_minor


@settings(max_examples=100, deadline=None)
@given(carts(), st.randoms(use_true_random=False))
def test_a_quote_does_not_depend_on_the_order_of_anything(asked, random):
    def shuffled(values):
        values = list(values)
        random.shuffle(values)
        return tuple(values)

    again = replace(
        asked,
        lines=shuffled(asked.lines),
        coupons=shuffled(asked.coupons),
        charges=shuffled(asked.charges),
        activities=replace(
            asked.activities,
            unit_prices=shuffled(asked.activities.unit_prices),
            reductions=shuffled(asked.activities.reductions),
        ),
    )
    assert rules.compose(again) == rules.compose(asked)


@settings(max_examples=100, deadline=None)
@given(carts())
def test_refunding_every_unit_leaves_nothing(asked):
    for entry in rules.compose(asked).lines:
        components = [
            entry.list_minor,
            entry.payable_goods_minor,
            entry.freight_minor,
            *(share.amount_minor for share in entry.shares),
        ]
        for total in components:
            units = [portion(total, entry.quantity, done, 1) for done in range(entry.quantity)]
            assert sum(units) == total


@settings(max_examples=150, deadline=None)
@given(carts(max_coupons=10))
def test_the_best_coupons_are_those_of_brute_force(asked):
    def saved(quote):
        return sum(used.discount_minor for used in quote.coupons_used)

    slots = {}
    for offer in asked.coupons:
        key = (offer.kind == CouponKind.FREE_FREIGHT, offer.merchant_id)
        slots.setdefault(key, [None]).append(offer.offer_id)
    brute = max(
        saved(rules.compose(replace(asked, chosen_coupon_ids=tuple(filter(None, picked)))))
        for picked in itertools.product(*slots.values())
    )
    assert saved(rules.compose(asked)) == brute


def _category(category_id):
    return Scope(ScopeKind.CATEGORY, frozenset({category_id}))


def _total(*lines, **activities):
    return rules.compose(request(*lines, **activities)).total_minor

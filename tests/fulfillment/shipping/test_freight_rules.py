"""Freight by the book: the vector of rules 3.16, its boundaries and its laws."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.ids import new_id
from jishi.fulfillment.shipping.errors import BadTemplate
from jishi.fulfillment.shipping.rules import freight, tariffs
from jishi.fulfillment.shipping.types import (
    BlockedRegion,
    BlockReason,
    ChargeBy,
    FreeCondition,
    FreightTemplate,
    MergePolicy,
    Parcel,
    ParcelLine,
    Rate,
    RegionRate,
    Surcharge,
    Tariff,
)

MERCHANT = new_id()
SHENZHEN = ("440305", "4403", "44", "CN")
URUMQI = ("650102", "6501", "65", "CN")
BY_PIECE = Rate(first=1, first_fee_minor=800, step=1, step_fee_minor=300)
BY_WEIGHT = Rate(first=1000, first_fee_minor=1000, step=500, step_fee_minor=200)


def template(charge=ChargeBy.PIECE, rate=BY_PIECE, *, is_default=False, merchant=MERCHANT, **more):
    tariff = Tariff(charge=charge, default_rate=rate, **more)
    return FreightTemplate(new_id(), merchant, "T", "CNY", is_default, tariff)


def line(used=None, quantity=1, *, weight_g=0, volume_cm3=0, amount_minor=0):
    template_id = used.template_id if used else None
    return ParcelLine(new_id(), new_id(), quantity, weight_g, volume_cm3, template_id, amount_minor)


def parcel(*lines, key="p1"):
    return Parcel(key, MERCHANT, new_id(), lines)


def quote(*parcels, templates, places=SHENZHEN, terms=None, currency="CNY"):
    return freight.quote_parcels(
        parcels=parcels,
        templates={item.template_id: item for item in templates},
        places=places,
        currency=currency,
        terms={MERCHANT: terms or freight.Terms()},
    )


def fee_of(*parcels, **more):
    return quote(*parcels, **more)["p1"].fee_minor


@pytest.mark.parametrize(
    ("units", "expected"),
    [(0, 1000), (1, 1000), (1000, 1000), (1001, 1200), (1500, 1200), (1501, 1400), (2300, 1600)],
)
def test_fee_at_the_boundaries_of_first_and_further_units(units, expected):
    assert freight.fee(BY_WEIGHT, units) == expected


def test_a_step_of_zero_charges_the_first_fee_only():
    assert freight.fee(Rate(1, 800), 50) == 800


@pytest.mark.parametrize(("policy", "expected"), [("sum", 3000), ("max_first", 2500)])
def test_the_vector_of_two_templates_in_one_parcel(policy, expected):
    one, two = template(), template(ChargeBy.WEIGHT, BY_WEIGHT)
    goods = parcel(line(one, 3), line(two, 1, weight_g=2300))
    terms = freight.Terms(policy=MergePolicy(policy))
    assert fee_of(goods, templates=[one, two], terms=terms) == expected


def test_equal_first_fees_are_charged_where_the_total_is_highest():
    flat = template(rate=Rate(1, 1000, 0, 0))
    steep = template(rate=Rate(2, 1000, 1, 500))
    # First fee to flat: 1000 + 2×500 = 2000. To steep: 1000 + 0 + nothing for flat = 1000.
    goods = parcel(line(flat, 1), line(steep, 2))
    assert fee_of(goods, templates=[flat, steep]) == 2000


def test_lines_of_one_template_are_summed_before_the_formula():
    used = template(ChargeBy.WEIGHT, BY_WEIGHT)
    goods = parcel(line(used, 1, weight_g=600), line(used, 1, weight_g=600))
    assert fee_of(goods, templates=[used]) == 1200


def test_the_most_specific_region_wins():
    used = template(
        region_rates=(
            RegionRate(("44",), Rate(1, 700)),
            RegionRate(("4403",), Rate(1, 600)),
            RegionRate(("440305",), Rate(1, 500)),
        )
    )
    places = [SHENZHEN, ("440306", *SHENZHEN[1:]), ("441900", "4419", "44", "CN"), URUMQI]
    fees = [fee_of(parcel(line(used)), templates=[used], places=place) for place in places]
    assert fees == [500, 600, 700, 800]


def test_a_city_rate_opens_a_blocked_province():
    used = template(
        blocked_regions=(BlockedRegion(("65",), {"en": "Too far"}),),
        region_rates=(RegionRate(("6501",), Rate(1, 4000)),),
    )
    assert fee_of(parcel(line(used)), templates=[used], places=URUMQI) == 4000


def test_a_blocked_region_is_refused_with_its_reason():
    used = template(blocked_regions=(BlockedRegion(("65",), {"en": "Fragile goods"}),))
    goods = parcel(line(used))
    found = quote(goods, templates=[used], places=URUMQI)["p1"]
    assert found.blocked[0].reason == BlockReason.REGION_EXCLUDED
    assert found.blocked[0].text == {"en": "Fragile goods"}
    assert found.blocked[0].line_id == goods.lines[0].line_id


def test_a_template_without_a_rule_for_the_region_blocks_and_never_charges_nothing():
    local = template(rate=None, region_rates=(RegionRate(("44",), BY_PIECE),))
    found = quote(parcel(line(local)), templates=[local], places=URUMQI)["p1"]
    assert [item.reason for item in found.blocked] == [BlockReason.NO_RATE]


def test_one_template_without_a_rule_blocks_the_whole_parcel():
    anywhere, local = template(), template(rate=None, region_rates=(RegionRate(("44",), BY_PIECE),))
    goods = parcel(line(anywhere), line(local))
    found = quote(goods, templates=[anywhere, local], places=URUMQI)["p1"]
    assert [item.line_id for item in found.blocked] == [goods.lines[1].line_id]


def test_the_default_rate_ends_at_the_border():
    used = template(region_rates=(RegionRate(("US",), Rate(1, 9000)),))
    assert fee_of(parcel(line(used)), templates=[used], places=("US",)) == 9000
    found = quote(parcel(line(used)), templates=[used], places=("FR",))["p1"]
    assert found.blocked[0].reason == BlockReason.NO_RATE


def test_lines_without_a_template_use_the_merchant_default_then_the_platform_default():
    own = template(rate=Rate(1, 700), is_default=True)
    platform = template(rate=Rate(1, 900), is_default=True, merchant=None)
    assert fee_of(parcel(line()), templates=[platform, own]) == 700
    assert fee_of(parcel(line()), templates=[platform]) == 900
    assert quote(parcel(line()), templates=[])["p1"].blocked[0].reason == BlockReason.NO_TEMPLATE


def test_a_template_of_another_merchant_or_currency_is_not_used():
    foreign = template(merchant=new_id(), is_default=True)
    dollars = replace(template(is_default=True), currency="USD")
    found = quote(parcel(line(foreign), line(dollars)), templates=[foreign, dollars])["p1"]
    assert [item.reason for item in found.blocked] == [BlockReason.NO_TEMPLATE] * 2


def test_without_free_conditions_freight_is_never_free():
    used = template()
    goods = parcel(line(used, 1, amount_minor=10**9))
    assert fee_of(goods, templates=[used]) == 800
    assert fee_of(goods, templates=[used], terms=freight.Terms(free_from_minor=0)) == 800


@pytest.mark.parametrize(
    ("amount", "pieces", "weight_g", "expected"),
    [(9900, 2, 500, 0), (9899, 2, 500, 1100), (9900, 1, 500, 800), (9900, 2, 501, 1100)],
)
def test_every_threshold_of_a_free_condition_must_be_met(amount, pieces, weight_g, expected):
    condition = FreeCondition(min_amount_minor=9900, min_pieces=2, max_weight_g=1000)
    used = template(free_conditions=(condition,))
    goods = parcel(line(used, pieces, weight_g=weight_g, amount_minor=amount))
    assert fee_of(goods, templates=[used]) == expected


def test_a_free_condition_of_the_region_stands_before_the_general_one():
    used = template(
        free_conditions=(
            FreeCondition(min_amount_minor=9900),
            FreeCondition(("65",), min_amount_minor=29900),
        )
    )
    goods = parcel(line(used, amount_minor=9900))
    assert fee_of(goods, templates=[used]) == 0
    assert fee_of(goods, templates=[used], places=URUMQI) == 800


def test_free_conditions_look_at_all_parcels_of_the_merchant():
    used = template(free_conditions=(FreeCondition(min_amount_minor=10_000),))
    one = parcel(line(used, amount_minor=5000))
    two = parcel(line(used, amount_minor=5000), key="p2")
    found = quote(one, two, templates=[used])
    assert [item.fee_minor for item in found.values()] == [0, 0]
    assert fee_of(one, templates=[used]) == 800


def test_a_free_template_leaves_the_other_its_first_fee():
    free = template(free_conditions=(FreeCondition(min_pieces=1),))
    paid = template(rate=Rate(1, 500, 1, 100))
    assert fee_of(parcel(line(free), line(paid, 2)), templates=[free, paid]) == 600


def test_the_shop_threshold_waives_the_fee_but_not_the_road_to_the_mountains():
    used = template(surcharges=(Surcharge(("65",), 1500),))
    goods = parcel(line(used, amount_minor=20_000))
    terms = freight.Terms(free_from_minor=20_000)
    assert fee_of(goods, templates=[used], terms=terms) == 0
    assert fee_of(goods, templates=[used], terms=terms, places=URUMQI) == 1500
    assert fee_of(goods, templates=[used], places=URUMQI) == 2300


def test_the_highest_surcharge_is_added_once_per_parcel():
    one = template(surcharges=(Surcharge(("65",), 1500),))
    two = template(surcharges=(Surcharge(("65",), 2000),))
    goods = parcel(line(one), line(two))
    found = quote(goods, templates=[one, two], places=URUMQI)["p1"]
    assert found.fee_minor == 800 + 300 + 2000


def test_volumetric_weight_counts_when_it_is_larger():
    used = template(ChargeBy.WEIGHT, BY_WEIGHT, volumetric_divisor=6000)
    bulky = parcel(line(used, 1, weight_g=500, volume_cm3=9000))
    dense = parcel(line(used, 1, weight_g=1600, volume_cm3=6000))
    assert fee_of(bulky, templates=[used]) == 1200  # 9000 cm³ / 6000 = 1.5 kg
    assert fee_of(dense, templates=[used]) == 1400
    assert freight.measure(used.tariff, bulky.lines) == (1500,)


def test_volume_tariffs_count_cubic_centimeters():
    used = template(ChargeBy.VOLUME, Rate(10_000, 1200, 5000, 400))
    assert fee_of(parcel(line(used, 2, volume_cm3=6000)), templates=[used]) == 1600


def test_freight_is_shared_by_charge_value_within_a_template():
    one, two = template(), template(ChargeBy.WEIGHT, BY_WEIGHT)
    goods = parcel(
        line(one, 1), line(two, 1, weight_g=600), line(one, 2), line(two, 1, weight_g=1700)
    )
    found = quote(goods, templates=[one, two])["p1"]
    # 9.00 of template one by pieces 1:2, 16.00 of template two by weight 6:17.
    assert found.line_shares == (300, 417, 600, 1183)
    assert found.fee_minor == 2500


def test_goods_without_weight_share_by_pieces():
    used = template(ChargeBy.WEIGHT, BY_WEIGHT)
    found = quote(parcel(line(used, 1), line(used, 3)), templates=[used])["p1"]
    assert found.line_shares == (250, 750)


def test_the_way_back_is_never_free():
    used = template(free_conditions=(FreeCondition(min_pieces=1),))
    back = freight.without_conditions(used)
    assert fee_of(parcel(line(used)), templates=[used]) == 0
    assert fee_of(parcel(line(back)), templates=[back]) == 800


rates = st.builds(
    Rate,
    first=st.integers(0, 20),
    first_fee_minor=st.integers(0, 5000),
    step=st.integers(1, 10),
    step_fee_minor=st.integers(0, 2000),
) | st.builds(Rate, first=st.integers(0, 20), first_fee_minor=st.integers(0, 5000))
policies = st.sampled_from(MergePolicy)


@given(rates, st.integers(0, 500))
def test_fee_never_falls_with_more_units(rate, units):
    assert freight.fee(rate, units) <= freight.fee(rate, units + 1)


@given(rates, st.integers(1, 5))
def test_fee_steps_exactly_at_its_boundaries(rate, extra):
    first, step = rate.first, rate.step
    assert freight.fee(rate, first) == rate.first_fee_minor
    if step:
        once = rate.first_fee_minor + rate.step_fee_minor
        assert freight.fee(rate, first + 1) == once
        assert freight.fee(rate, first + step) == once
        assert freight.fee(rate, first + step + 1) == once + rate.step_fee_minor
    else:
        assert freight.fee(rate, first + extra) == rate.first_fee_minor


@given(
    st.lists(st.tuples(rates, st.integers(1, 30)), min_size=1, max_size=4),
    st.integers(0, 3),
    policies,
)
def test_adding_a_piece_never_lowers_the_freight(parts, index, policy):
    used = [template(rate=rate) for rate, _ in parts]
    lines = [line(item, quantity) for item, (_, quantity) in zip(used, parts, strict=True)]
    grown = list(lines)
    place = index % len(lines)
    grown[place] = replace(grown[place], quantity=grown[place].quantity + 1)
    terms = freight.Terms(policy=policy)
    before = fee_of(parcel(*lines), templates=used, terms=terms)
    assert before <= fee_of(parcel(*grown), templates=used, terms=terms)


@given(
    st.lists(st.tuples(rates, st.integers(1, 30)), min_size=1, max_size=4),
    rates,
    st.integers(1, 30),
    policies,
)
def test_adding_a_template_never_lowers_the_freight(parts, rate, quantity, policy):
    used = [template(rate=item) for item, _ in parts]
    lines = [line(item, count) for item, (_, count) in zip(used, parts, strict=True)]
    more = template(rate=rate)
    terms = freight.Terms(policy=policy)
    before = fee_of(parcel(*lines), templates=used, terms=terms)
    after = fee_of(parcel(*lines, line(more, quantity)), templates=[*used, more], terms=terms)
    assert before <= after


@given(st.lists(st.tuples(rates, st.integers(1, 30)), min_size=1, max_size=5), policies)
def test_shares_sum_to_the_fee_and_max_first_never_exceeds_sum(parts, policy):
    used = [template(rate=rate) for rate, _ in parts]
    goods = parcel(*(line(item, count) for item, (_, count) in zip(used, parts, strict=True)))
    found = quote(goods, templates=used, terms=freight.Terms(policy=policy))["p1"]
    assert sum(found.line_shares) == found.fee_minor
    assert min(found.line_shares) >= 0


def test_a_tariff_survives_its_json():
    used = template(
        free_conditions=(FreeCondition(("65",), min_pieces=3),),
        blocked_regions=(BlockedRegion(("54",), {"zh-hans": "不发货"}),),
        region_rates=(RegionRate(("44",), BY_WEIGHT),),
        surcharges=(Surcharge(("63",), 500),),
        volumetric_divisor=8000,
    ).tariff
    assert tariffs.from_json(tariffs.to_json(used)) == used


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"default_rate": None}, "rates"),
        ({"default_rate": Rate(1, -1)}, "rates"),
        ({"default_rate": Rate(1, 800, 0, 300)}, "rates"),
        ({"surcharges": (Surcharge(("65",), -1),)}, "fees"),
        ({"surcharges": (Surcharge((), 100),)}, "region"),
        ({"region_rates": (RegionRate(("4",), BY_PIECE),)}, "region"),
        ({"region_rates": (RegionRate(("44", "44"), BY_PIECE),)}, "region_twice"),
        ({"free_conditions": (FreeCondition(),)}, "free_condition"),
        ({"free_conditions": (FreeCondition(min_amount_minor=0),)}, "free_condition"),
        ({"volumetric_divisor": 0}, "volumetric_divisor"),
    ],
)
def test_an_unsound_tariff_is_refused(change, reason):
    with pytest.raises(BadTemplate) as refused:
        tariffs.check(replace(template().tariff, **change))
    assert refused.value.params == {"reason": reason}

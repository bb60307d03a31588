"""Own delivery by its laws: which slots are open, whom they serve, what they cost."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.fulfillment.shipping.errors import BadZone
from jishi.fulfillment.shipping.rules import own
from jishi.fulfillment.shipping.types import (
    DeliveryMethod,
    DeliveryZone,
    Parcel,
    ParcelLine,
    Slot,
    SlotDay,
    ZoneDraft,
)

MERCHANT, PLACE, ZONE, TEMPLATE = (UUID(int=n) for n in range(1, 5))
MORNING = Slot(1, time(9), time(12), 2)
EVENING = Slot(1, time(18), time(21), 1)
TUESDAY = Slot(2, time(9), time(12), 5)
MONDAY = date(2026, 11, 23)

zone_of_week = DeliveryZone(
    zone_id=ZONE,
    merchant_id=MERCHANT,
    name={"en": "Near"},
    currency="CNY",
    region_codes=("4403",),
    location_id=None,
    template_ids=(),
    fee_minor=600,
    free_from_minor=9900,
    cutoff_minutes=60,
    days_ahead=3,
    time_zone="Asia/Shanghai",
    slots=(EVENING, MORNING, TUESDAY),
    is_active=True,
)

zones = st.builds(
    replace,
    st.just(zone_of_week),
    days_ahead=st.integers(1, 14),
    cutoff_minutes=st.integers(0, 3000),
    slots=st.lists(
        st.builds(
            Slot,
            st.integers(1, 7),
            st.sampled_from([time(8), time(10), time(14)]),
            st.sampled_from([time(16), time(20)]),
            st.integers(1, 3),
        ),
        max_size=9,
    ).map(tuple),
)
moments = st.integers(0, 14 * 86400).map(
    lambda seconds: datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=seconds)
)


def at(hour, minute=0, day=MONDAY):
    return datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=8)


def parcel(*template_ids, location=PLACE, units=1):
    lines = tuple(
        ParcelLine(UUID(int=0x50 + n), UUID(int=0x60), units, 500, 100, template, 5000)
        for n, template in enumerate(template_ids or (None,))
    )
    return Parcel("p", MERCHANT, location, lines)


def starts(moment, taken=None, ready=None, zone=zone_of_week):
    found = own.open_slots(zone, taken or {}, at=moment, ready_at=ready or moment)
    return [(key.day.day, key.starts.hour) for key, _ in found]


def draft(**given):
    values = {
        "merchant_id": MERCHANT,
        "name": {"en": "Near"},
        "currency": "CNY",
        "region_codes": ("4403",),
        "slots": (MORNING,),
    }
    return ZoneDraft(**(values | given))


def test_slots_are_open_until_their_cutoff():
    assert starts(at(7, 59)) == [(23, 9), (23, 18), (24, 9)]
    assert starts(at(8)) == [(23, 18), (24, 9)]
    assert starts(at(17, 30)) == [(24, 9)]


def test_a_full_slot_is_not_offered():
    taken = {SlotDay(ZONE, MONDAY, time(9)): 2, SlotDay(ZONE, MONDAY, time(18)): 0}
    assert starts(at(7), taken) == [(23, 18), (24, 9)]


def test_slots_begin_after_the_goods_can_leave():
    assert starts(at(7), ready=at(0, day=MONDAY + timedelta(days=1))) == [(24, 9)]


def test_only_places_goods_and_currencies_of_the_zone_are_served():
    places = ("440305", "4403", "44", "CN")
    assert own.serves(zone_of_week, parcel(), places, "CNY")
    assert not own.serves(zone_of_week, parcel(), ("4401", "44", "CN"), "CNY")
    assert not own.serves(zone_of_week, parcel(), places, "USD")
    assert not own.serves(replace(zone_of_week, is_active=False), parcel(), places, "CNY")
    elsewhere = replace(zone_of_week, location_id=UUID(int=9))
    assert not own.serves(elsewhere, parcel(), places, "CNY")
    assert own.serves(replace(zone_of_week, location_id=PLACE), parcel(), places, "CNY")


def test_a_parcel_is_served_only_if_every_line_is():
    places = ("4403",)
    only = replace(zone_of_week, template_ids=(TEMPLATE,))
    assert own.serves(only, parcel(TEMPLATE, TEMPLATE), places, "CNY")
    assert not own.serves(only, parcel(TEMPLATE, None), places, "CNY")


@pytest.mark.parametrize(("goods", "fee"), [(9899, 600), (9900, 0), (99999, 0)])
def test_it_is_free_from_the_threshold_on(goods, fee):
    assert own.fee(zone_of_week, goods) == fee
    assert own.fee(replace(zone_of_week, free_from_minor=0), goods) == 600


def test_an_option_names_its_slot_and_shares_its_fee():
    option = own.option(
        parcel(None, None, None), zone_of_week, SlotDay(ZONE, MONDAY, time(9)), MORNING, 601
    )
    assert option.code == f"own-{ZONE.hex}-20261123-0900"
    assert option.method == DeliveryMethod.OWN
    assert option.name == {
        "zh-hans": "同城配送 11月23日 周一 09:00–12:00",
        "en": "Local delivery Mon 23 Nov, 09:00–12:00",
    }
    assert sum(option.line_shares) == option.fee_minor == 601
    assert (option.promised_from, option.promised_to) == (at(9), at(12))


@given(zones, moments)
def test_every_open_slot_is_in_time_and_kept(zone, moment):
    found = own.open_slots(zone, {}, at=moment, ready_at=moment)
    for key, slot in found:
        begins, _ = own.window(zone, key.day, slot)
        assert begins - timedelta(minutes=zone.cutoff_minutes) > moment
        assert own.is_in_time(zone, key, moment)
        assert own.find_slot(zone, key) is not None
    begins = [own.window(zone, key.day, slot)[0] for key, slot in found]
    assert begins == sorted(begins)


@given(st.uuids(), st.dates(date(2000, 1, 1)), st.times().map(lambda t: time(t.hour, t.minute)))
def test_a_code_is_read_as_it_was_spelled(zone_id, day, begins):
    key = SlotDay(zone_id, day, begins)
    assert own.read(own.spell(key)) == key


@pytest.mark.parametrize(
    "code", ["express", "pickup", "own", "own-1-2-3", f"own-{'0' * 32}-20261340-0900"]
)
def test_other_codes_name_no_slot(code):
    assert own.read(code) is None


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"name": {"en": " "}}, "name"),
        ({"region_codes": ()}, "region_codes"),
        ({"region_codes": ("US",)}, "region_codes"),
        ({"fee_minor": -1}, "fee"),
        ({"free_from_minor": -1}, "free_from"),
        ({"cutoff_minutes": 10_081}, "cutoff_minutes"),
        ({"days_ahead": 0}, "days_ahead"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"slots": ()}, "slots"),
        ({"slots": (Slot(8, time(9), time(10), 1),)}, "slots"),
        ({"slots": (Slot(1, time(10), time(10), 1),)}, "slots"),
        ({"slots": (Slot(1, time(9), time(10), 0),)}, "slots"),
        ({"slots": (MORNING, Slot(1, time(11), time(13), 1))}, "slots"),
    ],
)
def test_a_zone_that_makes_no_sense_is_refused(given_, field):
    with pytest.raises(BadZone) as refused:
        own.check(draft(**given_))
    assert refused.value.field == field


def test_slots_that_touch_and_those_of_other_days_fit():
    own.check(draft(slots=(MORNING, Slot(1, time(12), time(13), 1), Slot(2, time(9), time(13), 1))))


def test_slots_are_stored_and_read():
    assert own.from_json(own.to_json(zone_of_week.slots)) == (MORNING, EVENING, TUESDAY)

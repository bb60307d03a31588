"""Own delivery: offered in slots, held once, given back, brought by a courier."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.platform import preferences
from jishi.fulfillment.shipping import errors, queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import ChosenDelivery, Shipment, SlotCount
from jishi.fulfillment.shipping.types import (
    DeliveryChoice,
    DeliveryMethod,
    ShipmentKind,
    ShipmentState,
    Slot,
    ZoneDraft,
)
from jishi.fulfillment.warehouse import services as warehouse
from tests.fulfillment.shipping.factories import (
    SHENZHEN,
    SYSTEM,
    URUMQI,
    allocate,
    events_named,
    level_of,
    make_location,
    make_merchant,
    make_parcel,
    make_request,
    make_template,
    make_variant,
    put_in_stock,
    staff_of,
)

pytestmark = pytest.mark.django_db

EVERY_DAY = tuple(
    Slot(day, begins, ends, 2)
    for day in range(1, 8)
    for begins, ends in ((time(9), time(12)), (time(18), time(21)))
)


@pytest.fixture
def merchant():
    made = make_merchant()
    make_template(made)
    return made


@pytest.fixture
def location(merchant):
    return make_location(merchant)


@pytest.fixture
def tea(merchant):
    return make_variant(merchant)


def draft(merchant, **given):
    values = {
        "merchant_id": merchant.pk,
        "name": {"zh-hans": "深圳同城", "en": "Shenzhen"},
        "currency": "CNY",
        "region_codes": ("4403",),
        "slots": EVERY_DAY,
        "fee_minor": 600,
        "free_from_minor": 20_000,
        "cutoff_minutes": 0,
        "days_ahead": 3,
    }
    return ZoneDraft(**(values | given))


@pytest.fixture
def zone(merchant):
    zone_id = shipping.save_zone(actor=SYSTEM, draft=draft(merchant))
    preferences.forget()
    return zone_id


def options(parcel, address=SHENZHEN):
    found = queries.list_options(parcels=[parcel], address=address, currency="CNY")
    return found[parcel.package_key]


def slots(parcel, **given):
    return [one for one in options(parcel, **given) if one.method == DeliveryMethod.OWN]


def choice(merchant, location, option):
    return DeliveryChoice(
        merchant.pk, location.pk, option.code, option.promised_from, option.promised_to
    )


def hold(merchant, location, option, owner=None):
    owner = owner or new_id()
    chosen = [choice(merchant, location, option)]
    shipping.hold_deliveries(actor=SYSTEM, owner_id=owner, choices=chosen)
    return owner


def statements(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_slots_of_the_coming_days_are_ways_of_their_own(merchant, location, tea, zone):
    express, *found = options(make_parcel(merchant, [(tea, 1)], location=location))
    assert express.method == DeliveryMethod.EXPRESS
    assert 4 <= len(found) <= 6
    assert {one.fee_minor for one in found} == {600}
    assert all(one.promised_from > datetime.now(UTC) for one in found)
    assert len({one.code for one in found}) == len(found)


def test_it_is_free_from_its_threshold_and_only_for_its_region(merchant, location, tea, zone):
    large = make_parcel(merchant, [(tea, 4)], location=location)
    assert {one.fee_minor for one in slots(large)} == {0}
    assert slots(large, address=URUMQI) == []


def test_shops_that_do_not_deliver_themselves_cost_no_statement(merchant, location, tea):
    parcel = make_parcel(merchant, [(tea, 1)], location=location)
    options(parcel)
    places = {location.pk: None}
    assert (
        statements(
            lambda: queries.list_options(
                parcels=[parcel], address=SHENZHEN, currency="CNY", locations=places
            )
        )
        == 1
    )


def test_a_full_slot_is_offered_no_longer_and_is_refused(merchant, location, tea, zone):
    parcel = make_parcel(merchant, [(tea, 1)], location=location)
    first = slots(parcel)[0]
    for _ in range(2):
        hold(merchant, location, first)
    assert first.code not in {one.code for one in slots(parcel)}
    with pytest.raises(errors.SlotTaken):
        hold(merchant, location, first)
    assert SlotCount.objects.get().parcels == 2
    assert ChosenDelivery.objects.count() == 2


def test_what_is_given_back_can_be_chosen_again(merchant, location, tea, zone):
    first = slots(make_parcel(merchant, [(tea, 1)], location=location))[0]
    owner = hold(merchant, location, first)
    for _ in range(2):
        shipping.release_deliveries(actor=SYSTEM, owner_id=owner)
    assert SlotCount.objects.get().parcels == 0
    (kept,) = queries.list_chosen(owner)
    assert kept.is_released
    assert kept.promised_from == first.promised_from


def test_only_the_slots_of_the_named_shops_are_given_back(merchant, location, tea, zone):
    first = slots(make_parcel(merchant, [(tea, 1)], location=location))[0]
    owner = hold(merchant, location, first)
    shipping.release_deliveries(actor=SYSTEM, owner_id=owner, merchant_ids=[new_id()])
    assert SlotCount.objects.get().parcels == 1


def test_other_ways_take_no_slot_and_no_statement(merchant, location, tea, zone):
    express = options(make_parcel(merchant, [(tea, 1)], location=location))[0]
    chosen = [choice(merchant, location, express)]
    owner = new_id()
    assert statements(
        lambda: shipping.hold_deliveries(actor=SYSTEM, owner_id=owner, choices=chosen)
    ) == statements(lambda: shipping.hold_deliveries(actor=SYSTEM, owner_id=owner, choices=[]))
    assert queries.list_chosen(owner) == ()


def test_a_slot_that_is_over_or_no_longer_kept_is_refused(merchant, location, tea, zone):
    first = slots(make_parcel(merchant, [(tea, 1)], location=location))[0]
    head, _, hour = first.code.rpartition("-")
    past = f"{head.rpartition('-')[0]}-20200101-{hour}"
    for code in (past, f"{head}-0300", f"own-{new_id().hex}-20990101-0900"):
        wrong = DeliveryChoice(merchant.pk, location.pk, code, clock.now(), clock.now())
        with pytest.raises(errors.SlotTaken):
            shipping.hold_deliveries(actor=SYSTEM, owner_id=new_id(), choices=[wrong])
    assert not SlotCount.objects.exists()


def test_the_promise_waits_until_the_warehouse_can_send(merchant, location, tea, zone):
    type(location).objects.update(cutoff=time(0, 0))
    tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
    found = slots(make_parcel(merchant, [(tea, 1)], location=location))
    assert {clock.local_date(one.promised_from) for one in found} <= {
        tomorrow,
        tomorrow + timedelta(days=1),
    }


def test_a_shipment_travels_as_chosen_with_its_window(merchant, location, tea, zone):
    first = slots(make_parcel(merchant, [(tea, 1)], location=location))[0]
    owner = hold(merchant, location, first)
    request = make_request(merchant, [(tea, 1)], location=location, group_id=owner)
    (shipment_id,) = shipping.create_shipments(actor=SYSTEM, requests=[request])
    made = queries.get_shipment(shipment_id)
    assert made.kind == ShipmentKind.OWN
    assert (made.promised_from, made.promised_at) == (first.promised_from, first.promised_to)
    assert made.ship_by == first.promised_from


def test_a_parcel_that_leaves_from_elsewhere_is_still_brought(merchant, location, tea, zone):
    first = slots(make_parcel(merchant, [(tea, 1)], location=location))[0]
    owner = hold(merchant, location, first)
    other = make_location(merchant)
    request = make_request(merchant, [(tea, 1)], location=other, group_id=owner)
    (shipment_id,) = shipping.create_shipments(actor=SYSTEM, requests=[request])
    assert queries.get_shipment(shipment_id).kind == ShipmentKind.OWN


def test_what_is_collected_at_the_store_is_no_parcel_for_a_carrier(merchant, tea):
    store = make_location(merchant, kind="store")
    pickup = options(make_parcel(merchant, [(tea, 1)], location=store))[1]
    owner = hold(merchant, store, pickup)
    request = make_request(merchant, [(tea, 1)], location=store, group_id=owner)
    (shipment_id,) = shipping.create_shipments(actor=SYSTEM, requests=[request])
    assert queries.get_shipment(shipment_id).kind == ShipmentKind.PICKUP


def brought(merchant, location, tea):
    """Sell one unit in a slot; return its shipment."""
    put_in_stock(tea, location, 5)
    first = slots(make_parcel(merchant, [(tea, 1)], location=location))[0]
    owner = hold(merchant, location, first)
    allocate(owner, merchant, [(tea, 1)])
    request = make_request(merchant, [(tea, 1)], location=location, group_id=owner)
    (shipment_id,) = shipping.create_shipments(actor=SYSTEM, requests=[request])
    return owner, shipment_id


def test_a_courier_of_the_shop_brings_it(merchant, location, tea, zone):
    owner, shipment_id = brought(merchant, location, tea)
    with pytest.raises(errors.BadCourier):
        warehouse.ship(actor=SYSTEM, shipment_id=shipment_id)
    assert level_of(tea, location) == (5, 1)
    warehouse.ship(
        actor=SYSTEM, shipment_id=shipment_id, courier_name="王送", courier_phone="13800000003"
    )
    out = queries.get_shipment(shipment_id)
    assert (out.state, out.courier_name, out.courier_phone) == (
        ShipmentState.HANDED_OVER,
        "王送",
        "13800000003",
    )
    assert level_of(tea, location) == (4, 0)
    shipping.release_deliveries(actor=SYSTEM, owner_id=owner)
    assert SlotCount.objects.get().parcels == 1
    shipping.deliver_own(actor=SYSTEM, shipment_id=shipment_id)
    assert queries.get_shipment(shipment_id).state == ShipmentState.DELIVERED
    assert events_named("shipping.shipment_delivered") == 1
    with pytest.raises(IllegalMove):
        shipping.deliver_own(actor=SYSTEM, shipment_id=shipment_id)


def test_a_carriers_parcel_has_no_courier(merchant, location, tea):
    request = make_request(merchant, [(tea, 1)], location=location)
    (shipment_id,) = shipping.create_shipments(actor=SYSTEM, requests=[request])
    for call in (
        lambda: shipping.deliver_own(actor=SYSTEM, shipment_id=shipment_id),
        lambda: shipping.dispatch_own(
            actor=SYSTEM, shipment_id=shipment_id, courier_name="A", courier_phone="1"
        ),
    ):
        with pytest.raises(errors.NotOwnDelivery):
            call()
    assert Shipment.objects.get(pk=shipment_id).state == ShipmentState.PENDING


def test_areas_are_kept_by_their_shop_only(merchant, zone):
    other = make_merchant()
    with pytest.raises((Forbidden, NotFound)):
        shipping.save_zone(actor=staff_of(other, "shipping.edit"), draft=draft(merchant))
    with pytest.raises(errors.ZoneNotFound):
        queries.get_zone(zone_id=zone, merchant_id=other.pk)
    with pytest.raises(errors.ZoneNotFound):
        shipping.save_zone(actor=SYSTEM, draft=draft(other, zone_id=zone))
    foreign = make_location(other)
    with pytest.raises(errors.BadZone):
        shipping.save_zone(actor=SYSTEM, draft=draft(merchant, location_id=foreign.pk))


def test_without_an_active_area_nothing_is_offered(merchant, location, tea, zone):
    shipping.save_zone(actor=SYSTEM, draft=draft(merchant, zone_id=zone, is_active=False))
    preferences.forget()
    parcel = make_parcel(merchant, [(tea, 1)], location=location)
    assert [one.method for one in options(parcel)] == [DeliveryMethod.EXPRESS]
    assert queries.list_zones(merchant_id=merchant.pk)[0].slots == EVERY_DAY_SORTED


EVERY_DAY_SORTED = tuple(sorted(EVERY_DAY, key=lambda slot: (slot.weekday, slot.starts)))


def test_the_count_of_a_slot_is_never_negative(zone):
    with pytest.raises(IntegrityError), transaction.atomic():
        SlotCount.objects.create(zone_id=zone, day=clock.now().date(), starts=time(9), parcels=-1)

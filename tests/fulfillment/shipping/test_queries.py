"""Delivery options and lists of shipments, in a fixed number of statements."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.paging import BadCursor
from jishi.foundation.platform import preferences
from jishi.fulfillment.shipping import errors, queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import Shipment
from jishi.fulfillment.shipping.types import (
    BlockedRegion,
    BlockReason,
    DeliveryMethod,
    FreeCondition,
    ShipmentFilter,
    ShipmentState,
)
from tests.fulfillment.shipping.factories import (
    SHENZHEN,
    SYSTEM,
    URUMQI,
    dispatched,
    event,
    make_carrier,
    make_location,
    make_merchant,
    make_parcel,
    make_shipment,
    make_template,
    make_variant,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant():
    return make_merchant()


@pytest.fixture
def location(merchant):
    return make_location(merchant)


@pytest.fixture
def tea(merchant):
    return make_variant(merchant)


def options(*parcels, address=SHENZHEN, currency="CNY"):
    return queries.list_options(parcels=parcels, address=address, currency=currency)


def set_preference(name, value, merchant=None):
    preferences.set_value(
        actor=SYSTEM, name=name, value=value, merchant_id=merchant.pk if merchant else None
    )
    preferences.forget()


def test_a_warehouse_offers_express_with_fee_shares_and_a_promise(merchant, location, tea):
    make_template(merchant)
    parcel = make_parcel(merchant, [(tea, 1), (tea, 2)], location=location)
    (express,) = options(parcel)["p1"]
    assert express.code == DeliveryMethod.EXPRESS
    assert (express.fee_minor, express.line_shares) == (1400, (467, 933))
    assert express.is_available
    assert express.name["zh-hans"] == "快递配送"
    # Same province: 48 hours to ship and two days on the road.
    left = express.promised_to - timezone.now()
    assert timedelta(days=3, hours=23) < left <= timedelta(days=4)
    assert express.promised_from < express.promised_to


def test_remote_regions_are_promised_later(merchant, location, tea):
    make_template(merchant)
    parcel = make_parcel(merchant, [(tea, 1)], location=location)
    (near,), (far,) = options(parcel)["p1"], options(parcel, address=URUMQI)["p1"]
    assert far.promised_to - near.promised_to >= timedelta(days=5)


def test_a_store_offers_pickup_too(merchant, tea):
    make_template(merchant)
    store = make_location(merchant, kind="store")
    express, pickup = options(make_parcel(merchant, [(tea, 1)], location=store))["p1"]
    assert (express.code, pickup.code) == (DeliveryMethod.EXPRESS, DeliveryMethod.PICKUP)
    assert (pickup.fee_minor, pickup.line_shares) == (0, (0,))
    assert "物流园" in pickup.pickup_address


def test_virtual_goods_have_no_freight(merchant, tea):
    parcel = make_parcel(merchant, [(tea, 1)], is_virtual=True)
    (virtual,) = options(parcel)["p1"]
    assert (virtual.code, virtual.fee_minor) == (DeliveryMethod.VIRTUAL, 0)


def test_a_closed_way_is_shown_with_its_reason(merchant, location, tea):
    blocked = (BlockedRegion(("65",), {"zh-hans": "生鲜不发新疆"}),)
    make_template(merchant, blocked_regions=blocked)
    parcel = make_parcel(merchant, [(tea, 1)], location=location)
    (express,) = options(parcel, address=URUMQI)["p1"]
    assert not express.is_available
    assert express.blocked[0].reason == BlockReason.REGION_EXCLUDED
    assert express.blocked[0].text == {"zh-hans": "生鲜不发新疆"}


def test_a_shop_without_any_template_delivers_nowhere(merchant, location, tea):
    make_template(merchant, currency="USD")
    (express,) = options(make_parcel(merchant, [(tea, 1)], location=location))["p1"]
    assert express.blocked[0].reason == BlockReason.NO_TEMPLATE


def test_the_platform_default_serves_shops_without_templates(merchant, location, tea):
    make_template(None)
    (express,) = options(make_parcel(merchant, [(tea, 1)], location=location))["p1"]
    assert express.fee_minor == 800


def test_the_shop_threshold_is_off_at_zero_and_counts_all_parcels(merchant, location, tea):
    make_template(merchant)
    one = make_parcel(merchant, [(tea, 1)], location=location)
    two = make_parcel(merchant, [(tea, 1)], location=location, key="p2")
    assert [found[0].fee_minor for found in options(one, two).values()] == [800, 800]
    set_preference("shipping.free_from_minor", 10_000, merchant)
    assert [found[0].fee_minor for found in options(one, two).values()] == [0, 0]
    assert options(one)["p1"][0].fee_minor == 800


def test_the_shop_threshold_is_an_amount_of_its_currency(merchant, location, tea):
    make_template(merchant, currency="USD")
    set_preference("shipping.free_from_minor", 1, merchant)
    parcel = make_parcel(merchant, [(tea, 1)], location=location)
    assert options(parcel, currency="USD")["p1"][0].fee_minor == 800


def test_statements_do_not_grow_with_the_parcels(location, tea, django_assert_num_queries):
    parcels = []
    for index in range(5):
        merchant = make_merchant()
        make_template(merchant)
        place = make_location(merchant)
        parcels.append(
            make_parcel(merchant, [(make_variant(merchant), 1)], location=place, key=f"p{index}")
        )
    options(parcels[0])  # so that the preferences are at hand
    with django_assert_num_queries(2):
        assert len(options(*parcels)) == 5


def test_the_way_back_costs_the_way_there_and_is_never_free(merchant, location, tea):
    make_template(merchant, free_conditions=(FreeCondition(min_pieces=1),))
    parcel = make_parcel(merchant, [(tea, 2)], location=location)
    assert options(parcel)["p1"][0].fee_minor == 0
    back = queries.quote_return(parcels=[parcel], address=SHENZHEN, currency="CNY")
    assert back["p1"].fee_minor == 1100


def test_templates_are_listed_per_owner(merchant):
    own, platform = make_template(merchant), make_template(None)
    assert [item.template_id for item in queries.list_templates(merchant_id=merchant.pk)] == [
        own.pk
    ]
    found = queries.get_template(template_id=platform.pk, merchant_id=None)
    assert found.tariff.default_rate.first_fee_minor == 800


@pytest.mark.parametrize("text", ["sf", "SF", "顺丰速运"])
def test_a_carrier_is_read_from_code_or_name(text):
    make_carrier()
    assert queries.read_carrier(text).code == "sf"


def test_an_unknown_carrier_is_refused():
    with pytest.raises(errors.UnknownCarrier):
        queries.read_carrier("飞鸽")


def test_shipments_of_orders_come_with_their_traces(
    merchant, location, tea, django_assert_num_queries
):
    make_carrier()
    rows = [make_shipment(merchant, [(tea, 1), (tea, 2)], location=location) for _ in range(3)]
    dispatched(rows[0])
    shipping.record_tracking(
        actor=SYSTEM,
        carrier_code="sf",
        tracking_no="SF1000000001",
        events=[event("picked"), event("transit", minutes=60)],
    )
    with django_assert_num_queries(3):
        found = queries.get_shipments_of([row.reference for row in rows])
    shipment = found[rows[0].reference][0]
    assert [line.state for line in shipment.tracking] == ["transit", "picked"]
    assert shipment.carrier_code == "sf"
    assert shipment.address == SHENZHEN
    assert [line.quantity for line in shipment.lines] == [1, 2]


def test_an_unknown_shipment_is_not_found():
    with pytest.raises(errors.ShipmentNotFound):
        queries.get_shipment(new_id())


def test_lists_page_without_gaps_or_repeats(merchant, location, tea, django_assert_num_queries):
    rows = [make_shipment(merchant, [(tea, 1)], location=location) for _ in range(5)]
    Shipment.objects.update(created_at=timezone.now())
    seen, cursor = [], ""
    while cursor is not None:
        wanted = ShipmentFilter(merchant_ids=frozenset({merchant.pk}), cursor=cursor, limit=2)
        with django_assert_num_queries(2):
            page = queries.list_shipments(wanted)
        seen += [item.shipment_id for item in page.items]
        cursor = page.next_cursor
    assert seen == [row.pk for row in reversed(rows)]


def found_by(**conditions):
    page = queries.list_shipments(ShipmentFilter(**conditions))
    return {item.shipment_id for item in page.items}


def test_lists_are_filtered(merchant, location, tea):
    make_carrier()
    one = make_shipment(merchant, [(tea, 1)], location=location, reference_number="M26-77")
    two = dispatched(make_shipment(merchant, [(tea, 1)], location=location))
    other = make_merchant()
    away = make_shipment(
        other, [(make_variant(other), 1)], location=make_location(other, kind="store")
    )
    assert found_by(merchant_ids=frozenset({merchant.pk})) == {one.pk, two.pk}
    assert found_by(location_ids=frozenset({location.pk})) == {one.pk, two.pk}
    assert found_by(merchant_ids=frozenset()) == set()
    assert found_by(merchant_ids=frozenset({other.pk}), location_ids=frozenset({location.pk})) == {
        one.pk,
        two.pk,
        away.pk,
    }
    assert found_by(states=(ShipmentState.HANDED_OVER,)) == {two.pk}
    assert found_by(carrier_code="sf") == {two.pk}
    assert found_by(text="m26-7") == {one.pk}
    assert found_by(text="sf1000") == {two.pk}
    assert found_by(is_late=True) == set()
    Shipment.objects.filter(pk=one.pk).update(ship_by=timezone.now())
    assert found_by(is_late=True) == {one.pk}
    assert found_by(created_from=timezone.now() + timedelta(hours=1)) == set()


def test_a_forged_cursor_is_refused():
    with pytest.raises(BadCursor):
        queries.list_shipments(ShipmentFilter(cursor="nonsense"))


def test_open_parcels_are_found_by_shipment_and_order_number(merchant, location, tea):
    one = make_shipment(merchant, [(tea, 1)], location=location, reference_number="M26-77")
    found = queries.find_open_shipments(
        texts=[one.number, "M26-77", "M26-78"], merchant_id=merchant.pk
    )
    assert set(found) == {one.number, "M26-77"}
    assert queries.find_open_shipments(texts=[one.number], merchant_id=new_id()) == {}

"""Shipments from creation to dispatch, freight templates and carriers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.platform import preferences
from jishi.foundation.platform.models import OutboxEvent
from jishi.fulfillment.shipping import errors
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import (
    Carrier,
    FreightTemplate,
    Shipment,
    ShipmentLine,
    TrackingEntry,
)
from jishi.fulfillment.shipping.types import (
    ChargeBy,
    Direction,
    LineQuantity,
    Rate,
    ShipmentKind,
    ShipmentState,
    Tariff,
    TemplateDraft,
    Trouble,
    WatchState,
)
from tests.fulfillment.shipping.factories import (
    SECOND,
    SYSTEM,
    dispatched,
    event,
    events_named,
    line_ids,
    make_carrier,
    make_location,
    make_merchant,
    make_request,
    make_shipment,
    make_variant,
    staff_of,
    worker_at,
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


@pytest.fixture
def shipment(merchant, location, tea):
    """A pending parcel of two lines: 3 and 2 units."""
    return make_shipment(merchant, [(tea, 3), (tea, 2)], location=location)


def refresh(row):
    row.refresh_from_db()
    return row


def quantities(shipment):
    return sorted(ShipmentLine.objects.filter(shipment=shipment).values_list("quantity", flat=True))


# Creation


def test_a_shipment_is_due_as_the_merchant_promises(merchant, location, tea):
    preferences.set_value(
        actor=SYSTEM, name="shipping.ship_within_h", value=24, merchant_id=merchant.pk
    )
    preferences.forget()
    row = make_shipment(merchant, [(tea, 1)], location=location, reference_number="M26-1")
    assert row.state == ShipmentState.PENDING
    assert row.number.startswith("S")
    assert timedelta(hours=23) < row.ship_by - row.created_at <= timedelta(hours=24)
    assert events_named("shipping.shipment_created") == 1


def test_statements_do_not_grow_with_the_shipments(
    merchant, location, tea, django_assert_num_queries
):
    shipping.create_shipments(
        actor=SYSTEM, requests=[make_request(merchant, [(tea, 1)], location=location)]
    )
    requests = [make_request(merchant, [(tea, 1), (tea, 2)], location=location) for _ in range(6)]
    # The savepoint and its release, chosen ways, shipments, lines, events.
    with django_assert_num_queries(6):
        shipping.create_shipments(actor=SYSTEM, requests=requests)


@pytest.mark.parametrize("lines", [[], [0], [-1]])
def test_a_shipment_without_goods_is_refused(merchant, location, tea, lines):
    request = make_request(merchant, [(tea, quantity) for quantity in lines], location=location)
    with pytest.raises(errors.BadQuantities):
        shipping.create_shipments(actor=SYSTEM, requests=[request])
    assert not Shipment.objects.exists()
    assert not OutboxEvent.objects.exists()


# Splitting and canceling


def test_a_split_moves_units_to_a_parcel_of_their_own(shipment):
    first, second = line_ids(shipment)
    part_id = shipping.split(
        actor=SYSTEM,
        shipment_id=shipment.pk,
        lines=[LineQuantity(first, 1), LineQuantity(second, 2)],
    )
    part = Shipment.objects.get(pk=part_id)
    assert quantities(shipment) == [2]
    assert quantities(part) == [1, 2]
    assert (part.reference, part.split_from_id) == (shipment.reference, shipment.pk)
    assert part.number != shipment.number
    assert events_named("shipping.shipment_created") == 2
    assert events_named("shipping.shipment_changed") == 1


def test_a_split_that_leaves_nothing_changes_nothing(shipment):
    everything = [LineQuantity(*pair) for pair in zip(line_ids(shipment), (3, 2), strict=True)]
    with pytest.raises(errors.BadQuantities):
        shipping.split(actor=SYSTEM, shipment_id=shipment.pk, lines=everything)
    assert quantities(shipment) == [2, 3]
    assert Shipment.objects.count() == 1


def test_a_sealed_parcel_is_not_split(shipment):
    shipping.start_picking(actor=SYSTEM, shipment_id=shipment.pk)
    shipping.pack(actor=SYSTEM, shipment_id=shipment.pk, weight_g=900)
    with pytest.raises(IllegalMove):
        shipping.split(
            actor=SYSTEM,
            shipment_id=shipment.pk,
            lines=[LineQuantity(line_ids(shipment)[0], 1)],
        )


def test_canceling_gives_back_where_the_goods_lie(shipment, location):
    released = shipping.cancel_shipments(actor=SYSTEM, references=[shipment.reference])
    assert refresh(shipment).state == ShipmentState.CANCELED
    assert [item.quantity for item in released] == [3, 2]
    assert {item.location_id for item in released} == {location.pk}
    assert events_named("shipping.shipment_canceled") == 1
    assert shipping.cancel_shipments(actor=SYSTEM, references=[shipment.reference]) == ()


def test_what_has_left_is_not_canceled(shipment):
    make_carrier()
    dispatched(shipment)
    with pytest.raises(errors.AlreadyUnderway):
        shipping.cancel_shipments(actor=SYSTEM, references=[shipment.reference])
    assert refresh(shipment).state == ShipmentState.HANDED_OVER
    assert events_named("shipping.shipment_canceled") == 0


def test_units_are_canceled_across_the_parcels_of_an_order(shipment):
    first, second = line_ids(shipment)
    part_id = shipping.split(actor=SYSTEM, shipment_id=shipment.pk, lines=[LineQuantity(first, 1)])
    released = shipping.cancel_items(
        actor=SYSTEM, reference=shipment.reference, lines=[LineQuantity(first, 3)]
    )
    assert sum(item.quantity for item in released) == 3
    assert Shipment.objects.get(pk=part_id).state == ShipmentState.CANCELED
    assert refresh(shipment).state == ShipmentState.PENDING
    assert list(shipment.lines.values_list("order_line_id", "quantity")) == [(second, 2)]


def test_more_units_than_are_here_cannot_be_canceled(shipment):
    with pytest.raises(errors.AlreadyUnderway):
        shipping.cancel_items(
            actor=SYSTEM,
            reference=shipment.reference,
            lines=[LineQuantity(line_ids(shipment)[0], 4)],
        )
    assert quantities(shipment) == [2, 3]


def test_a_sealed_parcel_is_unpacked_before_units_are_taken_out(shipment):
    shipping.start_picking(actor=SYSTEM, shipment_id=shipment.pk)
    shipping.pack(actor=SYSTEM, shipment_id=shipment.pk)
    one = [LineQuantity(line_ids(shipment)[0], 1)]
    with pytest.raises(errors.AlreadyPacked):
        shipping.cancel_items(actor=SYSTEM, reference=shipment.reference, lines=one)
    shipping.unpack(actor=SYSTEM, shipment_id=shipment.pk)
    assert shipping.cancel_items(actor=SYSTEM, reference=shipment.reference, lines=one)


def test_what_has_not_left_is_sent_elsewhere(shipment):
    shipping.change_address(actor=SYSTEM, reference=shipment.reference, address=SECOND)
    assert refresh(shipment).address["name"] == SECOND.name


def test_an_address_that_is_on_the_box_stays(shipment):
    shipping.start_picking(actor=SYSTEM, shipment_id=shipment.pk)
    shipping.pack(actor=SYSTEM, shipment_id=shipment.pk)
    with pytest.raises(errors.AlreadyPacked):
        shipping.change_address(actor=SYSTEM, reference=shipment.reference, address=SECOND)
    make_carrier()
    dispatched(shipment)
    with pytest.raises(errors.AlreadyUnderway):
        shipping.change_address(actor=SYSTEM, reference=shipment.reference, address=SECOND)
    assert refresh(shipment).address["name"] != SECOND.name


# Dispatch


def test_a_parcel_leaves_with_carrier_and_number(shipment):
    make_carrier()
    row = dispatched(shipment, tracking_no=" sf 1000-000001 ")
    assert row.state == ShipmentState.HANDED_OVER
    assert row.tracking_no == "SF1000-000001"
    assert row.shipped_at is not None
    assert row.watch_state == WatchState.NONE
    assert events_named("shipping.shipment_dispatched") == 1


@pytest.mark.parametrize(
    ("carrier", "number", "refusal"),
    [
        ("", "SF1000000001", errors.CarrierRequired),
        ("sf", "", errors.CarrierRequired),
        ("sf", "12", errors.BadTrackingNumber),
        ("nobody", "SF1000000001", errors.UnknownCarrier),
    ],
)
def test_a_parcel_without_carrier_or_number_stays(shipment, carrier, number, refusal):
    make_carrier()
    with pytest.raises(refusal):
        dispatched(shipment, carrier=carrier, tracking_no=number)
    assert refresh(shipment).state == ShipmentState.PENDING
    assert events_named("shipping.shipment_dispatched") == 0


def test_a_parcel_leaves_once(shipment):
    make_carrier()
    dispatched(shipment)
    with pytest.raises(IllegalMove):
        dispatched(shipment, tracking_no="SF1000000002")
    assert refresh(shipment).tracking_no == "SF1000000001"


def test_a_tracking_number_serves_one_recipient(merchant, location, tea, shipment):
    make_carrier()
    dispatched(shipment)
    same = make_shipment(merchant, [(tea, 1)], location=location)
    dispatched(same)
    other = make_shipment(merchant, [(tea, 1)], location=location, address=SECOND)
    with pytest.raises(errors.TrackingNumberTaken):
        dispatched(other)
    assert refresh(other).tracking_no == ""


def test_only_those_who_may_ship_do(merchant, location, shipment):
    make_carrier()
    send = {"shipment_id": shipment.pk, "carrier_code": "sf", "tracking_no": "SF1000000001"}
    with pytest.raises(Forbidden):
        shipping.dispatch(actor=staff_of(merchant), **send)
    with pytest.raises(NotFound):
        shipping.dispatch(actor=staff_of(make_merchant(), "shipping.ship"), **send)
    shipping.dispatch(actor=worker_at(location, "shipping.ship"), **send)
    assert refresh(shipment).state == ShipmentState.HANDED_OVER


def test_virtual_goods_are_delivered_at_once_and_never_by_carrier(merchant, tea):
    make_carrier()
    row = make_shipment(merchant, [(tea, 1)], kind=ShipmentKind.VIRTUAL)
    with pytest.raises(errors.CarrierNotAllowed):
        dispatched(row)
    shipping.dispatch_without_carrier(actor=SYSTEM, shipment_id=row.pk)
    assert refresh(row).state == ShipmentState.DELIVERED
    assert events_named("shipping.shipment_dispatched") == 1
    assert events_named("shipping.shipment_delivered") == 1


def test_a_parcel_is_never_shipped_without_a_carrier(shipment):
    with pytest.raises(errors.CarrierRequired):
        shipping.dispatch_without_carrier(actor=SYSTEM, shipment_id=shipment.pk)
    assert refresh(shipment).state == ShipmentState.PENDING


def fix(shipment, number):
    shipping.fix_tracking_number(
        actor=SYSTEM, shipment_id=shipment.pk, carrier_code="sf", tracking_no=number
    )
    return refresh(shipment)


def test_a_wrong_number_is_corrected_and_its_trace_dropped(shipment):
    make_carrier()
    dispatched(shipment)
    shipping.record_tracking(
        actor=SYSTEM,
        carrier_code="sf",
        tracking_no="SF1000000001",
        events=[event("exception")],
    )
    row = fix(shipment, "SF2000000002")
    assert (row.state, row.tracking_no) == (ShipmentState.HANDED_OVER, "SF2000000002")
    assert (row.tracking_state, row.trouble, row.tracking_fixes) == ("", Trouble.NONE, 1)
    assert not TrackingEntry.objects.exists()
    assert events_named("shipping.tracking_number_fixed") == 1


def test_a_number_is_corrected_a_few_times_only(shipment):
    make_carrier()
    dispatched(shipment)
    for turn in range(3):
        fix(shipment, f"SF200000000{turn}")
    with pytest.raises(errors.TooManyFixes):
        fix(shipment, "SF3000000000")
    assert refresh(shipment).tracking_no == "SF2000000002"


def test_a_number_is_final_after_a_day(shipment):
    make_carrier()
    dispatched(shipment)
    Shipment.objects.update(shipped_at=timezone.now() - timedelta(hours=24))
    with pytest.raises(errors.TrackingNumberFinal):
        fix(shipment, "SF2000000002")


# Returns


@pytest.fixture
def back(merchant, location, tea):
    return make_shipment(merchant, [(tea, 1)], location=location, direction=Direction.RETURN)


def test_a_shopper_sends_goods_back_and_may_correct_the_number(back):
    make_carrier()
    send = {"actor": SYSTEM, "shipment_id": back.pk, "carrier_code": "sf"}
    shipping.record_return_sent(tracking_no="SF7000000001", **send)
    shipping.record_return_sent(tracking_no="SF7000000002", **send)
    assert refresh(back).state == ShipmentState.HANDED_OVER
    assert back.tracking_no == "SF7000000002"
    assert events_named("shipping.shipment_dispatched") == 1


def test_a_return_that_nobody_tracked_is_received_once(back):
    shipping.receive(actor=SYSTEM, shipment_id=back.pk)
    shipping.receive(actor=SYSTEM, shipment_id=back.pk)
    assert refresh(back).state == ShipmentState.DELIVERED
    assert events_named("shipping.shipment_delivered") == 1


def test_a_parcel_that_left_is_not_received_as_a_return(shipment):
    with pytest.raises(IllegalMove):
        shipping.receive(actor=SYSTEM, shipment_id=shipment.pk)
    with pytest.raises(errors.WrongDirection):
        shipping.record_return_sent(
            actor=SYSTEM, shipment_id=shipment.pk, carrier_code="sf", tracking_no="SF70000"
        )


def test_a_return_is_not_dispatched_by_staff(back):
    make_carrier()
    with pytest.raises(errors.WrongDirection):
        dispatched(back)


def test_only_returns_that_were_not_sent_are_canceled(merchant, location, tea, back):
    make_carrier()
    sent = make_shipment(merchant, [(tea, 1)], location=location, direction=Direction.RETURN)
    shipping.record_return_sent(
        actor=SYSTEM, shipment_id=sent.pk, carrier_code="sf", tracking_no="SF7000000001"
    )
    shipping.cancel_returns(actor=SYSTEM, shipment_ids=[back.pk, sent.pk])
    assert refresh(back).state == ShipmentState.CANCELED
    assert refresh(sent).state == ShipmentState.HANDED_OVER


# Templates and carriers


def draft(merchant, **more):
    tariff = Tariff(ChargeBy.PIECE, Rate(1, 800, 1, 300))
    return TemplateDraft(
        **{
            "merchant_id": merchant.pk,
            "name": "全国",
            "currency": "CNY",
            "tariff": tariff,
            **more,
        }
    )


def save(merchant, **more):
    return shipping.save_template(
        actor=staff_of(merchant, "shipping.edit"), draft=draft(merchant, **more)
    )


def test_the_first_template_is_the_default_until_another_is(merchant):
    first = save(merchant)
    second = save(merchant, name="冷链")
    assert FreightTemplate.objects.get(pk=first).is_default
    assert not FreightTemplate.objects.get(pk=second).is_default
    save(merchant, name="冷链", template_id=second, is_default=True)
    assert set(FreightTemplate.objects.filter(is_default=True).values_list("pk", flat=True)) == {
        second
    }


def test_the_default_template_is_kept_while_others_exist(merchant):
    first, second = save(merchant), save(merchant, name="冷链")
    remove = {"actor": SYSTEM, "merchant_id": merchant.pk}
    with pytest.raises(errors.TemplateInUse):
        shipping.delete_template(template_id=first, **remove)
    shipping.delete_template(template_id=second, **remove)
    shipping.delete_template(template_id=first, **remove)
    assert not FreightTemplate.objects.exists()


def test_an_unsound_or_foreign_template_is_not_saved(merchant):
    with pytest.raises(errors.BadTemplate):
        save(merchant, tariff=Tariff(ChargeBy.PIECE))
    with pytest.raises(errors.BadTemplate):
        save(merchant, name=" ")
    save(merchant)
    with pytest.raises(errors.TemplateNameTaken):
        save(merchant)
    with pytest.raises(NotFound):
        save(merchant, template_id=new_id(), name="别的")
    with pytest.raises(NotFound):
        shipping.save_template(
            actor=staff_of(make_merchant(), "shipping.edit"), draft=draft(merchant, name="别的")
        )
    assert FreightTemplate.objects.count() == 1


def test_the_usual_carriers_are_installed_once():
    assert shipping.install_carriers(actor=SYSTEM) == 11
    assert shipping.install_carriers(actor=SYSTEM) == 0
    assert Carrier.objects.get(code="sf").name["zh-hans"] == "顺丰速运"


def test_carriers_are_kept_by_those_who_may(merchant):
    with pytest.raises(NotFound):
        shipping.save_carrier(
            actor=staff_of(merchant, "shipping.edit"), code="uu", name={"en": "UU"}
        )
    with pytest.raises(errors.BadCarrier):
        shipping.save_carrier(actor=SYSTEM, code="uu", name={"en": "UU"}, adapter="unheard")
    shipping.save_carrier(actor=SYSTEM, code="uu", name={"en": "UU"})
    shipping.save_carrier(actor=SYSTEM, code="uu", name={"en": "UU Run"}, is_active=False)
    assert Carrier.objects.get().name == {"en": "UU Run"}

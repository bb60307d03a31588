"""Traces, pushes, questions and silence; labels bought outside the transaction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import transactions
from jishi.fulfillment.shipping import errors, queries, tasks
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import Shipment, TrackingEntry
from jishi.fulfillment.shipping.ports import Trace
from jishi.fulfillment.shipping.types import (
    LabelState,
    ShipmentState,
    TrackingState,
    Trouble,
    WatchState,
)
from tests.fulfillment.shipping.factories import (
    SYSTEM,
    dispatched,
    event,
    events_named,
    make_carrier,
    make_location,
    make_merchant,
    make_shipment,
    make_variant,
)

pytestmark = pytest.mark.django_db

NUMBER = "SF1000000001"


@pytest.fixture
def pending():
    merchant = make_merchant()
    make_carrier(adapter="fake")
    return make_shipment(merchant, [(make_variant(merchant), 2)], location=make_location(merchant))


@pytest.fixture
def parcel(pending):
    return dispatched(pending)


def refresh(row):
    row.refresh_from_db()
    return row


def report(*events, is_aborted=False):
    return shipping.record_tracking(
        actor=SYSTEM,
        carrier_code="sf",
        tracking_no=NUMBER,
        events=events,
        is_aborted=is_aborted,
    )


def test_a_report_moves_the_parcel_and_is_kept(parcel):
    assert report(event("picked"), event("transit", minutes=60)) == 1
    row = refresh(parcel)
    assert (row.state, row.tracking_state) == (ShipmentState.IN_TRANSIT, "transit")
    assert TrackingEntry.objects.count() == 2


def test_a_repeated_report_changes_nothing(parcel):
    report(event("picked"))
    report(event("picked"))
    assert TrackingEntry.objects.count() == 1


def test_a_parcel_is_delivered_once(parcel):
    signed = event("signed", minutes=600)
    report(signed)
    report(signed)
    report(event("signed", minutes=700), event("exception", minutes=800))
    row = refresh(parcel)
    assert (row.state, row.delivered_at) == (ShipmentState.DELIVERED, signed.at)
    assert events_named("shipping.shipment_delivered") == 1
    assert events_named("shipping.shipment_exception") == 0


def test_only_coming_back_undoes_a_signature(parcel):
    report(event("signed", minutes=600))
    report(event("returned", minutes=900))
    assert refresh(parcel).state == ShipmentState.RETURNED
    assert events_named("shipping.shipment_returned") == 1


@pytest.mark.parametrize(
    ("state", "trouble"),
    [
        ("exception", Trouble.CARRIER_PROBLEM),
        ("refused", Trouble.REFUSED),
        ("returning", Trouble.RETURNING),
        ("customs_exception", Trouble.CUSTOMS),
    ],
)
def test_a_trouble_is_announced_once_and_ends_with_good_news(parcel, state, trouble):
    report(event(state, minutes=10))
    report(event(state, minutes=20))
    row = refresh(parcel)
    assert (row.state, row.trouble) == (ShipmentState.EXCEPTION, trouble)
    assert events_named("shipping.shipment_exception") == 1
    report(event("delivering", minutes=60))
    row = refresh(parcel)
    assert (row.state, row.trouble) == (ShipmentState.IN_TRANSIT, Trouble.NONE)


def test_another_trouble_is_announced_too(parcel):
    report(event("exception"))
    report(event("refused", minutes=60))
    assert refresh(parcel).trouble == Trouble.REFUSED
    assert events_named("shipping.shipment_exception") == 2


def test_two_orders_in_one_parcel_arrive_together(parcel):
    merchant = make_merchant()
    other = make_shipment(merchant, [(make_variant(merchant), 1)], location=make_location(merchant))
    dispatched(other)
    assert report(event("signed")) == 2
    assert events_named("shipping.shipment_delivered") == 2


def test_a_scan_before_the_handover_was_noted_counts_afterwards(pending, gateway):
    shipping.request_label(actor=SYSTEM, shipment_id=pending.pk, carrier_code="sf")
    shipping.buy_label(actor=SYSTEM, shipment_id=pending.pk)
    number = refresh(pending).tracking_no
    shipping.record_tracking(
        actor=SYSTEM, carrier_code="sf", tracking_no=number, events=[event("picked")]
    )
    assert refresh(pending).state == ShipmentState.PENDING
    shipping.dispatch(actor=SYSTEM, shipment_id=pending.pk)
    assert refresh(pending).state == ShipmentState.IN_TRANSIT


# Pushes


def push():
    return shipping.record_carrier_push(actor=SYSTEM, gateway="fake", headers={}, body=b"push")


def test_a_push_is_recorded_once_and_always_acknowledged(parcel, gateway):
    gateway.trace = Trace("sf", NUMBER, TrackingState.SIGNED, (event("signed"),))
    assert push() == b"ok"
    assert push() == b"ok"
    assert refresh(parcel).state == ShipmentState.DELIVERED
    assert events_named("shipping.shipment_delivered") == 1


def test_a_push_of_an_unknown_number_is_acknowledged(parcel, gateway):
    gateway.trace = Trace("sf", "SF9999", TrackingState.SIGNED, (event("signed"),))
    assert push() == b"ok"
    assert refresh(parcel).state == ShipmentState.HANDED_OVER


def test_a_forged_push_changes_nothing(parcel, gateway):
    gateway.problem = errors.PushSignatureInvalid(gateway="fake")
    with pytest.raises(errors.PushSignatureInvalid):
        push()
    assert refresh(parcel).state == ShipmentState.HANDED_OVER
    assert not TrackingEntry.objects.exists()


def test_a_push_to_a_gateway_that_is_not_set_up_is_not_found():
    with pytest.raises(NotFound):
        push()


def test_an_abort_is_answered_by_subscribing_again_then_by_a_person(parcel, gateway):
    shipping.subscribe(actor=SYSTEM, shipment_id=parcel.pk)
    report(is_aborted=True)
    assert refresh(parcel).watch_state == WatchState.WANTED
    assert events_named("shipping.shipment_exception") == 0
    report(is_aborted=True)
    row = refresh(parcel)
    assert (row.watch_state, row.trouble) == (WatchState.LOST, Trouble.TRACKING_LOST)
    assert events_named("shipping.shipment_exception") == 1


def test_an_abort_after_delivery_is_no_trouble(parcel):
    report(event("signed"))
    report(is_aborted=True)
    report(is_aborted=True)
    assert refresh(parcel).watch_state == WatchState.DONE


# Subscriptions and questions


def test_a_dispatched_parcel_is_subscribed_with_the_recipients_phone(parcel, gateway):
    assert parcel.watch_state == WatchState.WANTED
    tasks.subscribe_parcels.func()
    assert gateway.subscribed == [f"sf:{NUMBER}:13800000001"]
    assert refresh(parcel).watch_state == WatchState.PUSHED
    tasks.subscribe_parcels.func()
    assert len(gateway.subscribed) == 1


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (errors.CarrierUnavailable(), WatchState.WANTED),
        (errors.CarrierRefused(), WatchState.POLLED),
        (errors.CarrierNotSupported(), WatchState.NONE),
    ],
)
def test_what_cannot_be_subscribed_is_tried_again_polled_or_left(parcel, gateway, problem, outcome):
    gateway.problem = problem
    shipping.subscribe(actor=SYSTEM, shipment_id=parcel.pk)
    row = refresh(parcel)
    assert row.watch_state == outcome
    assert row.next_poll_at > timezone.now()


def test_without_a_gateway_nobody_is_asked(parcel):
    shipping.subscribe(actor=SYSTEM, shipment_id=parcel.pk)
    assert refresh(parcel).watch_state == WatchState.NONE


def test_polls_wait_longer_each_time(parcel, gateway):
    Shipment.objects.update(watch_state=WatchState.POLLED)
    waits = []
    for _ in range(5):
        shipping.poll(actor=SYSTEM, shipment_id=parcel.pk)
        waits.append(round((refresh(parcel).next_poll_at - timezone.now()).total_seconds() / 3600))
    assert waits == [4, 6, 8, 12, 12]
    assert gateway.asked == 5


def test_a_poll_learns_what_no_push_told(parcel, gateway):
    shipping.subscribe(actor=SYSTEM, shipment_id=parcel.pk)
    Shipment.objects.update(next_poll_at=timezone.now())
    gateway.trace = Trace("sf", NUMBER, TrackingState.SIGNED, (event("signed"),))
    tasks.poll_parcels.func()
    row = refresh(parcel)
    assert (row.state, row.watch_state) == (ShipmentState.DELIVERED, WatchState.DONE)
    tasks.poll_parcels.func()
    assert gateway.asked == 1


def test_a_silent_gateway_is_left_until_the_next_time(parcel, gateway):
    Shipment.objects.update(watch_state=WatchState.POLLED, next_poll_at=timezone.now())
    gateway.problem = errors.CarrierUnavailable(gateway="fake")
    tasks.poll_parcels.func()
    assert gateway.asked == 1
    assert refresh(parcel).next_poll_at > timezone.now()


def test_outbound_calls_refuse_a_transaction(parcel, gateway):
    for call in (shipping.poll, shipping.subscribe, shipping.buy_label, shipping.void_label):
        with transactions.unit(), pytest.raises(AssertionError):
            call(actor=SYSTEM, shipment_id=parcel.pk)


def test_a_parcel_nobody_collected_is_announced_once(parcel, gateway):
    shipping.subscribe(actor=SYSTEM, shipment_id=parcel.pk)
    assert queries.list_silent(timezone.now()) == ()
    Shipment.objects.update(shipped_at=timezone.now() - timedelta(hours=25))
    tasks.flag_silent_parcels.func()
    tasks.flag_silent_parcels.func()
    assert refresh(parcel).trouble == Trouble.NOT_COLLECTED
    assert events_named("shipping.shipment_exception") == 1


def test_a_parcel_without_news_for_two_days_has_stalled(parcel, gateway):
    shipping.subscribe(actor=SYSTEM, shipment_id=parcel.pk)
    report(event("transit"))
    Shipment.objects.update(news_at=timezone.now() - timedelta(hours=49))
    tasks.flag_silent_parcels.func()
    assert refresh(parcel).trouble == Trouble.STALLED


# Labels


def request_label(shipment, carrier="sf"):
    shipping.request_label(actor=SYSTEM, shipment_id=shipment.pk, carrier_code=carrier)
    return refresh(shipment)


def test_a_label_is_requested_bought_and_used(pending, gateway):
    assert request_label(pending).label_state == LabelState.REQUESTED
    tasks.buy_labels.func()
    row = refresh(pending)
    assert (row.label_state, row.tracking_no) == (LabelState.BOUGHT, f"W{row.number}")
    assert row.label_url == "https://l/1"
    shipping.dispatch(actor=SYSTEM, shipment_id=pending.pk)
    assert refresh(pending).state == ShipmentState.HANDED_OVER


def test_a_label_is_bought_once_however_often_it_is_asked_for(pending, gateway):
    request_label(pending)
    request_label(pending)
    tasks.buy_labels.func()
    tasks.buy_labels.func()
    request_label(pending)
    tasks.buy_labels.func()
    assert gateway.ordered == [pending.number]


def test_a_carrier_that_does_not_answer_is_asked_again_with_the_same_reference(pending, gateway):
    request_label(pending)
    gateway.problem = errors.CarrierUnavailable(gateway="fake")
    tasks.buy_labels.func()
    assert refresh(pending).label_state == LabelState.REQUESTED
    gateway.problem = None
    tasks.buy_labels.func()
    assert refresh(pending).label_state == LabelState.BOUGHT
    assert gateway.ordered == [pending.number] * 2


def test_a_refused_label_says_why_and_may_be_requested_anew(pending, gateway):
    request_label(pending)
    gateway.problem = errors.CarrierRefused(message="余额不足")
    tasks.buy_labels.func()
    row = refresh(pending)
    assert (row.label_state, row.label_error) == (LabelState.FAILED, "余额不足")
    gateway.problem = None
    assert request_label(pending).label_state == LabelState.REQUESTED


def test_labels_come_from_connected_carriers_only(pending):
    with pytest.raises(errors.LabelNotOffered):
        request_label(pending)
    assert refresh(pending).label_state == LabelState.NONE


def test_a_second_carriers_label_is_refused(pending, gateway):
    make_carrier("zto", adapter="fake", name="中通快递")
    request_label(pending)
    with pytest.raises(errors.LabelExists):
        request_label(pending, "zto")


def test_the_label_of_a_canceled_parcel_is_given_back(pending, gateway):
    request_label(pending)
    tasks.buy_labels.func()
    shipping.cancel_shipments(actor=SYSTEM, references=[pending.reference])
    tasks.void_labels.func()
    tasks.void_labels.func()
    assert gateway.voided == [f"W{pending.number}"]
    assert refresh(pending).label_state == LabelState.VOIDED


def test_a_label_that_comes_after_the_cancellation_is_given_back_too(pending, gateway):
    request_label(pending)
    shipping.cancel_shipments(actor=SYSTEM, references=[pending.reference])
    tasks.buy_labels.func()
    tasks.void_labels.func()
    assert gateway.voided == [f"W{pending.number}"]

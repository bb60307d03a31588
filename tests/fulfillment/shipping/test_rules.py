"""Promises, the life of a shipment, and merging of traces."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.errors import IllegalMove
from jishi.foundation.kernel.ids import new_id
from jishi.fulfillment.shipping import errors
from jishi.fulfillment.shipping.rules import promises, shipments, tracking
from jishi.fulfillment.shipping.rules.promises import Distance
from jishi.fulfillment.shipping.types import (
    FreightBearer,
    LineQuantity,
    ReturnFault,
    ShipmentAction,
    ShipmentState,
    TrackingEvent,
    TrackingState,
    Trouble,
)

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
PACE = promises.Pace(48, 2, 4, 8, 20, frozenset({"54", "65"}))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("440305", "4403", "44", "CN"), Distance.SAME_PROVINCE),
        (("310101", "3101", "31", "CN"), Distance.OTHER_PROVINCE),
        (("650102", "6501", "65", "CN"), Distance.REMOTE),
        (("US",), Distance.ABROAD),
    ],
)
def test_distance_is_read_from_the_division_codes(places, expected):
    found = promises.distance(
        origin_region="440300", origin_country="CN", places=places, remote=PACE.remote
    )
    assert found == expected


def test_a_promise_is_the_time_to_ship_and_the_days_on_the_road():
    earliest, latest = promises.promise(at=AT, pace=PACE, how_far=Distance.OTHER_PROVINCE)
    assert earliest == AT + timedelta(days=2)
    assert latest == AT + timedelta(hours=48, days=4)


@pytest.mark.parametrize("how_far", Distance)
def test_a_promise_never_ends_before_it_begins(how_far):
    earliest, latest = promises.promise(at=AT, pace=PACE, how_far=how_far)
    assert AT < earliest <= latest


def test_terminal_states_have_no_actions():
    terminal = {state for state in ShipmentState if shipments.SHIPMENT.is_terminal(state)}
    assert terminal == {ShipmentState.RETURNED, ShipmentState.CANCELED}


@pytest.mark.parametrize("state", [item for item in ShipmentState if item not in shipments.OPEN])
def test_what_has_left_cannot_be_canceled(state):
    with pytest.raises(IllegalMove):
        shipments.SHIPMENT.advance(state, ShipmentAction.CANCEL)


def test_a_delivered_parcel_can_only_turn_back():
    assert shipments.SHIPMENT.actions(ShipmentState.DELIVERED) == (ShipmentAction.TURN_BACK,)


@pytest.mark.parametrize("text", ["SF 1234-567890", " sf1234-567890 "])
def test_tracking_numbers_are_cleaned(text):
    assert shipments.clean_tracking_number(text) == "SF1234-567890"


@pytest.mark.parametrize("text", ["", "1234", "顺丰12345", "A" * 41, "ABC'12345"])
def test_odd_tracking_numbers_are_refused(text):
    with pytest.raises(errors.BadTrackingNumber):
        shipments.clean_tracking_number(text)


def test_a_number_may_be_fixed_within_its_time_and_count():
    check = {"shipped_at": AT, "within_h": 24, "max_fixes": 3}
    shipments.check_fix(fixes=2, at=AT + timedelta(hours=23, minutes=59), **check)
    with pytest.raises(errors.TrackingNumberFinal):
        shipments.check_fix(fixes=0, at=AT + timedelta(hours=24), **check)
    with pytest.raises(errors.TooManyFixes):
        shipments.check_fix(fixes=3, at=AT, **check)


A, B = new_id(), new_id()


@pytest.mark.parametrize(
    "taken",
    [
        [],
        [LineQuantity(A, 0)],
        [LineQuantity(A, 3)],
        [LineQuantity(A, 1), LineQuantity(A, 1)],
        [LineQuantity(new_id(), 1)],
        [LineQuantity(A, 2), LineQuantity(B, 1)],
    ],
)
def test_a_split_takes_something_that_is_there_and_leaves_something(taken):
    with pytest.raises(errors.BadQuantities):
        shipments.check_split({A: 2, B: 1}, taken)


def test_who_pays_the_way_back_follows_whose_doing_it_is():
    assert shipments.BEARERS[ReturnFault.SHOPPER_CHOICE] == FreightBearer.SHOPPER
    assert shipments.BEARERS[ReturnFault.GOODS] == FreightBearer.MERCHANT
    assert set(shipments.BEARERS) == set(ReturnFault)


def event(state, minutes=0, text=None):
    return TrackingEvent(AT + timedelta(minutes=minutes), state, text or f"{state} {minutes}")


def test_a_report_that_was_known_adds_nothing():
    known = [event(TrackingState.PICKED), event(TrackingState.TRANSIT, 60)]
    merged = tracking.merge(known=known, reported=list(reversed(known)))
    assert merged.fresh == ()
    assert merged.latest == known[1]


def test_a_repeated_event_in_one_report_counts_once():
    merged = tracking.merge(known=[], reported=[event(TrackingState.PICKED)] * 2)
    assert len(merged.fresh) == 1


def test_the_same_words_with_other_spacing_are_the_same_event():
    one = event(TrackingState.TRANSIT, text="已离开 深圳")
    other = event(TrackingState.TRANSIT, text=" 已离开  深圳 ")
    assert tracking.digest(one) == tracking.digest(other)


def test_a_late_report_of_an_early_event_does_not_move_back():
    known = [event(TrackingState.DELIVERING, 600)]
    merged = tracking.merge(known=known, reported=[event(TrackingState.TRANSIT, 60)])
    assert merged.latest == known[0]
    assert len(merged.fresh) == 1


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (TrackingState.TRANSIT, TrackingState.SIGNED),
        (TrackingState.EXCEPTION, TrackingState.SIGNED),
        (TrackingState.RETURNING, TrackingState.SIGNED),
        (TrackingState.RETURNED, TrackingState.RETURNED),
    ],
)
def test_signed_stays_signed_unless_it_is_returned(later, expected):
    merged = tracking.merge(known=[event(TrackingState.SIGNED, 10)], reported=[event(later, 600)])
    assert merged.latest.state == expected


def test_returned_stays_returned():
    known = [event(TrackingState.RETURNED, 10)]
    merged = tracking.merge(known=known, reported=[event(TrackingState.SIGNED, 600)])
    assert merged.latest == known[0]


def test_clocks_that_differ_a_little_do_not_move_a_parcel_back():
    events = [event(TrackingState.DELIVERING, 0), event(TrackingState.TRANSIT, 4)]
    assert tracking.latest(events).state == TrackingState.DELIVERING
    events = [event(TrackingState.DELIVERING, 0), event(TrackingState.TRANSIT, 6)]
    assert tracking.latest(events).state == TrackingState.TRANSIT


traces = st.lists(
    st.builds(event, st.sampled_from(TrackingState), st.integers(0, 5000)), max_size=12
)


@given(traces, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(events, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    one = tracking.merge(known=[], reported=events)
    other = tracking.merge(known=[], reported=shuffled)
    assert {tracking.digest(item) for item in one.fresh} == {
        tracking.digest(item) for item in other.fresh
    }
    assert (one.latest and one.latest.state) == (other.latest and other.latest.state)


@given(traces, traces)
def test_merging_twice_is_merging_once(known, reported):
    first = tracking.merge(known=known, reported=reported)
    again = tracking.merge(known=[*known, *first.fresh], reported=reported)
    assert again.fresh == ()
    assert (again.latest and again.latest.state) == (first.latest and first.latest.state)


def test_pauses_between_polls_grow_to_half_a_day():
    pauses = [tracking.next_poll(polls, AT) - AT for polls in range(6)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(hours=4)
    assert pauses[-1] == timedelta(hours=12)


@pytest.mark.parametrize(
    ("news_h", "silent_h", "expected"),
    [
        (None, 23, Trouble.NONE),
        (None, 24, Trouble.NOT_COLLECTED),
        (10, 57, Trouble.NONE),
        (10, 58, Trouble.STALLED),
    ],
)
def test_silence_means_something_after_a_while(news_h, silent_h, expected):
    news_at = AT + timedelta(hours=news_h) if news_h else None
    found = tracking.stall(shipped_at=AT, news_at=news_at, at=AT + timedelta(hours=silent_h))
    assert found == expected

"""Buyers race each other for a slot of own delivery: it takes what it can, and no more."""

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.fulfillment.shipping import queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import ChosenDelivery, SlotCount
from jishi.fulfillment.shipping.types import DeliveryChoice
from tests.concurrency.racing import is_small, needs_locks, race
from tests.fulfillment.shipping.factories import (
    SYSTEM,
    make_location,
    make_merchant,
    make_parcel,
    make_template,
    make_variant,
)
from tests.fulfillment.shipping.test_own import draft, slots

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, needs_locks]


def test_a_slot_takes_two_of_many_and_canceled_places_can_be_had_again():
    buyers = 12 if is_small() else 60
    merchant = make_merchant()
    make_template(merchant)
    place, tea = make_location(merchant), make_variant(merchant)
    shipping.save_zone(actor=SYSTEM, draft=draft(merchant))
    first = slots(make_parcel(merchant, [(tea, 1)], location=place))[0]
    chosen = DeliveryChoice(merchant.pk, place.pk, first.code, clock.now(), clock.now())
    owners = [ids.new_id() for _ in range(buyers)]

    def buy(number):
        shipping.hold_deliveries(actor=SYSTEM, owner_id=owners[number], choices=[chosen])

    outcomes = race(buy, buyers)

    assert outcomes == {"done": 2, "shipping.slot_taken": buyers - 2}
    assert SlotCount.objects.get().parcels == 2
    assert ChosenDelivery.objects.count() == 2

    race(lambda number: shipping.release_deliveries(actor=SYSTEM, owner_id=owners[number]), buyers)

    assert SlotCount.objects.get().parcels == 0
    assert first.code in {
        one.code for one in slots(make_parcel(merchant, [(tea, 1)], location=place))
    }
    assert queries.list_zones(merchant_id=merchant.pk)

"""Hundreds want what is limited: stock, share per person and budget hold to the unit and cent."""

from uuid import UUID

import pytest

from jishi.foundation.kernel import ids
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.markets import services as markets
from jishi.goods.promotions import queries, services
from jishi.goods.promotions.models import Activity, ActivityItem, ActivityUse
from jishi.goods.promotions.types import ItemDraft, NewUse
from tests.concurrency.racing import needs_locks, race
from tests.goods.catalog.factories import (
    HOUSE,
    make_category,
    make_merchant,
    make_product,
    make_user,
)
from tests.goods.promotions.factories import make_activity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, needs_locks]

UNAVAILABLE = "promotions.activity_unavailable"


@pytest.fixture
def variant():
    markets.ensure_markets(actor=HOUSE)
    product_id = make_product(make_merchant(), make_category())
    return catalog_queries.get_product(product_id).variants[0].variant_id


def flash(variant, **limits):
    item = ItemDraft(variant, 500, **limits)
    return make_activity("flash_sale", prices={variant: 1_000}, items=(item,))


def take(user_id, *uses, group_id=None):
    services.take(actor=HOUSE, group_id=group_id or ids.new_id(), user_id=user_id, uses=list(uses))


def test_500_people_want_100_units_of_a_flash_sale(variant):
    activity_id = flash(variant, stock=100, per_person=1)
    people = [make_user() for _ in range(500)]
    use = NewUse(activity_id, variant, 1, 500, 0)
    assert race(lambda n: take(people[n], use), 500) == {"done": 100, UNAVAILABLE: 400}
    assert ActivityItem.objects.get().taken == 100
    assert ActivityUse.objects.values("user_id").distinct().count() == 100
    assert queries.prove_activities() == []


def test_one_person_in_many_tabs_takes_no_more_than_one_may(variant):
    activity_id, person = flash(variant, stock=100, per_person=3), make_user()
    use = NewUse(activity_id, variant, 1, 500, 0)
    assert race(lambda _: take(person, use), 40) == {"done": 3, UNAVAILABLE: 37}
    assert queries.prove_activities() == []


def test_a_budget_is_never_overspent(variant):
    activity_id = make_activity(budget_minor=10_000)
    use = NewUse(activity_id, None, 1, 300, 300)
    assert race(lambda _: take(None, use), 100) == {"done": 33, UNAVAILABLE: 67}
    assert Activity.objects.get().spent_minor == 9_900
    assert queries.prove_activities() == []


def test_what_unpaid_orders_give_back_is_taken_again_and_never_twice(variant):
    activity_id = flash(variant, stock=10)
    use = NewUse(activity_id, variant, 1, 500, 0)
    groups = [UUID(int=number + 1) for number in range(10)]
    for group_id in groups:
        take(None, use, group_id=group_id)

    def back_or_take(number):
        if number % 2:
            services.unlock(actor=HOUSE, group_id=groups[number % 10])
        else:
            take(None, use)

    outcomes = race(back_or_take, 60)
    assert outcomes["done"] + outcomes[UNAVAILABLE] == 60
    held = ActivityUse.objects.filter(state="locked").count()
    assert ActivityItem.objects.get().taken == held <= 10
    assert queries.prove_activities() == []

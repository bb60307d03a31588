"""Sales that the ranking goes by: a buyer once a day, nothing that was given back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform import preferences
from jishi.foundation.platform.models import Job
from jishi.insight.search import queries, services
from jishi.insight.search.adapters import engine
from jishi.insight.search.models import DirtyProduct, RankedSales
from jishi.insight.search.types import RankingChoice, SearchQuery, Sort
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.models import Order, OrderGroup, OrderLine
from jishi.trade.orders.types import OrderStatus, PaymentStatus
from tests.parties.accounts import factories as people
from tests.walks import test_walk as walk
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

SYSTEM = villages.SYSTEM


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.SEARCH_INDEX_PATH = tmp_path / "search"
    engine.index.cache_clear()
    preferences.forget()
    yield
    engine.index.cache_clear()
    preferences.forget()


@pytest.fixture
def village():
    return villages.build()


def bought(village, codes, expected):
    """A paid group of a member of one's own."""
    buyer = replace(village, shopper=people.actor_of(people.person()))
    group_id = walk.place(buyer, codes=codes, expected=expected).group_id
    walk.pay_by_transfer(buyer, group_id, expected)
    return group_id


def counted(village):
    names = {product_id: code for code, product_id in village.products.items()}
    found = orders_queries.count_buyer_days(clock.now() - timedelta(days=30))
    return {names[product_id]: times for product_id, times in found.items()}


def test_a_buyer_counts_once_a_day_and_another_day_again(village):
    first = bought(village, "A", 4000)
    again = bought(village, "A", 4000)
    other = bought(village, "AC", 8500)
    buyer = Order.objects.get(group_id=first).user_id
    Order.objects.filter(group_id=again).update(user_id=buyer)
    assert counted(village) == {"A": 2, "C": 1}
    yesterday = clock.now() - timedelta(days=1, hours=1)
    Order.objects.filter(group_id=again).update(confirmed_at=yesterday)
    assert counted(village) == {"A": 3, "C": 1}
    OrderLine.objects.filter(order__group_id=other).update(quantity=9)
    assert counted(village) == {"A": 3, "C": 1}


def test_a_guest_counts_by_phone_number_whatever_the_name(village):
    groups = [bought(village, "A", 4000), bought(village, "A", 4000)]
    Order.objects.filter(group_id__in=groups).update(user_id=None)
    OrderGroup.objects.filter(pk__in=groups).update(phone="13800000001")
    OrderGroup.objects.filter(pk=groups[0]).update(email="a@example.com")
    assert counted(village) == {"A": 1}
    OrderGroup.objects.filter(pk=groups[0]).update(phone="")
    assert counted(village) == {"A": 2}


def test_what_was_given_back_canceled_or_is_old_does_not_count(village):
    group = bought(village, "AC", 8500)
    OrderLine.objects.filter(order__group_id=group, product_id=village.products["A"]).update(
        returned_quantity=1
    )
    assert counted(village) == {"C": 1}
    orders = Order.objects.filter(group_id=group)
    orders.update(payment_status=PaymentStatus.REFUNDED)
    assert counted(village) == {}
    orders.update(payment_status=PaymentStatus.PAID, status=OrderStatus.CANCELED)
    assert counted(village) == {}
    long_ago = clock.now() - timedelta(days=31)
    orders.update(status=OrderStatus.COMPLETED, confirmed_at=long_ago)
    assert counted(village) == {}


def test_the_order_by_sales_follows_the_cleared_number(village):
    for _ in range(2):
        bought(village, "C", 2500)
    wash = [bought(village, "A", 4000) for _ in range(3)]
    buyer = Order.objects.filter(group_id=wash[0]).values_list("user_id", flat=True)[0]
    Order.objects.filter(group_id__in=wash).update(user_id=buyer)
    assert services.count_sales(actor=SYSTEM) == 2
    assert dict(RankedSales.objects.values_list("product_id", "times")) == {
        village.products["A"]: 1,
        village.products["C"]: 2,
    }
    services.rebuild_all(actor=SYSTEM)
    found = engine.index().search(SearchQuery(text="", market="cn", sort=Sort.SALES))
    assert list(found.product_ids) == [village.products[code] for code in "CAB"]
    DirtyProduct.objects.all().delete()
    assert services.count_sales(actor=SYSTEM) == 0
    Order.objects.filter(group_id__in=wash).update(payment_status=PaymentStatus.REFUNDED)
    assert services.count_sales(actor=SYSTEM) == 1
    assert DirtyProduct.objects.values_list("product_id", flat=True).get() == village.products["A"]


def test_operators_set_the_weights_and_the_index_follows(village):
    wanted = RankingChoice(0, 300, 10, 0, 90, 7)
    with pytest.raises(Forbidden):
        services.set_ranking(actor=village.shopper, wanted=wanted)
    services.set_ranking(actor=SYSTEM, wanted=wanted)
    preferences.forget()
    assert queries.get_ranking() == wanted
    weights = engine.weights_in_force()
    assert (weights.sales, weights.rating, weights.out_of_stock_penalty) == (0.0, 3.0, 0.9)
    assert Job.objects.filter(name="insight.search.tasks.rank_again", state="ready").count() == 1
    with pytest.raises(preferences.BadPreference):
        services.set_ranking(actor=SYSTEM, wanted=replace(wanted, rating=301))

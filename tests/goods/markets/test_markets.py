"""Markets: one default, sound fields, a fresh copy after every change."""

from dataclasses import replace

import pytest

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform.models import AuditEntry, OutboxEvent
from jishi.goods.markets import queries, rules, services
from jishi.goods.markets.errors import BadMarket, DefaultMarketNeeded, MarketNotFound
from jishi.goods.markets.models import Market
from jishi.goods.markets.types import MarketInfo

pytestmark = pytest.mark.django_db
HOUSE = Actor.system("tests")


@pytest.fixture(autouse=True)
def fresh_copy():
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def japan():
    return MarketInfo(
        code="jp",
        name={"zh-hans": "日本", "en": "Japan"},
        currency="JPY",
        countries=("JP",),
        locales=("en",),
        position=2,
    )


def test_every_installation_begins_with_china_and_the_united_states():
    services.ensure_markets(actor=HOUSE)
    services.ensure_markets(actor=HOUSE)
    assert [market.code for market in queries.list_markets()] == ["cn", "us"]
    default = queries.get_default()
    assert (default.code, default.currency, default.locales) == ("cn", "CNY", ("zh-hans", "en"))
    assert queries.get_market("us").currency == "USD"
    assert OutboxEvent.objects.filter(name="markets.market_changed.v1").count() == 2


def test_reads_come_from_the_copy(django_assert_num_queries):
    services.ensure_markets(actor=HOUSE)
    queries.list_markets()
    with django_assert_num_queries(0):
        queries.get_market("cn")
        queries.get_default()


def test_a_change_shows_at_once_and_the_same_again_does_nothing(japan):
    services.ensure_markets(actor=HOUSE)
    services.save_market(actor=HOUSE, market=japan)
    services.save_market(actor=HOUSE, market=replace(japan, position=5))
    assert queries.get_market("jp").position == 5
    before = (OutboxEvent.objects.count(), AuditEntry.objects.count())
    services.save_market(actor=HOUSE, market=replace(japan, position=5))
    assert (OutboxEvent.objects.count(), AuditEntry.objects.count()) == before


def test_there_is_always_one_default(japan):
    services.ensure_markets(actor=HOUSE)
    services.save_market(actor=HOUSE, market=replace(japan, is_default=True))
    assert list(Market.objects.filter(is_default=True).values_list("code", flat=True)) == ["jp"]
    with pytest.raises(DefaultMarketNeeded):
        services.save_market(actor=HOUSE, market=japan)
    assert queries.get_default().code == "jp"


def test_the_very_first_market_is_the_default(japan):
    services.save_market(actor=HOUSE, market=japan)
    assert queries.get_default().code == "jp"


def test_an_unknown_market_is_refused():
    with pytest.raises(MarketNotFound):
        queries.get_market("xx")
    with pytest.raises(MarketNotFound):
        queries.get_default()


@pytest.mark.parametrize(
    "change",
    [
        {"code": "J"},
        {"name": {}},
        {"currency": "yen"},
        {"countries": ()},
        {"countries": ("Japan",)},
        {"locales": ()},
        {"locales": ("xx",)},
    ],
)
def test_bad_markets_are_refused(japan, change):
    with pytest.raises(BadMarket) as refused:
        services.save_market(actor=HOUSE, market=replace(japan, **change))
    assert refused.value.field == next(iter(change))
    assert not Market.objects.exists()


def test_only_those_who_may_edit_markets():
    with pytest.raises(Forbidden):
        services.save_market(actor=Actor.guest("visitor"), market=rules.STARTING_MARKETS[0])

"""The demo town is made through the services: complete, settled, and in order."""

from collections import Counter
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import transaction

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales.types import CaseFilter, CaseState
from jishi.care.reviews import queries as reviews_queries
from jishi.care.reviews.types import ReviewFilter
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import preferences
from jishi.foundation.platform.models import Job, OutboxDelivery, OutboxEvent
from jishi.fulfillment.shipping import services as shipping
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter, ProductState
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.markets import services as markets
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.insight.search import queries as search_queries
from jishi.insight.search.adapters import engine
from jishi.insight.search.types import SearchQuery
from jishi.money.ledger import queries as ledger_queries
from jishi.money.payments import queries as payments_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import Device
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantState
from jishi.surfaces.cli.demo import logins, seeding, town
from jishi.surfaces.cli.demo.seeding import fates
from jishi.surfaces.cli.demo.seeding.fates import Fate
from jishi.surfaces.cli.demo.types import ProductKind
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart.types import CartOwner
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import FulfillmentStatus, OrderStatus

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("tests")
INDEX = engine.index
"""The index of the process, as the town is made with; single tests are given one of their own."""
EVERY = 11
"""One product of so many is made here."""


def little_town():
    """Return the town with a few of its goods and members."""
    whole = town.load()
    products = [
        product
        for at, product in enumerate(whole.goods.products)
        if at % EVERY == 0 or product.kind == ProductKind.CARD
    ]
    return replace(
        whole,
        goods=replace(whole.goods, products=tuple(products)),
        members=whole.members[:6],
    )


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make a little town once, with one order of every fate, and undo it at the end."""
    folder = tmp_path_factory.mktemp("town")
    kept = settings.MEDIA_ROOT, settings.SEARCH_INDEX_PATH, settings.EMAIL_FILE_PATH
    settings.MEDIA_ROOT, settings.SEARCH_INDEX_PATH = folder / "media", folder / "search"
    settings.EMAIL_FILE_PATH = folder / "mail"
    INDEX.cache_clear()
    steps = []

    def report(name, _seconds):
        steps.append(name)
        # Inside the transaction around all this, nothing is ever committed.
        preferences.forget()

    with django_db_blocker.unblock(), transaction.atomic():
        preferences.forget()
        set_up_quickly()
        yield seeding.make(little_town(), seed=7, orders=len(fates.PLAN), report=report)
        transaction.set_rollback(True)
    assert steps == [name for name, _step in seeding.STEPS]
    settings.MEDIA_ROOT, settings.SEARCH_INDEX_PATH, settings.EMAIL_FILE_PATH = kept
    INDEX.cache_clear()
    preferences.forget()


def set_up_quickly():
    markets.ensure_markets(actor=HOUSE)
    accounts.ensure_roles(actor=HOUSE)
    shipping.install_carriers(actor=HOUSE)


def orders_of(made, fate):
    sales = [sale for sale in made.sales if sale.fate == fate]
    assert sales, f"somebody met {fate}"
    return [orders_queries.get_order(order_id) for sale in sales for order_id in sale.order_ids]


def test_everything_is_on_sale_in_both_languages_with_pictures(made):
    wanted = ProductFilter(states=(ProductState.ON_SALE,))
    found = catalog_queries.list_products(wanted, limit=100).items
    assert len(found) == len(made.town.goods.products)
    for card in found:
        assert set(card.title) == {"zh-hans", "en"}
        assert card.image_url.endswith(".svg")
    shirt = next(p for p in made.town.goods.products if any(a.key == "color" for a in p.axes))
    detail = catalog_queries.get_product(made.products[shirt.key])
    colors = next(axis for axis in shirt.axes if axis.key == "color").options
    assert len(detail.media) == len(colors) + 2
    assert {f"color:{option.key}" for option in colors} <= {one.axis_value for one in detail.media}


def test_prices_are_the_towns_and_fresh_food_stays_in_the_country(made):
    home = pricing_queries.list_prices(list(made.variants.values()), "cn")
    abroad = pricing_queries.list_prices(list(made.variants.values()), "us")
    for product in made.town.goods.products:
        for sku in product.skus:
            variant_id = made.variants[sku.code]
            assert home[variant_id].amount_minor == sku.price_cny_minor
            assert (variant_id in abroad) == (product.freight != "fresh")


def test_card_keys_and_shelves_are_filled(made):
    stock = inventory_queries.available(list(made.variants.values()))
    cards = [p for p in made.town.goods.products if p.kind == ProductKind.CARD]
    assert cards
    for sku in cards[0].skus:
        assert 0 < stock[made.variants[sku.code]] <= len(sku.card_keys)
    assert sum(left > 0 for left in stock.values()) > len(stock) * 0.8


def test_orders_are_in_every_state(made):
    reached = {fate: orders_of(made, fate) for fate in fates.PLAN}
    assert {order.status for order in reached[Fate.UNPAID]} == {OrderStatus.AWAITING_PAYMENT}
    assert {order.status for order in reached[Fate.CANCELED]} == {OrderStatus.CANCELED}
    assert {order.status for order in reached[Fate.COMPLETED]} == {OrderStatus.COMPLETED}
    assert all(order.is_held for order in reached[Fate.HELD])
    assert all(order.is_cash_on_delivery for order in reached[Fate.ON_DELIVERY])
    states = {
        Fate.TO_SHIP: FulfillmentStatus.TO_SHIP,
        Fate.PARTLY_SHIPPED: FulfillmentStatus.PARTIALLY_SHIPPED,
        Fate.SHIPPED: FulfillmentStatus.SHIPPED,
        Fate.DELIVERED: FulfillmentStatus.DELIVERED,
        Fate.RECEIVED: FulfillmentStatus.RECEIVED,
    }
    for fate, state in states.items():
        assert state in {order.fulfillment_status for order in reached[fate]}, fate


def test_cases_are_in_every_state(made):
    found = aftersales_queries.list_cases(CaseFilter(), limit=100).items
    assert Counter(case.state for case in found) == {
        CaseState.APPLIED: 2,
        CaseState.REFUNDING: 1,
        CaseState.REFUNDED: 2,
        CaseState.WAITING_BUYER_SHIP: 1,
        CaseState.BUYER_SHIPPED: 1,
        CaseState.REJECTED: 1,
    }


def test_buyers_have_reviewed_what_they_received(made):
    found = reviews_queries.list_reviews(ReviewFilter(), limit=100).items
    assert len(found) >= 3
    words = {one.text.zh for product in made.town.goods.products for one in product.reviews}
    assert {review.text for review in found} <= words


def test_operators_have_something_to_do(made):
    assert len(payments_queries.list_transfers_to_confirm(actor=HOUSE).items) == 1
    assert len(payments_queries.list_refunds_to_settle(actor=HOUSE).items) == 1
    assert merchants_queries.count_by_state()[MerchantState.SUBMITTED] == 1
    waiting = catalog_queries.list_products(ProductFilter(is_waiting_review=True)).items
    assert len(waiting) == 1


def test_the_books_the_stock_and_the_coupons_hold(made):
    assert ledger_queries.prove() == ()
    assert inventory_queries.prove() == ()
    assert list(promotions_queries.prove()) == []


def test_nothing_waits_and_nothing_failed(made):
    assert not OutboxEvent.objects.filter(is_pending=True).exists()
    assert not OutboxDelivery.objects.exclude(state="done").exists()
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_goods_can_be_found(made, monkeypatch):
    monkeypatch.setattr(engine, "index", INDEX)
    product = made.town.goods.products[0]
    query = SearchQuery(market="cn", text=product.name.zh)
    found = search_queries.search(query, locale="zh-hans")
    assert made.products[product.key] in found.result.product_ids


@pytest.mark.parametrize("login", logins.SHOWN, ids=lambda login: login.role)
def test_printed_logins_open_their_doors(made, login):
    signed_in = accounts.sign_in(
        actor=Actor.guest("tests"),
        contact=login.email,
        device=Device(session_key=f"session of {login.role}"),
        password=logins.PASSWORD,
    )
    actor = accounts_queries.get_actor(user_id=signed_in.user_id)
    may = {
        "operator": actor.may("catalog.review"),
        "merchant": actor.may("catalog.edit", merchant_id=made.merchants["shanqian"]),
        "warehouse": actor.may("warehouse.work", warehouse_id=made.locations["east"]),
        "shopper": cart_queries.count_units(CartOwner(user_id=signed_in.user_id), "cn") > 0,
    }
    assert may[login.role]
    assert any(login.email in line for line in logins.lines())


def test_fates_begin_with_one_of_each_and_then_keep_their_shares():
    one_each = fates.draw(len(fates.PLAN))
    assert set(one_each) == set(fates.PLAN)
    assert Counter(fates.draw(sum(many for _reach, many in fates.PLAN.values()))) == {
        fate: many for fate, (_reach, many) in fates.PLAN.items()
    }
    assert fates.draw(seeding.ORDERS)[: len(one_each)] == one_each

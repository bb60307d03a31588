"""The demo town is made through the services: complete, settled, and in order."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales.types import CaseFilter, CaseState
from jishi.care.reviews import queries as reviews_queries
from jishi.care.reviews.types import ReviewFilter
from jishi.foundation.kernel import ids
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
from jishi.money.ledger import queries as ledger_queries
from jishi.money.payments import queries as payments_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import Device
from jishi.surfaces.cli import providers
from jishi.surfaces.cli.demo import logins, seeding, town
from jishi.surfaces.cli.demo.seeding import fates
from jishi.surfaces.cli.demo.seeding.fates import Fate
from jishi.surfaces.cli.demo.types import ProductKind
from jishi.surfaces.cli.verbs import demo_, operator_, setup_
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart.types import CartOwner
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import FulfillmentStatus, OrderFilter, OrderStatus

HOUSE = Actor.system("tests")
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
    from django.conf import settings
    from django.db import transaction

    folder = tmp_path_factory.mktemp("town")
    kept = settings.MEDIA_ROOT, settings.SEARCH_INDEX_PATH, settings.EMAIL_FILE_PATH
    settings.MEDIA_ROOT, settings.SEARCH_INDEX_PATH = folder / "media", folder / "search"
    settings.EMAIL_FILE_PATH = folder / "mail"
    with django_db_blocker.unblock(), transaction.atomic():
        preferences.forget()
        markets.ensure_markets(actor=HOUSE)
        accounts.ensure_roles(actor=HOUSE)
        shipping.install_carriers(actor=HOUSE)
        steps = []
        result = seeding.make(
            little_town(),
            seed=7,
            orders=len(fates.PLAN),
            report=lambda name, _seconds: steps.append(name),
        )
        assert steps == [name for name, _step in seeding.STEPS]
        yield result
        transaction.set_rollback(True)
    settings.MEDIA_ROOT, settings.SEARCH_INDEX_PATH, settings.EMAIL_FILE_PATH = kept
    preferences.forget()

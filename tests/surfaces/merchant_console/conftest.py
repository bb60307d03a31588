"""A village with orders in every state, and people who sign in to the consoles."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client

from jishi.parties.accounts import services as accounts
from jishi.surfaces.design.requests import VISIT_COOKIE
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderView
from tests.parties.accounts import factories as people
from tests.walks import village as villages
from tests.walks.test_walk import pay_by_transfer, place


@dataclass
class Town:
    """The village with a paid order of both shops."""

    village: villages.Village
    group_id: UUID

    def order(self, shop: str) -> OrderView:
        group = orders_queries.get_group(self.group_id)
        return next(one for one in group.orders if one.merchant_id == self.village.merchants[shop])


@pytest.fixture
def village(db):
    return villages.build()


@pytest.fixture
def town(village):
    """Articles A and B of M1 and C of M2 were bought and paid."""
    placed = place(village)
    pay_by_transfer(village, placed.group_id)
    return Town(village, placed.group_id)


def signed_in(user_id: UUID) -> Client:
    """Return a browser in which a person is signed in."""
    from jishi.parties.accounts import queries

    person = queries.get_user(user_id)
    device = people.device()
    accounts.sign_in(
        actor=people.guest(), contact=person.phone, password=people.PASSWORD, device=device
    )
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies[VISIT_COOKIE] = device.session_key
    return client


@pytest.fixture
def owner(village):
    """The owner of M1."""
    return signed_in(village.owners["M1"].user_id)


@pytest.fixture
def stranger(village):
    """The owner of M2."""
    return signed_in(village.owners["M2"].user_id)


@pytest.fixture
def support(village):
    """Somebody of M1's support."""
    return signed_in(people.with_role("merchant.support", merchant_id=village.merchants["M1"]))

"""A village in which things were bought, and browsers in which people are signed in."""

from dataclasses import dataclass
from uuid import UUID

from django.test import Client

from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Shipment
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.surfaces.design.requests import VISIT_COOKIE
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderView
from tests.parties.accounts import factories as people
from tests.walks import village as villages


@dataclass
class Town:
    """The village with a placed order of both shops."""

    village: villages.Village
    group_id: UUID

    def order(self, shop: str) -> OrderView:
        group = orders_queries.get_group(self.group_id)
        return next(one for one in group.orders if one.merchant_id == self.village.merchants[shop])

    def parcels(self, shop: str) -> tuple[Shipment, ...]:
        order_id = self.order(shop).order_id
        return shipping_queries.get_shipments_of([order_id])[order_id]


def signed_in(user_id: UUID) -> Client:
    """Return a browser in which a person is signed in."""
    person = accounts_queries.get_user(user_id)
    device = people.device()
    accounts.sign_in(
        actor=people.guest(), contact=person.phone, password=people.PASSWORD, device=device
    )
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies[VISIT_COOKIE] = device.session_key
    return client

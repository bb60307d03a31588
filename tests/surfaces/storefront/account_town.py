"""A shopper of the village at the doors of the storefront."""

from dataclasses import dataclass

from django.test import Client

from jishi.foundation.kernel import ids
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.goods.markets import services as markets
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.parties.accounts import queries as accounts_queries
from jishi.trade.cart import services as cart
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import Contact
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import GroupView, OrderView
from tests.parties.accounts import factories as people
from tests.walks import village as villages
from tests.walks.village import Village


@dataclass
class Town:
    """A village, and a browser in which its shopper is signed in."""

    village: Village
    client: Client

    @property
    def phone(self) -> str:
        user_id = self.village.shopper.user_id
        assert user_id
        return accounts_queries.get_user(user_id).phone

    def orders(self, group_id) -> dict[str, OrderView]:
        """Return the orders of a group by the name of their merchant."""
        group = orders_queries.get_group(group_id)
        return {
            name: next(one for one in group.orders if one.merchant_id == merchant_id)
            for name, merchant_id in self.village.merchants.items()
            if any(one.merchant_id == merchant_id for one in group.orders)
        }


def open_markets() -> None:
    """Make the markets without which there is no shop."""
    markets.ensure_markets(actor=villages.SYSTEM)


def browser(**given) -> Client:
    """Return a browser: it says that its posts come from pages of the house."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"}, **given)


def build() -> Town:
    """Build the village and sign its shopper in."""
    village = villages.build()
    town = Town(village, browser())
    answer = town.client.post("/sign-in/", {"contact": town.phone, "password": people.PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return town


def place(town: Town, codes: str = "ABC") -> GroupView:
    """Buy articles as the shopper."""
    actor, owner = town.village.shopper, town.village.owner
    return _place(town.village, actor, owner, codes, None)


def place_as_guest(town: Town, codes: str = "A", email: str = "guest@example.com") -> GroupView:
    """Buy articles without an account."""
    owner = CartOwner(guest_id=ids.new_id())
    return _place(town.village, people.guest(), owner, codes, Contact(email=email, phone=""))


def pay(town: Town, group: GroupView) -> None:
    """Pay by bank transfer and let the news travel."""
    payments.authorize(
        actor=town.village.shopper,
        reference=group.group_id,
        provider="bank_transfer",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="集市",
    )
    payments.confirm_transfer(
        actor=villages.SYSTEM, reference=group.group_id, received_minor=group.total_minor
    )
    villages.settle()


def refund(town: Town, order: OrderView) -> None:
    """Give back everything of an order by bank."""
    refund_id = payments.open_refund(
        actor=villages.SYSTEM,
        payment_reference=order.group_id,
        cause=order.order_id,
        amount_minor=order.total_minor,
        reason="quality",
    )
    villages.settle()
    payments.confirm_manual_refund(actor=villages.SYSTEM, refund_id=refund_id, provider_no="B1")


def ship(town: Town, group: GroupView) -> None:
    """Have the shops send everything."""
    for name, order in town.orders(group.group_id).items():
        for shipment in shipping_queries.get_shipments_of([order.order_id])[order.order_id]:
            warehouse.ship(
                actor=town.village.owners[name],
                shipment_id=shipment.shipment_id,
                carrier_code="sf",
                tracking_no=f"SF{shipment.shipment_id.hex[-12:].upper()}",
            )
    villages.settle()


def text_of(answer) -> str:
    """Return the page of an answer that succeeded."""
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[:400])
    return answer.content.decode()


def _place(village, actor, owner, codes, contact) -> GroupView:
    for code in codes:
        cart_id = cart.add_line(
            actor=actor,
            owner=owner,
            market_code="cn",
            variant_id=village.variants[code],
            quantity=1,
        )
    checkout_id = checkout.start_from_cart(actor=actor, owner=owner, cart_id=cart_id)
    given = {"contact": contact} if contact else {}
    checkout.set_address(
        actor=actor, checkout_id=checkout_id, owner=owner, address=villages.SHENZHEN, **given
    )
    placed = checkout.place_order(
        actor=actor,
        checkout_id=checkout_id,
        owner=owner,
        expected_total_minor=checkout_queries.get_checkout(checkout_id, owner).total_minor,
        locale="zh-hans",
    )
    return orders_queries.get_group(placed.group_id)

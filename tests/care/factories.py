"""Sales in the village, brought as far as a test needs them."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import preferences
from jishi.foundation.platform.models import Job, OutboxDelivery, OutboxEvent, StoredFile
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment
from jishi.fulfillment.warehouse import services as warehouse
from jishi.goods.promotions import services as promotions
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.payments import services as payments
from jishi.money.payments.models import Refund
from jishi.money.payments.types import PaymentScene
from jishi.trade.cart import services as cart
from jishi.trade.checkout import services as checkout
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import OrderLineView, OrderView
from tests.parties.accounts import factories as people
from tests.walks import village as villages
from tests.walks.village import Village

SYSTEM = villages.SYSTEM


def settle() -> None:
    """Let the news travel; every handler and job must succeed at the first try."""
    villages.settle()
    failures = [
        *OutboxDelivery.objects.exclude(state="done").values_list("error", flat=True),
        *Job.objects.exclude(error="").values_list("error", flat=True),
    ]
    assert not failures, "\n".join(failures)


def order_goods(
    village: Village, units: dict[str, int], *, expected_minor: int, with_coupon: bool = False
) -> UUID:
    """Have the shopper place an order; return the group's id. It is not paid yet."""
    buyer, owner = village.shopper, village.owner
    if with_coupon:
        promotions.claim(actor=buyer, coupon_id=village.coupon)
    for code, quantity in units.items():
        cart_id = cart.add_line(
            actor=buyer,
            owner=owner,
            market_code="cn",
            variant_id=village.variants[code],
            quantity=quantity,
        )
    checkout_id = checkout.start_from_cart(actor=buyer, owner=owner, cart_id=cart_id)
    checkout.set_address(
        actor=buyer, checkout_id=checkout_id, owner=owner, address=villages.SHENZHEN
    )
    placed = checkout.place_order(
        actor=buyer,
        checkout_id=checkout_id,
        owner=owner,
        expected_total_minor=expected_minor,
        locale="zh-hans",
    )
    return placed.group_id


def pay(village: Village, group_id: UUID) -> None:
    """Pay a group by bank transfer and let the news travel."""
    total = orders_queries.get_group(group_id).total_minor
    payments.authorize(
        actor=village.shopper,
        reference=group_id,
        provider="bank_transfer",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="集市",
    )
    payments.confirm_transfer(actor=SYSTEM, reference=group_id, received_minor=total)
    settle()


def buy(
    village: Village, units: dict[str, int], *, expected_minor: int, with_coupon: bool = False
) -> UUID:
    """Have the shopper place and pay an order; return the group's id."""
    group_id = order_goods(village, units, expected_minor=expected_minor, with_coupon=with_coupon)
    pay(village, group_id)
    return group_id


def order_of(village: Village, group_id: UUID, merchant: str = "M1") -> OrderView:
    """Return a merchant's order of a group, as it is now."""
    group = orders_queries.get_group(group_id)
    return next(o for o in group.orders if o.merchant_id == village.merchants[merchant])


def line_of(village: Village, order: OrderView, code: str) -> OrderLineView:
    """Return the line of an article."""
    return next(line for line in order.lines if line.variant_id == village.variants[code])


def parcels(order: OrderView, direction: Direction = Direction.OUTBOUND) -> tuple[Shipment, ...]:
    """Return the parcels of an order."""
    found = shipping_queries.get_shipments_of([order.order_id], direction=direction)
    return found.get(order.order_id, ())


def ship(village: Village, order: OrderView, merchant: str = "M1") -> None:
    """Send every parcel of an order."""
    for parcel in parcels(order):
        warehouse.ship(
            actor=village.owners[merchant],
            shipment_id=parcel.shipment_id,
            carrier_code="sf",
            tracking_no=f"SF{parcel.shipment_id.hex[-12:].upper()}",
        )
    settle()


def receive(village: Village, order: OrderView) -> None:
    """Have the shopper confirm receipt."""
    orders.receive(actor=village.shopper, order_id=order.order_id)
    settle()


def refund_by_hand(amount_minor: int) -> None:
    """Confirm the one refund of this amount that waits for a person, and let the news travel."""
    settle()
    refund = Refund.objects.get(amount_minor=amount_minor, state="manual")
    payments.confirm_manual_refund(actor=SYSTEM, refund_id=refund.id)
    settle()


def picture(number: int = 1) -> UUID:
    """Return the id of a stored image."""
    digest = f"{number:064x}"
    row, _ = StoredFile.objects.get_or_create(
        digest=digest,
        defaults={
            "path": f"files/{digest}.png",
            "name": "proof.png",
            "content_type": "image/png",
            "size_bytes": 1,
        },
    )
    return row.id


def stranger() -> Actor:
    """Return somebody signed in who has nothing to do with the village."""
    return people.actor_of(people.person())


def prefer(name: str, value: object) -> None:
    """Set a preference of the platform."""
    preferences.set_value(actor=SYSTEM, name=name, value=value)
    preferences.forget()


def emitted(name: str) -> int:
    """Return how many events of a name were announced."""
    return OutboxEvent.objects.filter(name=name).count()


def books(village: Village) -> dict[str, int]:
    """Return the balances of the accounts that a return touches, in minor units."""
    names = {
        "clearing": AccountName("clearing:bank_transfer"),
        "customer_funds": AccountName(AccountCode.CUSTOMER_FUNDS),
        "M1": AccountName(AccountCode.MERCHANT_DUE, village.merchants["M1"]),
        "M2": AccountName(AccountCode.MERCHANT_DUE, village.merchants["M2"]),
        "commission": AccountName(AccountCode.COMMISSION_REVENUE),
        "refunds_due": AccountName(AccountCode.REFUNDS_DUE),
    }
    return {
        name: ledger_queries.balance(account, currency="CNY").minor
        for name, account in names.items()
    }

"""What one shopper does in one round: from the coupon to the payment, or not."""

import random
from contextlib import suppress
from uuid import UUID

from jishi.foundation.kernel.actors import Actor, ActorKind
from jishi.foundation.kernel.errors import JishiError
from jishi.goods.promotions import services as promotions
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.surfaces.cli.proving.shop import HOME, HOUSE
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import CheckoutItem
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason


def buy(plan: dict[str, list[str]], member: UUID, chance: random.Random) -> str:
    """Try to buy something; return what became of it. Refusals are raised."""
    actor = Actor(kind=ActorKind.CUSTOMER, id=str(member), user_id=member)
    owner = CartOwner(user_id=member)
    with suppress(JishiError):
        promotions.claim(actor=actor, coupon_id=UUID(plan["coupon"][0]))
    wanted = chance.sample(plan["variants"], chance.randint(1, 3))
    checkout_id = checkout.start_now(
        actor=actor,
        owner=owner,
        market_code="cn",
        items=[CheckoutItem(UUID(one), chance.randint(1, 2)) for one in wanted],
    )
    checkout.set_address(actor=actor, checkout_id=checkout_id, owner=owner, address=HOME)
    total = checkout_queries.get_checkout(checkout_id, owner).total_minor
    placed = checkout.place_order(
        actor=actor,
        checkout_id=checkout_id,
        owner=owner,
        expected_total_minor=total,
        locale="zh-hans",
    )
    return _decide(actor, placed.group_id, total, chance)


def _decide(actor: Actor, group_id: UUID, total: int, chance: random.Random) -> str:
    mood = chance.random()
    if mood < 0.15:
        return "left unpaid"
    if mood < 0.3:
        orders.close_unpaid(actor=HOUSE, group_id=group_id, reason=CancelReason.BUYER)
        return "canceled"
    payments.authorize(
        actor=actor,
        reference=group_id,
        provider="bank_transfer",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="prove",
    )
    payments.confirm_transfer(actor=HOUSE, reference=group_id, received_minor=total)
    return "paid"

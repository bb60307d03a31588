"""What one shopper does in one visit: from the coupon to the payment, or not.

Every step may be the last of its server. The browser then asks the next one again, with
what it remembers, as people reload a page that did not answer.
"""

import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from uuid import UUID

from jishi.foundation.kernel.actors import Actor, ActorKind
from jishi.foundation.kernel.errors import JishiError
from jishi.goods.promotions import services as promotions
from jishi.money.payments import services as payments
from jishi.money.payments.errors import AlreadyPaid, PaymentNotOpen
from jishi.money.payments.types import PaymentScene
from jishi.surfaces.cli.proving.browsers import Browsers
from jishi.surfaces.cli.proving.shop import HOME, HOUSE, Stage
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import CheckoutItem
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason

COMES_BACK = 0.5
"""How many return to the shop from the channel; of the others the channel tells."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of one member. chance: the same again when the visit goes on after a kill."""

    name: str
    actor: Actor
    chance: Random
    browsers: Browsers

    @property
    def owner(self) -> CartOwner:
        """Whose checkout it is."""
        return CartOwner(user_id=self.actor.user_id)

    def note(self, **facts: object) -> None:
        """Have the browser remember something."""
        self.browsers.note(self.name, **facts)


def visit_of(name: str, member: UUID, chance: Random, browsers: Browsers) -> Visit:
    """Return a visit of a member."""
    actor = Actor(kind=ActorKind.CUSTOMER, id=str(member), user_id=member)
    return Visit(name, actor, chance, browsers)


def buy(visit: Visit, stage: Stage, moods: dict[str, int]) -> str:
    """Try to buy something; return what became of it. Refusals are raised.

    moods: what people do with an order, with their weights.
    """
    wanted = visit.chance.sample(stage.variants, visit.chance.randint(1, 3))
    items = [CheckoutItem(one, visit.chance.randint(1, 2)) for one in wanted]
    [mood] = visit.chance.choices(list(moods), list(moods.values()))
    known = visit.browsers.recall(visit.name)
    if "total" not in known:
        _check_out(visit, stage, items)
    placed = checkout.place_order(
        actor=visit.actor,
        checkout_id=UUID(known["checkout"]),
        owner=visit.owner,
        expected_total_minor=known["total"],
        locale="zh-hans",
    )
    visit.note(group=str(placed.group_id))
    return _MOODS[mood](visit, placed.group_id, placed.total_minor)


def _check_out(visit: Visit, stage: Stage, items: list[CheckoutItem]) -> None:
    with suppress(JishiError):
        promotions.claim(actor=visit.actor, coupon_id=stage.coupon)
    checkout_id = checkout.start_now(
        actor=visit.actor, owner=visit.owner, market_code="cn", items=items
    )
    checkout.set_address(
        actor=visit.actor, checkout_id=checkout_id, owner=visit.owner, address=HOME
    )
    total = checkout_queries.get_checkout(checkout_id, visit.owner).total_minor
    visit.note(checkout=str(checkout_id), total=total)


def _leave(_visit: Visit, _group_id: UUID, _total: int) -> str:
    return "left unpaid"


def _cancel(_visit: Visit, group_id: UUID, _total: int) -> str:
    orders.close_unpaid(actor=HOUSE, group_id=group_id, reason=CancelReason.BUYER)
    return "canceled"


def _transfer(visit: Visit, group_id: UUID, total: int) -> str:
    """Transfer the money and have finance confirm it."""
    if "sent" not in visit.browsers.recall(visit.name):
        _choose(visit, group_id, "bank_transfer", PaymentScene.OFFLINE)
        visit.note(sent=total)
    # Confirmed before the server died, perhaps.
    with suppress(PaymentNotOpen):
        payments.confirm_transfer(actor=HOUSE, reference=group_id, received_minor=total)
    return "paid by transfer"


def _transfer_late(visit: Visit, group_id: UUID, total: int) -> str:
    """Transfer the money after the order was closed."""
    if "sent" not in visit.browsers.recall(visit.name):
        _choose(visit, group_id, "bank_transfer", PaymentScene.OFFLINE)
        orders.close_unpaid(actor=HOUSE, group_id=group_id, reason=CancelReason.TIMEOUT)
        visit.note(sent=total)
    with suppress(PaymentNotOpen):
        payments.confirm_transfer(actor=HOUSE, reference=group_id, received_minor=total)
    return "paid too late"


def _alipay(visit: Visit, group_id: UUID, _total: int) -> str:
    """Pay at the channel; what the channel took is compared with our books at the end."""
    known = visit.browsers.recall(visit.name)
    if "url" not in known:
        visit.note(url=_choose(visit, group_id, "alipay", PaymentScene.PAGE))
    if not _pay_at_cashier(known["url"]):
        return "turned away by the channel"
    if visit.chance.random() < COMES_BACK:
        payments.check_payment(actor=visit.actor, reference=group_id)
    return "paid at the channel"


_MOODS: dict[str, Callable[[Visit, UUID, int], str]] = {
    "leave": _leave,
    "cancel": _cancel,
    "transfer": _transfer,
    "transfer late": _transfer_late,
    "alipay": _alipay,
}


def _choose(visit: Visit, group_id: UUID, provider: str, scene: PaymentScene) -> str:
    """Choose how to pay; return where to pay. An order that is paid already stays so."""
    try:
        action = payments.authorize(
            actor=visit.actor,
            reference=group_id,
            provider=provider,
            scene=scene,
            return_url="",
            subject="prove",
        )
    except AlreadyPaid as error:
        raise PaymentNotOpen(state="paid") from error
    return action.url


def _pay_at_cashier(url: str) -> bool:
    """Open the cashier and pay, as a person does; false if the channel refuses."""
    try:
        with urllib.request.urlopen(url, timeout=30) as page:  # noqa: S310  our simulator
            cashier = page.url
        urllib.request.urlopen(f"{cashier}/pay", data=b"", timeout=30).close()  # noqa: S310
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return False
    return True

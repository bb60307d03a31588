"""Shoppers of the town: they fill a cart, check out, place, and pay as they like to."""

from collections.abc import Sequence

from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform import files
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.surfaces.cli.demo import pictures
from jishi.surfaces.cli.demo.seeding import people
from jishi.surfaces.cli.demo.seeding.fates import Fate, Reach, Sale, draw
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, spread
from jishi.surfaces.cli.demo.types import Product, ProductKind, Sku
from jishi.trade.cart import services as cart
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason

FAVORITES = 40
"""Most orders are for what sells best, so that it gathers reviews."""

PLENTY = 20
"""Units from which on goods are bought here, so that none of this sells them out."""

ROAMING = 0.2
"""How many shoppers buy of several shops at once."""

LINES = {Fate.COMPLETED: (2, 4), Fate.PARTLY_SHIPPED: (1, 2)}
"""How many articles are bought beside the first one, where it is not up to two."""

NOTES = ("请放门口鞋柜上，谢谢", "工作日送到前台就好", "麻烦附一张手写卡片", "")


def buy(made: Made) -> None:
    """Place every order of the town and pay those that are to be paid."""
    shelves = _Shelves(made)
    met: set[Fate] = set()
    for fate in draw(made.orders):
        # The one whose login is printed meets every fate; the others share the rest.
        member = 0 if fate not in met else made.chance.randrange(1, len(made.members))
        met.add(fate)
        made.sales.append(_place(made, member, fate, shelves.pick(fate)))
    spread()
    for sale in made.sales:
        _pay(made, sale)
    spread()


def fill_cart(made: Made, member: int) -> None:
    """Leave something in a member's cart."""
    shelves = _Shelves(made)
    actor = made.member(member)
    for sku in shelves.pick(Fate.COMPLETED):
        cart.add_line(
            actor=actor,
            owner=CartOwner(user_id=actor.user_id),
            market_code="cn",
            variant_id=made.variants[sku.code],
            quantity=1,
        )


class _Shelves:
    """What can be bought without selling it out."""

    def __init__(self, made: Made) -> None:
        self.chance = made.chance
        goods = made.town.goods.products
        best = sorted(goods, key=lambda product: -made.sold[product.key])
        self.sent = [product for product in best if _plenty(product)][:FAVORITES]
        self.unsent = [product for product in goods if product.kind != ProductKind.PHYSICAL]

    def pick(self, fate: Fate) -> list[Sku]:
        """Return one SKU each of some products, mostly of one shop."""
        first = self.chance.choice(self.sent)
        roams = fate != Fate.PARTLY_SHIPPED and self.chance.random() < ROAMING
        others = [
            product
            for product in self.sent
            if product is not first and (roams or product.shop == first.shop)
        ]
        wanted = self.chance.randint(*LINES.get(fate, (0, 2)))
        chosen = [first, *self.chance.sample(others, min(wanted, len(others)))]
        if fate == Fate.COMPLETED and self.unsent and self.chance.random() < ROAMING:
            chosen.append(self.chance.choice(self.unsent))
        return [self.chance.choice(_plenty(product) or product.skus) for product in chosen]


def _plenty(product: Product) -> Sequence[Sku]:
    """Return the SKUs of which there are many; fresh food does not travel everywhere."""
    if product.kind != ProductKind.PHYSICAL or product.freight == "fresh":
        return ()
    return [sku for sku in product.skus if sum(one.quantity for one in sku.stock) >= PLENTY]


def _place(made: Made, member: int, fate: Fate, skus: Sequence[Sku]) -> Sale:
    actor = made.member(member)
    owner = CartOwner(user_id=actor.user_id)
    for sku in skus:
        cart_id = cart.add_line(
            actor=actor,
            owner=owner,
            market_code="cn",
            variant_id=made.variants[sku.code],
            quantity=1 if sku.price_cny_minor > 20_000 else made.chance.randint(1, 2),
        )
    checkout_id = checkout.start_from_cart(actor=actor, owner=owner, cart_id=cart_id)
    home: Address = people.address_of(made.town.members[member])
    checkout.set_address(actor=actor, checkout_id=checkout_id, owner=owner, address=home)
    view = checkout_queries.get_checkout(checkout_id, owner)
    if note := made.chance.choice(NOTES):
        notes = dict.fromkeys([view.lines[0].merchant_id], note)
        checkout.set_notes(actor=actor, checkout_id=checkout_id, owner=owner, notes=notes)
    placed = checkout.place_order(
        actor=actor,
        checkout_id=checkout_id,
        owner=owner,
        expected_total_minor=view.total_minor,
        locale="zh-hans",
    )
    return Sale(fate, actor, placed.group_id, placed.total_minor, placed.order_ids)


def _pay(made: Made, sale: Sale) -> None:
    if sale.fate == Fate.CANCELED:
        orders.cancel_unpaid_group(
            actor=sale.buyer, group_id=sale.group_id, reason=CancelReason.BUYER
        )
    elif sale.fate == Fate.ON_DELIVERY:
        _authorize(sale, "cash_on_delivery")
    elif sale.fate == Fate.TRANSFER:
        _authorize(sale, "bank_transfer")
        _hand_in_proof(made, sale)
    elif sale.reach >= Reach.PAID:
        _authorize(sale, "bank_transfer")
        payments.confirm_transfer(
            actor=HOUSE, reference=sale.group_id, received_minor=sale.total_minor
        )


def _authorize(sale: Sale, provider: str) -> None:
    payments.authorize(
        actor=sale.buyer,
        reference=sale.group_id,
        provider=provider,
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="集市订单",
    )


def _hand_in_proof(made: Made, sale: Sale) -> None:
    """Hand in a receipt: a drawing stands in for the photograph of one."""
    drawing = pictures.render_icon("stationery", "#4a3f35").encode()
    payments.submit_transfer_proof(
        actor=sale.buyer,
        reference=sale.group_id,
        file_id=files.store_image(content=drawing, name="receipt.svg"),
        payer_name=made.town.members[0].nickname,
        note="手机银行已转，请查收",
    )

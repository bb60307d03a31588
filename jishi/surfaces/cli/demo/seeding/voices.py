"""What people of the town say of goods, what shops answer, and what they keep in mind."""

from uuid import UUID

from jishi.care.community import services as community
from jishi.care.reviews import services as reviews
from jishi.care.reviews.types import ReviewDraft
from jishi.foundation.platform import files
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.surfaces.cli.demo import pictures
from jishi.surfaces.cli.demo.pictures import views
from jishi.surfaces.cli.demo.seeding.fates import Fate, Sale
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made
from jishi.surfaces.cli.demo.types import Product, Review
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderLineView

KEPT = 6
"""How many favorites, footprints and waited-for articles a member has."""


def speak(made: Made) -> None:
    """Review completed orders, and every other one that was just received."""
    completed = [sale for sale in made.sales if sale.fate == Fate.COMPLETED]
    received = [sale for sale in made.sales if sale.fate == Fate.RECEIVED]
    said: set[tuple[str, int]] = set()
    for sale in completed + received[1::2]:
        for order_id in sale.order_ids:
            _review_order(made, sale, order_id, said)


def keep_in_mind(made: Made, member: int) -> None:
    """Give a member favorites, footprints, shops to follow and an article to wait for."""
    actor = made.member(member)
    goods = made.chance.sample(list(made.products.values()), min(KEPT * 2, len(made.products)))
    for product_id in goods:
        community.record_footprint(actor=actor, product_id=product_id)
    for product_id in goods[:KEPT]:
        community.add_favorite(actor=actor, product_id=product_id, market_code="cn")
    for merchant_id in list(made.merchants.values())[:2]:
        community.toggle_follow(actor=actor, merchant_id=merchant_id)
    stock = inventory_queries.available(list(made.variants.values()))
    for variant_id in [variant_id for variant_id, left in stock.items() if not left][:KEPT]:
        inventory.request_alert(actor=actor, variant_id=variant_id)


def _review_order(made: Made, sale: Sale, order_id: UUID, said: set[tuple[str, int]]) -> None:
    by_id = {made.products[product.key]: product for product in made.town.goods.products}
    order = orders_queries.get_order(order_id)
    chosen = {line.line_id: _choose(by_id[line.product_id], said) for line in order.lines}
    drafts = [
        _draft(made, by_id[line.product_id], line, chosen[line.line_id]) for line in order.lines
    ]
    written = reviews.write(actor=sale.buyer, order_id=order_id, drafts=drafts)
    for review_id, line in zip(written, order.lines, strict=True):
        review = chosen[line.line_id]
        if review.reply:
            reviews.reply(actor=HOUSE, review_id=review_id, text=review.reply.zh)
        if review.followup:
            reviews.follow_up(actor=sale.buyer, review_id=review_id, text=review.followup.zh)


def _choose(product: Product, said: set[tuple[str, int]]) -> Review:
    """Return something that nobody has said of the product yet, if there is anything left."""
    unsaid = [at for at in range(len(product.reviews)) if (product.key, at) not in said]
    at = unsaid[0] if unsaid else 0
    said.add((product.key, at))
    return product.reviews[at]


def _draft(made: Made, product: Product, line: OrderLineView, review: Review) -> ReviewDraft:
    with_picture = review.rating == 5 and made.chance.random() < 0.3
    return ReviewDraft(
        order_line_id=line.line_id,
        rating=review.rating,
        text=review.text.zh,
        images=(_photograph(product),) if with_picture else (),
        is_anonymous=made.chance.random() < 0.2,
    )


def _photograph(product: Product) -> UUID:
    """Return a picture of the goods at home."""
    drawing = pictures.render(product.key, variant=views.SCENE).encode()
    return files.store_image(content=drawing, name=f"{product.key}-at-home.svg")

"""Products that go off sale with their last unit, and come back with the next."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.inventory import queries


@transactional
def follow_stock(*, actor: Actor, product_id: UUID) -> None:
    """Let the sale of a product follow its stock, where its shop wants that.

    The product is held before its stock is read: of two simultaneous changes the one that is
    handled last sees what both left. Nothing but one read for products that do not follow.
    Emits: ProductUnpublished or ProductPublished, if it moved.
    Locks: the product.
    """
    if not catalog_queries.follows_stock(product_id):
        return
    catalog.hold(actor=actor, product_id=product_id)
    stock = queries.available_of_product(product_id)
    in_stock = [variant_id for variant_id, units in stock.items() if units > 0]
    catalog.follow_stock(actor=actor, product_id=product_id, in_stock=in_stock)

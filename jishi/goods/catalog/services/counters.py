"""Numbers on products that other rooms report, and the rates operators set."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Case, F, IntegerField, Value, When

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions
from jishi.goods.catalog.errors import BadProduct, ProductNotFound
from jishi.goods.catalog.models import Product
from jishi.goods.catalog.services import writing
from jishi.goods.catalog.types import SalesCount


@transactional
def record_sales(*, actor: Actor, counts: Sequence[SalesCount]) -> None:
    """Add units sold (or returned, if negative) to products, in one statement.

    Only for the house itself: shoppers and staff do not count sales.
    """
    actor.require(permissions.STRUCTURE)
    totals: Counter[UUID] = Counter()
    for count in counts:
        totals[count.product_id] += count.quantity
    if totals:
        added = [When(pk=product_id, then=Value(total)) for product_id, total in totals.items()]
        Product.objects.filter(pk__in=totals).update(
            sold_count=F("sold_count") + Case(*added, default=Value(0), output_field=IntegerField())
        )


@transactional
def record_rating(*, actor: Actor, product_id: UUID, rating_delta: int, count_delta: int) -> None:
    """Add a review's rating to a product, take one back, or exchange it.

    rating_delta: change of the sum of ratings. count_delta: change of their number.
    Raises: ProductNotFound.
    Emits: ProductChanged.
    """
    actor.require(permissions.STRUCTURE)
    changed = Product.objects.filter(pk=product_id).update(
        rating_sum=F("rating_sum") + rating_delta, rating_count=F("rating_count") + count_delta
    )
    if not changed:
        raise ProductNotFound
    writing.tell_changed(actor, Product.objects.get(pk=product_id))


@transactional
def set_commission(*, actor: Actor, product_id: UUID, rate_bp: int | None) -> None:
    """Set the commission of one product; null takes that of its category.

    Raises: ProductNotFound; BadProduct if the rate is not between 0 and 10000.
    Locks: the product.
    """
    actor.require(permissions.STRUCTURE)
    if rate_bp is not None and not 0 <= rate_bp <= 10_000:
        raise BadProduct(field="commission_rate_bp")
    product = writing.lock_product(actor, product_id, permissions.STRUCTURE)
    changes = writing.assign(product, {"commission_rate_bp": rate_bp})
    if changes:
        product.save(update_fields=["commission_rate_bp"])
        writing.note_changes(actor, product, changes, permissions.STRUCTURE)

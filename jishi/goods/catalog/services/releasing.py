"""Putting many products on sale at once: imports and bulk approvals."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import IllegalMove
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.catalog import permissions, rules
from jishi.goods.catalog.events import ProductPublished
from jishi.goods.catalog.models import Product, Variant
from jishi.goods.catalog.services import writing
from jishi.goods.catalog.types import ProductAction, ProductState

_ROADS = {
    ProductState.DRAFT: (ProductAction.SUBMIT, ProductAction.APPROVE, ProductAction.PUBLISH),
    ProductState.REJECTED: (ProductAction.SUBMIT, ProductAction.APPROVE, ProductAction.PUBLISH),
    ProductState.PENDING: (ProductAction.APPROVE, ProductAction.PUBLISH),
    ProductState.OFF_SALE: (ProductAction.PUBLISH,),
}
"""What happens to a product of each state on its way to being sold; others stay."""


@transactional
def release_products(*, actor: Actor, product_ids: Collection[UUID]) -> int:
    """Submit, approve and publish products in one go; return how many went on sale.

    For reviewers, whose word approves. Products without a variant to sell, blocked or in
    the recycle bin are left alone. The number of statements does not grow with products.
    Raises: Forbidden.
    Emits: ProductPublished, once each.
    Locks: the products by primary key.
    """
    actor.require(permissions.REVIEW)
    moment = clock.now()
    sellable = set(
        Variant.objects.filter(product_id__in=product_ids, is_active=True).values_list(
            "product_id", flat=True
        )
    )
    released: dict[str, list[UUID]] = defaultdict(list)
    for product in for_update(Product.objects.filter(pk__in=sellable)):
        if ProductState(product.state) not in _ROADS:
            continue
        _walk(actor, product)
        released[product.state].append(product.id)
        outbox.emit(
            ProductPublished(product_id=str(product.id), merchant_id=str(product.merchant_id)),
            actor=writing.name_of(actor),
        )
    for state, ids in released.items():
        Product.objects.filter(pk__in=ids).update(
            state=state,
            is_off_for_stock=False,
            submitted_at=None,
            version=F("version") + 1,
            updated_at=moment,
        )
    return sum(map(len, released.values()))


def _walk(actor: Actor, product: Product) -> None:
    """Take every step by the table, each one logged."""
    for action in _ROADS[ProductState(product.state)]:
        before = ProductState(product.state)
        try:
            product.state = rules.PRODUCT.advance(before, action)
        except IllegalMove as error:
            raise AssertionError("the roads follow the table") from error
        audit.record_move(
            actor=actor,
            machine=rules.PRODUCT.name,
            subject_id=product.id,
            action=action,
            from_state=before,
            to_state=product.state,
        )

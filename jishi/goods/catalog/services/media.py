"""Pictures and videos of a product."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions, queries
from jishi.goods.catalog.errors import ProductNotFound
from jishi.goods.catalog.services.saving import save_product
from jishi.goods.catalog.types import MediaDraft, SavedProduct


@transactional
def attach_media(*, actor: Actor, product_id: UUID, media: Sequence[MediaDraft]) -> SavedProduct:
    """Set the pictures and videos of a product, in their order; the first is its cover.

    For an approved product they may have to wait for a review, as other key fields do.

    Raises: ProductNotFound; BadProduct if a file does not exist or an axis value is unknown;
        ProductRecycled.
    Emits: ProductChanged, or ProductSubmitted if they wait.
    Locks: the product.
    """
    found = queries.find_ref(product_id)
    if found is None:
        raise ProductNotFound
    actor.require(permissions.EDIT, merchant_id=found.merchant_id)
    draft = queries.get_draft(product_id)
    return save_product(
        actor=actor,
        merchant_id=found.merchant_id,
        draft=replace(draft, media=tuple(media), variants=None, shop_category_ids=None),
    )

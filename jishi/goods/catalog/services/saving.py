"""Saving products: one or thousands, recognized by their codes, in the same few statements."""

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions, rules
from jishi.goods.catalog.services.batches import Batch
from jishi.goods.catalog.services.loading import load
from jishi.goods.catalog.types import ProductDraft, SavedProduct

CHUNK = 500


@transactional
def save_product(*, actor: Actor, merchant_id: UUID, draft: ProductDraft) -> SavedProduct:
    """Make a product, or change the merchant's product of that code.

    Key fields (title, category, media) of an approved product wait for a review where one
    is required, and the old ones keep selling. Saving what is stored already does nothing.

    Raises: BadProduct, BadVariant, DuplicateCode, DuplicateOptions, TooManyVariants,
        BadAttributeValue, AttributeRequired, CategoryNotFound, BrandNotFound,
        ShopCategoryNotFound, NothingToSell, SlugTaken, KindFixed, ProductRecycled,
        StaleProduct.
    Emits: ProductChanged, ProductSubmitted if a revision waits, VariantArchived.
    Locks: the product.
    """
    saved = save_products_bulk(actor=actor, merchant_id=merchant_id, drafts=(draft,))[0]
    if saved.error is not None:
        raise saved.error
    return saved


@transactional
def save_products_bulk(
    *,
    actor: Actor,
    merchant_id: UUID,
    drafts: Sequence[ProductDraft],
    is_trial: bool = False,
) -> tuple[SavedProduct, ...]:
    """Save many products of one merchant; a draft that is refused does not stop the others.

    The number of statements grows with chunks of 500, not with products. An import hands
    over one chunk per call, so that what is done stays done when it is interrupted.

    is_trial: tell what would become of every draft and write nothing.
    Returns one result per draft, in order; refusals are in its `error`.
    Raises: StaleProduct if a product of one of these codes was made at the same time.
    Emits, Locks: as save_product, for every product.
    """
    actor.require(permissions.EDIT, merchant_id=merchant_id)
    saved: list[SavedProduct] = []
    for start in range(0, len(drafts), CHUNK):
        tidied = [rules.tidy(draft) for draft in drafts[start : start + CHUNK]]
        batch = Batch(actor, merchant_id, load(merchant_id, tidied), clock.now())
        saved += [batch.add(draft) for draft in tidied]
        if not is_trial:
            batch.write()
    return tuple(saved)

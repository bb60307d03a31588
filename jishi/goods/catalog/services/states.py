"""The life of products: review, sale, block, recycle bin, and sale by schedule."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions, queries, rules
from jishi.goods.catalog.errors import (
    BadProduct,
    CategoryNotFound,
    NothingToReview,
    NothingToSell,
    ReasonNeeded,
    StaleProduct,
)
from jishi.goods.catalog.events import (
    ProductPublished,
    ProductReviewed,
    ProductSubmitted,
    ProductUnpublished,
)
from jishi.goods.catalog.models import Category, Product, ProductMedia, Variant
from jishi.goods.catalog.services import timing, writing
from jishi.goods.catalog.types import ProductAction, ProductState, SoldOutPolicy

STATE_FIELDS = (
    "state",
    "is_off_for_stock",
    "review_note",
    "submitted_at",
    "pending_revision",
    "version",
    "updated_at",
)

SOLD_OUT = "sold_out"
"""Why a product went off sale by itself, in its log of moves."""


@transactional
def submit_product(*, actor: Actor, product_id: UUID) -> ProductState:
    """Hand a product over for review; where none is required, it is approved at once.

    Returns the state it is in now.
    Raises: ProductNotFound, NothingToSell, AttributeRequired, IllegalMove.
    Emits: ProductChanged; ProductSubmitted, or ProductPublished if it went on sale.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    _check_complete(product)
    _move(actor, product, ProductAction.SUBMIT)
    product.submitted_at, product.review_note = clock.now(), ""
    if writing.needs_review(actor, product.merchant_id):
        outbox.emit(
            ProductSubmitted(product_id=str(product.id), merchant_id=str(product.merchant_id)),
            actor=writing.name_of(actor),
        )
    else:
        _approve(actor, product)
    return _save(actor, product)


@transactional
def withdraw(*, actor: Actor, product_id: UUID) -> None:
    """Take a product back from review, or drop the revision of one that is on sale.

    Raises: ProductNotFound, IllegalMove.
    Emits: ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    if product.pending_revision is not None:
        product.pending_revision = None
    else:
        _move(actor, product, ProductAction.WITHDRAW)
    product.submitted_at = None
    _save(actor, product)


@transactional
def approve_product(*, actor: Actor, product_id: UUID, version: int | None = None) -> ProductState:
    """Approve a product, or the revision of an approved one.

    A new product goes on sale at once unless it is scheduled for later.

    version: what the reviewer saw; a newer one refuses the approval.
    Returns the state it is in now.
    Raises: ProductNotFound; NothingToReview; StaleProduct; CategoryNotFound if the category
        of the revision is gone.
    Emits: ProductReviewed, ProductChanged, ProductPublished if it went on sale.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id, permissions.REVIEW)
    if version is not None and product.version != version:
        raise StaleProduct(version=product.version)
    if product.pending_revision is not None:
        _apply_revision(actor, product)
    elif product.state == ProductState.PENDING:
        _check_complete(product)
        _approve(actor, product)
    else:
        raise NothingToReview
    product.review_note, product.submitted_at = "", None
    _tell_reviewed(actor, product, is_approved=True)
    return _save(actor, product)


@transactional
def reject_product(*, actor: Actor, product_id: UUID, reason: str) -> None:
    """Reject a product, or the revision of an approved one, which keeps selling as it was.

    reason: what the merchant reads.
    Raises: ProductNotFound, ReasonNeeded, NothingToReview.
    Emits: ProductReviewed, ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id, permissions.REVIEW)
    product.review_note = _reason(reason)
    if product.pending_revision is not None:
        product.pending_revision = None
    elif product.state == ProductState.PENDING:
        _move(actor, product, ProductAction.REJECT, product.review_note)
    else:
        raise NothingToReview
    product.submitted_at = None
    _tell_reviewed(actor, product, is_approved=False)
    _save(actor, product)


@transactional
def publish(*, actor: Actor, product_id: UUID) -> None:
    """Put an approved product on sale now.

    Raises: ProductNotFound, NothingToSell, AttributeRequired, IllegalMove.
    Emits: ProductPublished, ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    _check_complete(product)
    _publish(actor, product)
    _save(actor, product)


@transactional
def unpublish(*, actor: Actor, product_id: UUID) -> None:
    """Take a product off sale; one that sold out no longer comes back with its stock.

    Raises: ProductNotFound, IllegalMove.
    Emits: ProductUnpublished if it was on sale, ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    if product.is_off_for_stock:
        product.is_off_for_stock = False
    else:
        _unpublish(actor, product, ProductAction.UNPUBLISH)
    _save(actor, product)


@transactional
def schedule(
    *,
    actor: Actor,
    product_id: UUID,
    publish_at: datetime | None,
    unpublish_at: datetime | None,
    sold_out_policy: SoldOutPolicy | None = None,
) -> None:
    """Set when a product goes on and off sale by itself; null for never.

    sold_out_policy: holds from the next change of its stock on; None leaves it.
    Raises: ProductNotFound; BadProduct if it would go off sale before it goes on.
    Emits: ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    if publish_at and unpublish_at and unpublish_at <= publish_at:
        raise BadProduct(field="unpublish_at")
    wanted: dict[str, Any] = {"publish_at": publish_at, "unpublish_at": unpublish_at}
    if sold_out_policy is not None:
        wanted["sold_out_policy"] = sold_out_policy
    changes = writing.assign(product, wanted)
    if not changes:
        return
    product.save(update_fields=list(wanted))
    timing.arm(product)
    writing.note_changes(actor, product, changes, permissions.EDIT)
    _save(actor, product)


@transactional
def publish_due(*, actor: Actor, product_id: UUID) -> None:
    """Put a product on sale because its time has come; one that is not approved stays put.

    Emits: ProductPublished, ProductChanged, if it went on sale.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    if product.state == ProductState.OFF_SALE and timing.is_its_time(product, clock.now()):
        _publish(actor, product)
        _save(actor, product)


@transactional
def unpublish_due(*, actor: Actor, product_id: UUID) -> None:
    """Take a product off sale because its time has come.

    Emits: ProductUnpublished, ProductChanged, if it was on sale.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    if product.state == ProductState.ON_SALE:
        _unpublish(actor, product, ProductAction.UNPUBLISH)
        _save(actor, product)


@transactional
def hold(*, actor: Actor, product_id: UUID) -> None:
    """Lock a product so that what is read of its stock still holds when it is acted upon.

    Raises: ProductNotFound. Locks: the product.
    """
    writing.lock_product(actor, product_id)


@transactional
def follow_stock(*, actor: Actor, product_id: UUID, in_stock: Collection[UUID]) -> None:
    """Take a product off sale when it has sold out, and put it back with its stock.

    in_stock: its variants of which there are units, read while the product was held.
    Raises: ProductNotFound.
    Emits: ProductUnpublished or ProductPublished, and ProductChanged, if it moved.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    offered = Variant.objects.filter(product_id=product.id, is_active=True)
    is_there = not set(in_stock).isdisjoint(offered.values_list("pk", flat=True))
    if is_there and product.is_off_for_stock and timing.is_its_time(product, clock.now()):
        _publish(actor, product)
    elif (
        not is_there
        and product.state == ProductState.ON_SALE
        and queries.delists(product.sold_out_policy, product.merchant_id)
    ):
        _unpublish(actor, product, ProductAction.UNPUBLISH, SOLD_OUT)
        product.is_off_for_stock = True
    else:
        return
    _save(actor, product)


@transactional
def block(*, actor: Actor, product_id: UUID, reason: str) -> None:
    """Take a product off sale for a violation; it comes back by a new review only.

    reason: what the merchant reads.
    Raises: ProductNotFound, ReasonNeeded, IllegalMove.
    Emits: ProductUnpublished if it was on sale, ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id, permissions.REVIEW)
    product.review_note = _reason(reason)
    _unpublish(actor, product, ProductAction.BLOCK, product.review_note)
    product.pending_revision, product.submitted_at = None, None
    _save(actor, product)


@transactional
def recycle(*, actor: Actor, product_id: UUID) -> None:
    """Put a product that is not on sale into the recycle bin.

    Raises: ProductNotFound, IllegalMove.
    Emits: ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    _move(actor, product, ProductAction.RECYCLE)
    product.pending_revision = None
    _save(actor, product)


@transactional
def restore(*, actor: Actor, product_id: UUID) -> None:
    """Take a product out of the recycle bin, as a draft.

    Raises: ProductNotFound, IllegalMove.
    Emits: ProductChanged.
    Locks: the product.
    """
    product = writing.lock_product(actor, product_id)
    _move(actor, product, ProductAction.RESTORE)
    _save(actor, product)


def _approve(actor: Actor, product: Product) -> None:
    _move(actor, product, ProductAction.APPROVE)
    product.submitted_at = None
    if timing.is_its_time(product, clock.now()):
        _publish(actor, product)


def _publish(actor: Actor, product: Product) -> None:
    _move(actor, product, ProductAction.PUBLISH)
    outbox.emit(
        ProductPublished(product_id=str(product.id), merchant_id=str(product.merchant_id)),
        actor=writing.name_of(actor),
    )


def _unpublish(actor: Actor, product: Product, action: ProductAction, reason: str = "") -> None:
    was_on_sale = product.state == ProductState.ON_SALE
    _move(actor, product, action, reason)
    if was_on_sale:
        outbox.emit(
            ProductUnpublished(product_id=str(product.id), merchant_id=str(product.merchant_id)),
            actor=writing.name_of(actor),
        )


def _apply_revision(actor: Actor, product: Product) -> None:
    """Let the waiting key fields take the place of the live ones."""
    revision = product.pending_revision or {}
    values: dict[str, Any] = {"pending_revision": None}
    if "title" in revision:
        values["title"] = revision["title"]
    if "category_id" in revision:
        values["category_id"] = UUID(revision["category_id"])
        values["attributes"] = revision["attributes"]
        if not Category.objects.filter(pk=values["category_id"], is_active=True).exists():
            raise CategoryNotFound(field="category_id")
    if "media" in revision:
        media = rules.media_from_json(revision["media"])
        ProductMedia.objects.filter(product_id=product.id).delete()
        ProductMedia.objects.bulk_create(writing.media_rows(product.id, media))
        values["cover_id"] = media[0].file_id if media else None
    changes = writing.assign(product, values)
    product.save(update_fields=["title", "category_id", "attributes", "cover_id"])
    writing.note_changes(actor, product, changes, permissions.REVIEW)


def _check_complete(product: Product) -> None:
    """Refuse a product that lacks what it needs to be sold."""
    if not Variant.objects.filter(product_id=product.id, is_active=True).exists():
        raise NothingToSell(field="variants")
    required = [
        item.attribute.code
        for item in queries.list_attributes(product.category_id)
        if item.is_required
    ]
    rules.check_required(product.attributes, required)


def _move(actor: Actor, product: Product, action: ProductAction, reason: str = "") -> None:
    before = ProductState(product.state)
    product.state = rules.PRODUCT.advance(before, action)
    product.is_off_for_stock = False
    audit.record_move(
        actor=actor,
        machine=rules.PRODUCT.name,
        subject_id=product.id,
        action=action,
        from_state=before,
        to_state=product.state,
        reason=reason,
    )


def _reason(text: str) -> str:
    reason = clean(text, max_length=500)
    if not reason:
        raise ReasonNeeded(field="reason")
    return reason


def _tell_reviewed(actor: Actor, product: Product, *, is_approved: bool) -> None:
    outbox.emit(
        ProductReviewed(
            product_id=str(product.id),
            merchant_id=str(product.merchant_id),
            is_approved=is_approved,
            note=product.review_note,
        ),
        actor=writing.name_of(actor),
    )


def _save(actor: Actor, product: Product) -> ProductState:
    product.version += 1
    product.updated_at = clock.now()
    product.save(update_fields=list(STATE_FIELDS))
    writing.tell_changed(actor, product)
    return ProductState(product.state)

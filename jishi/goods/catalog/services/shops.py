"""What belongs to a shop as a whole: its own categories, and whether it is open."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions
from jishi.goods.catalog.errors import BadShopCategory, ShopCategoryNotFound
from jishi.goods.catalog.events import ProductPublished, ProductUnpublished
from jishi.goods.catalog.models import Product, ShopCategory, ShopCategoryItem
from jishi.goods.catalog.services import writing
from jishi.goods.catalog.types import ProductState, ShopCategoryDraft


@transactional
def save_shop_category(
    *,
    actor: Actor,
    merchant_id: UUID,
    draft: ShopCategoryDraft,
    shop_category_id: UUID | None = None,
) -> UUID:
    """Make a category of a shop's own, or change one; return its id. Two levels at most.

    Raises: BadShopCategory naming the field at fault; ShopCategoryNotFound.
    """
    actor.require(permissions.EDIT, merchant_id=merchant_id)
    if not any(text.strip() for text in draft.name.values()):
        raise BadShopCategory(field="name")
    own = {row.id: row for row in ShopCategory.objects.filter(merchant_id=merchant_id)}
    if shop_category_id is not None and shop_category_id not in own:
        raise ShopCategoryNotFound
    if draft.parent_id is not None:
        parent = own.get(draft.parent_id)
        has_children = any(row.parent_id == shop_category_id for row in own.values())
        if parent is None or parent.parent_id or parent.id == shop_category_id:
            raise BadShopCategory(field="parent_id")
        if shop_category_id is not None and has_children:
            raise BadShopCategory(field="parent_id")
    row = own[shop_category_id] if shop_category_id else ShopCategory(merchant_id=merchant_id)
    values = {
        "name": dict(draft.name),
        "parent_id": draft.parent_id,
        "position": draft.position,
    }
    if writing.assign(row, values):
        row.save()
        _note(actor, row)
    return row.id


@transactional
def delete_shop_category(*, actor: Actor, merchant_id: UUID, shop_category_id: UUID) -> None:
    """Delete a category of a shop's own with the ones below it; its products stay.

    Raises: ShopCategoryNotFound.
    """
    actor.require(permissions.EDIT, merchant_id=merchant_id)
    row = ShopCategory.objects.filter(pk=shop_category_id, merchant_id=merchant_id).first()
    if row is None:
        raise ShopCategoryNotFound
    below = list(ShopCategory.objects.filter(parent_id=row.id).values_list("id", flat=True))
    ShopCategoryItem.objects.filter(shop_category_id__in=[*below, row.id]).delete()
    ShopCategory.objects.filter(pk__in=below).delete()
    row_id, row_name = row.id, row.name
    row.delete()
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="shop_category",
        subject_id=row_id,
        merchant_id=merchant_id,
        before={"name": row_name},
    )


@transactional
def set_shop_open(*, actor: Actor, merchant_id: UUID, is_open: bool) -> int:
    """Stop or resume the sale of everything a merchant sells, without touching its states.

    Returns how many products that are on sale were affected.
    Emits: ProductPublished or ProductUnpublished for each of them.
    """
    actor.require(permissions.REVIEW, merchant_id=merchant_id)
    affected = list(
        Product.objects.filter(
            merchant_id=merchant_id, is_shop_open=not is_open, state=ProductState.ON_SALE
        ).values_list("id", flat=True)
    )
    Product.objects.filter(merchant_id=merchant_id).exclude(is_shop_open=is_open).update(
        is_shop_open=is_open
    )
    fact = ProductPublished if is_open else ProductUnpublished
    for product_id in affected:
        outbox.emit(
            fact(product_id=str(product_id), merchant_id=str(merchant_id)),
            actor=writing.name_of(actor),
        )
    return len(affected)


def _note(actor: Actor, row: ShopCategory) -> None:
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="shop_category",
        subject_id=row.id,
        merchant_id=row.merchant_id,
        after={"name": row.name, "position": row.position},
    )

"""Everything that saving some drafts needs to know, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.platform import transactions
from jishi.foundation.platform.models import StoredFile
from jishi.goods.catalog import queries, rules
from jishi.goods.catalog.models import (
    Brand,
    Category,
    Product,
    ProductMedia,
    ShopCategory,
    ShopCategoryItem,
    Variant,
)
from jishi.goods.catalog.types import MediaDraft, ProductDraft
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantState


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows that drafts may change, and facts they are checked against.

    products: by code, locked. variants, media, shop_categories: by product.
    owners: the product of every variant of the merchant that has a code of the drafts.
    taken_slugs: asked-for addresses that another product has.
    is_shop_open: whether the merchant is neither suspended nor closed.
    """

    facts: rules.DraftFacts
    products: dict[str, Product]
    variants: dict[UUID, list[Variant]]
    media: dict[UUID, list[MediaDraft]]
    shop_categories: dict[UUID, set[UUID]]
    owners: dict[str, UUID]
    taken_slugs: frozenset[str]
    is_shop_open: bool


def load(merchant_id: UUID, drafts: Sequence[ProductDraft]) -> Loaded:
    """Load what saving these drafts of one merchant needs.

    Raises: NotFound if there is no such merchant.
    Locks: the products that exist already.
    """
    merchant = merchants_queries.get_merchant(merchant_id)
    products = {
        row.code: row
        for row in transactions.for_update(
            Product.objects.filter(
                merchant_id=merchant_id, code__in={draft.code for draft in drafts}
            )
        )
    }
    product_ids = [row.id for row in products.values()]
    variants = defaultdict(list)
    for row in Variant.objects.filter(product_id__in=product_ids).order_by("position", "id"):
        variants[row.product_id].append(row)
    codes = {item.code for draft in drafts for item in draft.variants or ()}
    slugs = {draft.slug for draft in drafts if draft.slug and draft.code not in products}
    return Loaded(
        facts=_facts(merchant_id, drafts),
        products=products,
        variants=variants,
        media=_media(product_ids),
        shop_categories=_shop_categories(product_ids),
        owners=dict(
            Variant.objects.filter(merchant_id=merchant_id, code__in=codes).values_list(
                "code", "product_id"
            )
        )
        if codes
        else {},
        taken_slugs=frozenset(Product.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        if slugs
        else frozenset(),
        is_shop_open=merchant.state not in (MerchantState.SUSPENDED, MerchantState.CLOSED),
    )


def _facts(merchant_id: UUID, drafts: Sequence[ProductDraft]) -> rules.DraftFacts:
    categories = dict(
        Category.objects.filter(
            pk__in={draft.category_id for draft in drafts}, is_active=True
        ).values_list("id", "path")
    )
    bound = queries.list_bound_attributes(
        {above for path in categories.values() for above in rules.ids_of(path)}
    )
    required = {
        category_id: tuple(
            item.attribute.code
            for above in rules.ids_of(path)
            for item in bound.get(above, ())
            if item.is_required
        )
        for category_id, path in categories.items()
    }
    codes = {value.code for draft in drafts for value in draft.attributes}
    return rules.DraftFacts(
        category_ids=frozenset(categories),
        brand_ids=_brands({draft.brand_id for draft in drafts if draft.brand_id}),
        file_ids=_files(drafts),
        shop_category_ids=_own_categories(merchant_id, drafts),
        attributes=queries.list_attributes_by_code(codes) if codes else {},
        required=required,
    )


def _brands(brand_ids: set[UUID]) -> frozenset[UUID]:
    if not brand_ids:
        return frozenset()
    return frozenset(Brand.objects.filter(pk__in=brand_ids).values_list("id", flat=True))


def _files(drafts: Sequence[ProductDraft]) -> frozenset[UUID]:
    file_ids = {item.file_id for draft in drafts for item in draft.media or ()} | {
        item.image_file_id
        for draft in drafts
        for item in draft.variants or ()
        if item.image_file_id
    }
    if not file_ids:
        return frozenset()
    return frozenset(StoredFile.objects.filter(pk__in=file_ids).values_list("id", flat=True))


def _own_categories(merchant_id: UUID, drafts: Sequence[ProductDraft]) -> frozenset[UUID]:
    if not any(draft.shop_category_ids for draft in drafts):
        return frozenset()
    return frozenset(
        ShopCategory.objects.filter(merchant_id=merchant_id).values_list("id", flat=True)
    )


def _media(product_ids: Sequence[UUID]) -> dict[UUID, list[MediaDraft]]:
    media: dict[UUID, list[MediaDraft]] = defaultdict(list)
    rows = ProductMedia.objects.filter(product_id__in=product_ids).order_by("position")
    for row in rows:
        media[row.product_id].append(MediaDraft(row.file_id, row.alt, row.axis_value))
    return media


def _shop_categories(product_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = ShopCategoryItem.objects.filter(product_id__in=product_ids)
    for product_id, shop_category_id in rows.values_list("product_id", "shop_category_id"):
        found[product_id].add(shop_category_id)
    return found

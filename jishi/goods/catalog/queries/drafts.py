"""Products as drafts: for editors and exports; saving such a draft changes nothing."""

from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel.paging import Page
from jishi.goods.catalog.queries.products import (
    get_product,
    get_product_for_document,
    list_products,
)
from jishi.goods.catalog.types import (
    MediaDraft,
    ProductDetail,
    ProductDraft,
    ProductFilter,
    VariantDraft,
    VariantInfo,
)


def get_draft(product_id: UUID) -> ProductDraft:
    """Return a product as its editor sees it: changes that wait for review included.

    Raises: ProductNotFound.
    """
    return draft_of(get_product(product_id))


def list_drafts(
    condition: ProductFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[ProductDraft]:
    """Return products as drafts, for export; saving them again changes nothing.

    A fixed number of statements per page.
    """
    page = list_products(condition, cursor=cursor, limit=limit)
    details = get_product_for_document([card.product_id for card in page.items])
    drafts = tuple(draft_of(details[card.product_id]) for card in page.items)
    return Page(
        tuple(replace(draft, version=None) for draft in drafts), page.next_cursor, page.total
    )


def draft_of(product: ProductDetail) -> ProductDraft:
    """Return a product as its editor sees it: changes that wait for review included."""
    waiting = product.revision
    title, category_id = product.title, product.category_id
    attributes = product.attributes
    media = tuple(MediaDraft(item.file_id, item.alt, item.axis_value) for item in product.media)
    if waiting is not None:
        title = waiting.title or title
        category_id = waiting.category_id or category_id
        attributes = attributes if waiting.attributes is None else waiting.attributes
        media = media if waiting.media is None else waiting.media
    return ProductDraft(
        code=product.code,
        title=title,
        category_id=category_id,
        kind=product.kind,
        subtitle=product.subtitle,
        description=product.description,
        keywords=product.keywords,
        brand_id=product.brand.brand_id if product.brand else None,
        attributes=attributes,
        axes=product.axes,
        variants=tuple(_variant(variant) for variant in product.variants),
        media=media,
        shop_category_ids=product.shop_category_ids,
        freight_template_id=product.freight_template_id,
        return_policy=product.return_policy,
        publish_at=product.publish_at,
        unpublish_at=product.unpublish_at,
        slug=product.slug,
        version=product.version,
    )


def _variant(variant: VariantInfo) -> VariantDraft:
    return VariantDraft(
        code=variant.code,
        options=variant.options,
        barcode=variant.barcode,
        weight_g=variant.weight_g,
        length_mm=variant.length_mm,
        width_mm=variant.width_mm,
        height_mm=variant.height_mm,
        image_file_id=variant.image_file_id,
        cost_minor=variant.cost_minor,
        is_active=variant.is_active,
    )

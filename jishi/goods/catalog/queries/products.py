"""Reads of products: lists for people, details for pages, editors and read models."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.goods.catalog import preferences, rules
from jishi.goods.catalog.errors import CategoryNotFound, ProductNotFound
from jishi.goods.catalog.models import (
    Category,
    Product,
    ProductMedia,
    ShopCategoryItem,
    Variant,
)
from jishi.goods.catalog.queries.pictures import url_of
from jishi.goods.catalog.types import (
    Axis,
    BrandRef,
    MediaInfo,
    ProductCard,
    ProductDetail,
    ProductFilter,
    ProductKind,
    ProductRef,
    ProductSort,
    ProductState,
    ReturnPolicy,
    SoldOutPolicy,
    VariantInfo,
)


def get_product(product_id: UUID) -> ProductDetail:
    """Return a product with everything about it; four statements.

    Raises: ProductNotFound.
    """
    found = get_product_for_document([product_id])
    if product_id not in found:
        raise ProductNotFound
    return found[product_id]


def find_product(slug: str) -> ProductDetail | None:
    """Return the product of an address, or None."""
    product_id = Product.objects.filter(slug=slug).values_list("id", flat=True).first()
    return get_product(product_id) if product_id else None


def get_product_for_document(product_ids: Collection[UUID]) -> dict[UUID, ProductDetail]:
    """Return products with everything about them, by id; four statements in all.

    Unknown ids are left out.
    """
    rows = list(
        Product.objects.filter(pk__in=set(product_ids)).select_related("category", "brand", "cover")
    )
    wanted = [row.id for row in rows]
    variants = defaultdict(list)
    for variant in (
        Variant.objects.filter(product_id__in=wanted)
        .select_related("image")
        .order_by("position", "id")
    ):
        variants[variant.product_id].append(variant)
    media = defaultdict(list)
    for item in (
        ProductMedia.objects.filter(product_id__in=wanted)
        .select_related("file")
        .order_by("position")
    ):
        media[item.product_id].append(item)
    own = defaultdict(list)
    items = ShopCategoryItem.objects.filter(product_id__in=wanted).order_by("shop_category_id")
    for product_id, shop_category_id in items.values_list("product_id", "shop_category_id"):
        own[product_id].append(shop_category_id)
    return {row.id: _detail(row, variants[row.id], media[row.id], own[row.id]) for row in rows}


def find_ref(product_id: UUID) -> ProductRef | None:
    """Return whose a product is, or None."""
    return list_refs([product_id]).get(product_id)


def follows_stock(product_id: UUID) -> bool:
    """Return whether a change of stock may move a product: off sale, or back on; one statement."""
    row = Product.objects.filter(pk=product_id).values_list(
        "state", "is_off_for_stock", "sold_out_policy", "merchant_id"
    )
    for state, is_off_for_stock, policy, merchant_id in row:
        return is_off_for_stock or (state == ProductState.ON_SALE and delists(policy, merchant_id))
    return False


def delists(policy: str, merchant_id: UUID) -> bool:
    """Return whether a product with this policy goes off sale when it sells out."""
    if policy == SoldOutPolicy.SHOP:
        return preferences.DELIST_SOLD_OUT.get(merchant_id)
    return policy == SoldOutPolicy.DELIST


def list_refs(product_ids: Collection[UUID]) -> dict[UUID, ProductRef]:
    """Return whose some products are; one statement. Unknown ids are left out."""
    rows = Product.objects.filter(pk__in=set(product_ids)).values_list(
        "id", "merchant_id", "code", "category_id"
    )
    return {row[0]: ProductRef(*row) for row in rows}


def list_product_ids(
    condition: ProductFilter, *, after: UUID | None = None, limit: int = 1000
) -> tuple[UUID, ...]:
    """Return ids of products by age, oldest first: for jobs that walk all of them.

    after: the last id of the previous batch.
    """
    rows = _matching(condition)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def list_products(
    condition: ProductFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[ProductCard]:
    """Return a page of products, newest or best-selling first.

    Three statements: the page, its variants counted, and the total; one more for a category.
    Raises: BadCursor, CategoryNotFound.
    """
    size = clamp_limit(limit)
    rows = _matching(condition)
    total = rows.count()
    by_sales = condition.sort == ProductSort.BEST_SELLING
    ordered = rows.order_by(*(("-sold_count", "-pk") if by_sales else ("-pk",)))
    if cursor:
        ordered = ordered.filter(_after(cursor, by_sales=by_sales))
    page = list(
        ordered.select_related("cover").defer("description", "attributes", "axes")[: size + 1]
    )
    shown = page[:size]
    next_cursor = None
    if len(page) > size:
        last = shown[-1]
        next_cursor = encode_cursor(*([last.sold_count] if by_sales else []), last.id.hex)
    counts = dict(
        Variant.objects.filter(product_id__in=[row.id for row in shown], is_active=True)
        .values_list("product_id")
        .annotate(variants=Count("id"))
    )
    return Page(tuple(_card(row, counts.get(row.id, 0)) for row in shown), next_cursor, total)


def _matching(condition: ProductFilter) -> QuerySet[Product]:
    rows = Product.objects.all()
    if condition.merchant_ids is not None:
        rows = rows.filter(merchant_id__in=condition.merchant_ids)
    if condition.product_ids is not None:
        rows = rows.filter(pk__in=condition.product_ids)
    if condition.category_id is not None:
        rows = rows.filter(category_id__in=_subtree(condition.category_id))
    if condition.shop_category_id is not None:
        items = ShopCategoryItem.objects.filter(shop_category_id=condition.shop_category_id)
        rows = rows.filter(pk__in=items.values("product_id"))
    if condition.brand_id is not None:
        rows = rows.filter(brand_id=condition.brand_id)
    if condition.states:
        rows = rows.filter(state__in=condition.states)
    if condition.kinds:
        rows = rows.filter(kind__in=condition.kinds)
    for word in condition.text.lower().split():
        rows = rows.filter(search_text__contains=word)
    if condition.is_waiting_review is not None:
        waiting = Q(state=ProductState.PENDING) | Q(pending_revision__isnull=False)
        rows = rows.filter(waiting if condition.is_waiting_review else ~waiting)
    return rows


def _subtree(category_id: UUID) -> QuerySet[Category, UUID]:
    path = Category.objects.filter(pk=category_id).values_list("path", flat=True).first()
    if path is None:
        raise CategoryNotFound
    return Category.objects.filter(path__startswith=path).values_list("id", flat=True)


def _after(cursor: str, *, by_sales: bool) -> Q:
    if not by_sales:
        return Q(pk__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    sold, last = decode_cursor(cursor, 2)
    return Q(sold_count__lt=sold) | Q(sold_count=sold, pk__lt=UUID(str(last)))


def _card(row: Product, variant_count: int) -> ProductCard:
    return ProductCard(
        product_id=row.id,
        merchant_id=row.merchant_id,
        code=row.code,
        slug=row.slug,
        title=row.title,
        subtitle=row.subtitle,
        kind=ProductKind(row.kind),
        category_id=row.category_id,
        brand_id=row.brand_id,
        image_file_id=row.cover_id,
        image_url=url_of(row.cover),
        state=ProductState(row.state),
        has_revision=row.pending_revision is not None,
        review_note=row.review_note,
        variant_count=variant_count,
        sold_count=row.sold_count,
        rating_sum=row.rating_sum,
        rating_count=row.rating_count,
        submitted_at=row.submitted_at,
        updated_at=row.updated_at,
    )


def _detail(
    row: Product,
    variants: Sequence[Variant],
    media: Sequence[ProductMedia],
    shop_category_ids: Sequence[UUID],
) -> ProductDetail:
    axes = rules.axes_from_json(row.axes)
    brand = row.brand
    return ProductDetail(
        product_id=row.id,
        merchant_id=row.merchant_id,
        code=row.code,
        slug=row.slug,
        kind=ProductKind(row.kind),
        category_id=row.category_id,
        category_ids=rules.ids_of(row.category.path),
        brand=BrandRef(brand.id, brand.code, brand.name) if brand else None,
        title=row.title,
        subtitle=row.subtitle,
        description=row.description,
        keywords=row.keywords,
        attributes=rules.values_from_json(row.attributes),
        axes=axes,
        variants=tuple(_variant(variant, axes) for variant in variants),
        media=tuple(_media(item) for item in media),
        image_file_id=row.cover_id,
        image_url=url_of(row.cover),
        shop_category_ids=tuple(shop_category_ids),
        state=ProductState(row.state),
        is_on_sale=row.state == ProductState.ON_SALE and row.is_shop_open,
        revision=rules.revision_from_json(row.pending_revision),
        review_note=row.review_note,
        submitted_at=row.submitted_at,
        publish_at=row.publish_at,
        unpublish_at=row.unpublish_at,
        sold_out_policy=SoldOutPolicy(row.sold_out_policy),
        is_off_for_stock=row.is_off_for_stock,
        freight_template_id=row.freight_template_id,
        return_policy=ReturnPolicy(row.return_policy),
        commission_rate_bp=row.commission_rate_bp,
        sold_count=row.sold_count,
        rating_sum=row.rating_sum,
        rating_count=row.rating_count,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _variant(row: Variant, axes: Sequence[Axis]) -> VariantInfo:
    return VariantInfo(
        variant_id=row.id,
        code=row.code,
        barcode=row.barcode,
        options=rules.options_from_json(row.options, axes),
        option_text=row.option_text,
        weight_g=row.weight_g,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        image_file_id=row.image_id,
        image_url=url_of(row.image),
        cost_minor=row.cost_minor,
        is_active=row.is_active,
        position=row.position,
    )


def _media(item: ProductMedia) -> MediaInfo:
    return MediaInfo(
        file_id=item.file_id,
        url=url_of(item.file),
        content_type=item.file.content_type,
        width=item.file.width or 0,
        height=item.file.height or 0,
        alt=item.alt,
        axis_value=item.axis_value,
    )

"""What can be sold: the reads of cart, checkout, stock and prices."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.platform import prepared
from jishi.foundation.platform.copies import Copies
from jishi.goods.catalog import preferences, rules
from jishi.goods.catalog.models import Category, Variant
from jishi.goods.catalog.queries.pictures import url_of
from jishi.goods.catalog.types import (
    ProductKind,
    ProductState,
    ReturnPolicy,
    SellableVariant,
    VariantRef,
)

Inherited = dict[UUID, int | None]

FRESH_S = 2.0
"""How old what categories say of commission and returns may be, in seconds."""


def list_sellable(variant_ids: Collection[UUID]) -> dict[UUID, SellableVariant]:
    """Return what a sale needs to know of variants, by id, archived ones included.

    One statement for any number of variants; what categories say comes from a copy in the
    process. Unknown ids are left out.
    """
    rows = _variants(set(variant_ids))
    above = {one for row in rows for one in rules.ids_of(row.product.category.path)}
    rates, days = _terms_of(above)
    default_days = preferences.RETURN_DAYS.get() if rows else 0
    return {row.id: _sellable(row, rates, days, default_days) for row in rows}


def list_variant_refs(variant_ids: Collection[UUID]) -> dict[UUID, VariantRef]:
    """Return whose some variants are; one statement. Unknown ids are left out."""
    rows = Variant.objects.filter(pk__in=set(variant_ids)).values_list(
        "id", "product_id", "merchant_id", "code"
    )
    return {row[0]: VariantRef(*row) for row in rows}


def find_variants_by_code(merchant_id: UUID, codes: Collection[str]) -> dict[str, VariantRef]:
    """Return a merchant's variants by code; one statement. Unknown codes are left out."""
    rows = Variant.objects.filter(merchant_id=merchant_id, code__in=set(codes)).values_list(
        "id", "product_id", "merchant_id", "code"
    )
    return {row[3]: VariantRef(*row) for row in rows}


@prepared.reading
def _variants(variant_ids: Collection[UUID]) -> QuerySet[Variant]:
    return (
        Variant.objects.filter(pk__in=variant_ids)
        .select_related("product__category", "product__cover", "image")
        .only(
            *("merchant_id", "code", "barcode", "option_text", "weight_g", "is_active"),
            *("length_mm", "width_mm", "height_mm", "image__path"),
            *("product__kind", "product__title", "product__slug", "product__brand_id"),
            *("product__category__path", "product__freight_template_id", "product__state"),
            *("product__is_shop_open", "product__commission_rate_bp", "product__return_policy"),
            "product__cover__path",
        )
    )


def forget_terms() -> None:
    """Drop what this process remembers of categories, so that the next read is fresh."""
    _terms.forget()


def _terms_of(category_ids: Collection[UUID]) -> tuple[Inherited, Inherited]:
    """Return the rates and the days of all categories, among them at least these."""
    known = _terms.get("all")
    if not all(category_id in known[0] for category_id in category_ids):
        known = _terms.put("all", _read_terms("all"))
    return known


def _read_terms(_all: str) -> tuple[Inherited, Inherited]:
    rows = list(Category.objects.values_list("id", "commission_rate_bp", "return_days"))
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


_terms = Copies(_read_terms, fresh_s=FRESH_S)


def _sellable(
    row: Variant, rates: Inherited, days: Inherited, default_days: int
) -> SellableVariant:
    product = row.product
    path = product.category.path
    rate = product.commission_rate_bp
    return_days = rules.nearest(path, days)
    image = row.image or product.cover
    return SellableVariant(
        variant_id=row.id,
        product_id=product.id,
        merchant_id=row.merchant_id,
        code=row.code,
        kind=ProductKind(product.kind),
        title=product.title,
        option_text=row.option_text,
        slug=product.slug,
        image_url=url_of(image),
        weight_g=row.weight_g,
        volume_cm3=-(-row.length_mm * row.width_mm * row.height_mm // 1000),
        category_id=product.category_id,
        category_ids=rules.ids_of(path),
        brand_id=product.brand_id,
        freight_template_id=product.freight_template_id,
        is_on_sale=row.is_active and product.is_shop_open and product.state == ProductState.ON_SALE,
        commission_rate_bp=rules.nearest(path, rates) if rate is None else rate,
        return_days=default_days if return_days is None else return_days,
        return_policy=ReturnPolicy(product.return_policy),
        image_file_id=image.id if image else None,
        barcode=row.barcode,
    )

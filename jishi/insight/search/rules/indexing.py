"""What the text index is told of a product."""

from collections.abc import Mapping
from uuid import UUID

from jishi.foundation.kernel.text import LOCALES
from jishi.goods.catalog.types import AttributeInfo, CategoryNode, ProductDetail
from jishi.goods.pricing.types import PriceInfo
from jishi.insight.search.rules.documents import attribute_text
from jishi.insight.search.types import SearchDocument


def search_document(
    product: ProductDetail,
    *,
    categories: Mapping[UUID, CategoryNode],
    attributes: Mapping[str, AttributeInfo],
    prices: Mapping[str, Mapping[UUID, PriceInfo]],
    everywhere: str,
    in_stock: bool,
    sales: int,
    description: str,
) -> SearchDocument:
    """Return what is indexed of a product on sale.

    prices: by market, then by variant. everywhere: the code that stands for all markets.
    sales: how often it was really bought lately. description: as plain text.
    """
    lowest = {
        market: min(price.amount_minor for price in found.values())
        for market, found in prices.items()
        if found
    }
    lowest[everywhere] = next(iter(lowest.values()), 0)
    nodes = [categories[one] for one in reversed(product.category_ids) if one in categories]
    brand = product.brand
    return SearchDocument(
        product_id=product.product_id,
        code=product.code,
        titles=dict(product.title),
        brand=brand.code if brand else "",
        brand_names=tuple(dict.fromkeys(brand.name.values())) if brand else (),
        category_ids=tuple(str(one) for one in product.category_ids),
        category_names=tuple(name for node in nodes for name in node.name.values()),
        merchant_id=str(product.merchant_id),
        market_codes=tuple(lowest),
        attributes={
            value.code: (attribute_value(value.value),)
            for value in product.attributes
            if value.code in attributes and attributes[value.code].is_filterable
        },
        keywords=_keywords(product, attributes),
        description=description,
        price_minor=lowest,
        created_at=product.created_at,
        in_stock=in_stock,
        sales=sales,
        rating=product.rating_sum / product.rating_count if product.rating_count else 0.0,
        review_count=product.rating_count,
    )


def attribute_value(value: object) -> str:
    """Return the value of an attribute as filters name it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return str(next(iter(value.values()), ""))
    return str(value)


def _keywords(product: ProductDetail, attributes: Mapping[str, AttributeInfo]) -> tuple[str, ...]:
    words = [*product.keywords.split(), *product.subtitle.values()]
    for value in product.attributes:
        info = attributes.get(value.code)
        if info is not None and not isinstance(value.value, bool):
            words += [attribute_text(info, value.value, locale) for locale in LOCALES]
    words += [variant.code for variant in product.variants if variant.is_active]
    words += [variant.barcode for variant in product.variants if variant.barcode]
    return tuple(dict.fromkeys(word for word in words if word))

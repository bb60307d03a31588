"""The documents that shoppers read, built from what the catalog, prices and merchants say."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.text import localized
from jishi.goods.catalog.types import (
    AttributeInfo,
    AttributeKind,
    AttributeScalar,
    CategoryNode,
    MediaInfo,
    ProductDetail,
    VariantInfo,
)
from jishi.goods.pricing.types import PriceInfo
from jishi.parties.merchants.types import MerchantCard


@dataclass(frozen=True, slots=True)
class Pictures:
    """The sizes of stored images. sources: file → (srcset WebP, srcset AVIF, smallest URL)."""

    sources: Mapping[UUID, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a product's documents need besides the product itself.

    categories: by id. attributes: by code. prices: by variant, of one market.
    """

    categories: Mapping[UUID, CategoryNode]
    attributes: Mapping[str, AttributeInfo]
    merchant: MerchantCard
    prices: Mapping[UUID, PriceInfo]
    pictures: Pictures
    in_stock: bool


@dataclass(frozen=True, slots=True)
class Built:
    """The bytes of one product in one market and language."""

    detail: bytes
    card: bytes
    etag: str


def build(product: ProductDetail, around: Surroundings, locale: str) -> Built | None:
    """Return a product's documents in a language, or None if no variant has a price."""
    sellable = [v for v in product.variants if v.is_active and v.variant_id in around.prices]
    if not sellable or not product.is_on_sale:
        return None
    card = _card(product, around, sellable, locale)
    detail = card | _more(product, around, sellable, locale)
    detail_bytes, card_bytes = _encode(detail), _encode(card)
    etag = hashlib.blake2b(detail_bytes + card_bytes, digest_size=12).hexdigest()
    return Built(detail=detail_bytes, card=card_bytes, etag=etag)


def _card(
    product: ProductDetail, around: Surroundings, sellable: Sequence[VariantInfo], locale: str
) -> dict[str, Any]:
    prices = [around.prices[variant.variant_id] for variant in sellable]
    lowest = min(prices, key=lambda price: price.amount_minor)
    return {
        "id": ids.encode("prd", product.product_id),
        "code": product.code,
        "slug": product.slug,
        "kind": product.kind,
        "title": localized(product.title, locale),
        "subtitle": localized(product.subtitle, locale),
        "image": _image(product.image_file_id, product.image_url, around.pictures),
        "currency": lowest.currency,
        "price_minor": lowest.amount_minor,
        "price_max_minor": max(price.amount_minor for price in prices),
        "list_minor": lowest.list_minor,
        "rating": _rating(product),
        "review_count": product.rating_count,
        "sold": product.sold_count,
        "in_stock": around.in_stock,
        "variant_count": len(sellable),
        "only_variant": (ids.encode("var", sellable[0].variant_id) if len(sellable) == 1 else None),
        "merchant": {
            "code": around.merchant.code,
            "name": localized(around.merchant.name, locale),
        },
    }


def _more(
    product: ProductDetail, around: Surroundings, sellable: Sequence[VariantInfo], locale: str
) -> dict[str, Any]:
    axis_values = {pair for variant in sellable for pair in variant.options}
    return {
        "description": localized(product.description, locale),
        "brand": (
            {"code": product.brand.code, "name": localized(product.brand.name, locale)}
            if product.brand
            else None
        ),
        "categories": [
            {"slug": node.slug, "name": localized(node.name, locale)}
            for category_id in product.category_ids
            if (node := around.categories.get(category_id))
        ],
        "images": [_medium(medium, around.pictures, locale) for medium in product.media],
        "attributes": [
            _attribute(around.attributes[value.code], value.value, locale)
            for value in product.attributes
            if value.code in around.attributes
        ],
        "axes": [
            {
                "code": axis.code,
                "name": localized(axis.name, locale),
                "values": [
                    {"code": value.code, "name": localized(value.name, locale)}
                    for value in axis.values
                    if (axis.code, value.code) in axis_values
                ],
            }
            for axis in product.axes
        ],
        "skus": [_sku(variant, around, locale) for variant in sellable],
        "return_policy": product.return_policy,
        "shop": {
            "code": around.merchant.code,
            "name": localized(around.merchant.name, locale),
        },
        "updated_at": product.updated_at.isoformat(),
    }


def _sku(variant: VariantInfo, around: Surroundings, locale: str) -> dict[str, Any]:
    price = around.prices[variant.variant_id]
    return {
        "id": ids.encode("var", variant.variant_id),
        "code": variant.code,
        "barcode": variant.barcode,
        "options": dict(variant.options),
        "option_text": localized(variant.option_text, locale),
        "price_minor": price.amount_minor,
        "list_minor": price.list_minor,
        "weight_g": variant.weight_g,
        "image": _image(variant.image_file_id, variant.image_url, around.pictures),
    }


def _medium(medium: MediaInfo, pictures: Pictures, locale: str) -> dict[str, Any]:
    shown = _image(medium.file_id, medium.url, pictures) or {}
    return shown | {
        "width": medium.width,
        "height": medium.height,
        "alt": localized(medium.alt, locale),
        "axis_value": medium.axis_value,
    }


def _image(file_id: UUID | None, url: str, pictures: Pictures) -> dict[str, str] | None:
    if not url:
        return None
    webp, avif, small = pictures.sources.get(file_id, ("", "", "")) if file_id else ("", "", "")
    return {"url": url, "small": small or url, "webp": webp, "avif": avif}


def _rating(product: ProductDetail) -> float | None:
    if not product.rating_count:
        return None
    return round(product.rating_sum / product.rating_count, 1)


def _attribute(info: AttributeInfo, value: AttributeScalar, locale: str) -> dict[str, str]:
    return {
        "code": info.code,
        "name": localized(info.name, locale),
        "value": attribute_text(info, value, locale),
    }


def attribute_text(info: AttributeInfo, value: AttributeScalar, locale: str) -> str:
    """Return an attribute's value as people read it, with its unit."""
    if isinstance(value, bool):
        return "✓" if value else "—"
    if isinstance(value, Mapping):
        return localized(value, locale)
    names = {option.code: option.name for option in info.options}
    if info.kind == AttributeKind.ENUM and value in names:
        return localized(names[value], locale)
    return f"{value} {info.unit}".strip()


def _encode(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

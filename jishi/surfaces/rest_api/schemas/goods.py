"""Goods as API clients read them."""

from typing import Any

from ninja import Schema
from pydantic import Field


class Money(Schema):
    """An amount in minor units of a currency."""

    minor: int
    currency: str


class Image(Schema):
    """A picture. webp, avif: `srcset` values, empty without variants."""

    url: str
    small: str = ""
    webp: str = ""
    avif: str = ""


class MerchantRef(Schema):
    """The shop that sells a product."""

    code: str
    name: str


class ProductCard(Schema):
    """A product in a list. Prices in minor units."""

    id: str
    code: str
    slug: str
    kind: str
    title: str
    subtitle: str
    image: Image | None
    currency: str
    price_minor: int
    price_max_minor: int
    list_minor: int | None
    rating: float | None
    review_count: int
    sold: int
    in_stock: bool
    variant_count: int
    only_variant: str | None
    merchant: MerchantRef


class Sku(Schema):
    """One variant of a product. stock: units that can be had now."""

    id: str
    code: str
    barcode: str
    options: dict[str, str]
    option_text: str
    price_minor: int
    list_minor: int | None
    weight_g: int
    image: Image | None


class ProductDetail(ProductCard):
    """A product with everything about it. stock: units that can be had now, by SKU id."""

    description: str
    brand: dict[str, str] | None
    categories: list[dict[str, str]]
    images: list[dict[str, Any]]
    attributes: list[dict[str, str]]
    axes: list[dict[str, Any]]
    skus: list[Sku]
    return_policy: str
    shop: MerchantRef
    updated_at: str
    stock: dict[str, int]


class FacetValue(Schema):
    """A value to filter by, with the number of products it would leave."""

    value: str
    label: str
    count: int
    is_selected: bool


class Facet(Schema):
    """Values to filter by. kind: brand, category, tag or attribute."""

    kind: str
    code: str
    label: str
    values: list[FacetValue]


class PriceBucket(Schema):
    """A price range with its number of products; open above if `upper_minor` is null."""

    lower_minor: int
    upper_minor: int | None
    count: int


class ProductList(Schema):
    """A page of products. corrected: what was searched for instead, if so."""

    items: list[ProductCard]
    total: int
    offset: int
    limit: int
    corrected: str | None = None
    suggestions: list[str] = Field(default_factory=list)
    facets: list[Facet] | None = None
    prices: list[PriceBucket] | None = None


class Category(Schema):
    """A category with those below it."""

    id: str
    slug: str
    path: str
    name: str
    children: list["Category"]


class Market(Schema):
    """Where one shops: a currency and some languages."""

    code: str
    name: str
    currency: str
    countries: list[str]
    locales: list[str]
    is_default: bool


class SuggestionList(Schema):
    """Completions of what is being typed, and words many search for."""

    items: list[str]
    hot: list[str]

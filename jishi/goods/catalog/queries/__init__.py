"""Reads of the catalog, each in a fixed number of statements."""

from jishi.goods.catalog.queries.by_code import list_drafts_by_code
from jishi.goods.catalog.queries.drafts import get_draft, list_drafts
from jishi.goods.catalog.queries.products import (
    delists,
    find_product,
    find_ref,
    follows_stock,
    get_product,
    get_product_for_document,
    list_product_ids,
    list_products,
    list_refs,
)
from jishi.goods.catalog.queries.sellable import (
    find_variants_by_code,
    forget_terms,
    list_sellable,
    list_variant_refs,
)
from jishi.goods.catalog.queries.structure import (
    find_category,
    get_category,
    get_category_tree,
    list_attributes,
    list_attributes_by_code,
    list_bound_attributes,
    list_brands,
    list_categories,
    list_shop_categories,
)

__all__ = [
    "delists",
    "find_category",
    "find_product",
    "find_ref",
    "find_variants_by_code",
    "follows_stock",
    "forget_terms",
    "get_category",
    "get_category_tree",
    "get_draft",
    "get_product",
    "get_product_for_document",
    "list_attributes",
    "list_attributes_by_code",
    "list_bound_attributes",
    "list_brands",
    "list_categories",
    "list_drafts",
    "list_drafts_by_code",
    "list_product_ids",
    "list_products",
    "list_refs",
    "list_sellable",
    "list_shop_categories",
    "list_variant_refs",
]

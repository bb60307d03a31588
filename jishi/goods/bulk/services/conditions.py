"""Filters over products as jobs keep them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jishi.goods.catalog.types import ProductFilter, ProductState


def condition_to_json(wanted: ProductFilter) -> dict[str, Any]:
    """Return a filter as it is kept; whose products is kept with the job itself."""
    return {
        "states": [str(state) for state in wanted.states],
        "category_id": str(wanted.category_id) if wanted.category_id else None,
        "text": wanted.text,
    }


def condition_from_json(kept: Mapping[str, Any], merchant_id: UUID) -> ProductFilter:
    """Return a kept filter over one shop's products."""
    return ProductFilter(
        merchant_ids=frozenset({merchant_id}),
        states=tuple(ProductState(state) for state in kept["states"]),
        category_id=UUID(kept["category_id"]) if kept["category_id"] else None,
        text=kept["text"],
    )

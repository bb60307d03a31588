"""Whose activities a page is about: what every page of activities shares."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.functional import cached_property

from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import CategoryNode, ProductFilter, ProductState
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import ActivityInfo, ActivityItemInfo

PRODUCTS_OFFERED = 200
"""How many products the forms offer to choose from, the best-selling first."""


class Owner:
    """Whose activities a console shows. owner_id: the shop's, null for the platform's."""

    permission = "promotions.edit"
    section = "activities"
    base_template: str
    kwargs: dict[str, Any]
    request: Any
    actor: Any
    url: Any
    crumb: Any
    say: Any

    @property
    def owner_id(self) -> UUID | None:
        """The shop, or None for the platform."""
        raise NotImplementedError

    def product_choices(self) -> list[tuple[str, str]]:
        """Return the products on sale that can be chosen."""
        owner = frozenset({self.owner_id}) if self.owner_id else None
        condition = ProductFilter(merchant_ids=owner, states=(ProductState.ON_SALE,))
        found = catalog_queries.list_products(condition, limit=PRODUCTS_OFFERED)
        return [
            (str(card.product_id), f"{self.say(card.title)} ({card.code})") for card in found.items
        ]

    def category_choices(self) -> list[tuple[str, str]]:
        """Return the categories with everything below them, indented by depth."""
        return self._below(catalog_queries.get_category_tree())

    def _below(self, nodes: Sequence[CategoryNode]) -> list[tuple[str, str]]:
        found = []
        for node in nodes:
            found.append((str(node.category_id), "　" * node.depth + self.say(node.name)))
            found += self._below(node.children)
        return found


class OfActivity(Owner):
    """What every page of one activity shares."""

    @cached_property
    def activity(self) -> ActivityInfo:
        """The activity, if it is this owner's. Raises: Http404."""
        info = promotions_queries.get_activity(self.kwargs["activity_id"])
        if info.draft.merchant_id != self.owner_id:
            raise Http404
        return info

    @cached_property
    def items(self) -> tuple[ActivityItemInfo, ...]:
        """Its variants."""
        return promotions_queries.list_items(self.activity.activity_id)

    def back_url(self) -> str:
        """Return to the activity."""
        return str(self.url("activity", self.activity.activity_id))

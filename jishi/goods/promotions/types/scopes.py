"""Which goods take part in an offer, and who pays for it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Funder(StrEnum):
    """Who pays for a discount."""

    MERCHANT = "merchant"
    PLATFORM = "platform"


class ScopeKind(StrEnum):
    """Which goods take part."""

    ALL = "all"
    CATEGORY = "category"
    PRODUCT = "product"
    EXCLUDE = "exclude"
    """All but the listed products."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which goods take part: a kind and the ids it speaks of.

    ids: categories or products, by kind; a category covers its whole subtree.
    """

    kind: ScopeKind = ScopeKind.ALL
    ids: frozenset[UUID] = frozenset()

    def covers(self, product_id: UUID, category_ids: tuple[UUID, ...]) -> bool:
        """Return whether a product takes part. category_ids: its category and all above."""
        if self.kind == ScopeKind.ALL:
            return True
        if self.kind == ScopeKind.CATEGORY:
            return not self.ids.isdisjoint(category_ids)
        return (product_id in self.ids) == (self.kind == ScopeKind.PRODUCT)

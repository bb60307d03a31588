"""The search engine as this room sees it."""

from collections.abc import Hashable, Iterable
from typing import Protocol
from uuid import UUID

from jishi.insight.search.types import (
    SearchDocument,
    SearchQuery,
    SearchResult,
    Suggestion,
    SuggestQuery,
)


class SearchIndex(Protocol):
    """A text index of products, by market.

    Writing is for one process at a time: changes wait until `commit` and are then seen by
    every process. Reading never raises because of what a shopper typed.
    """

    def upsert(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace products; return how many.

        Raises: IndexBusy if another process keeps writing.
        """

    def delete(self, product_ids: Iterable[UUID]) -> None:
        """Remove products; unknown ids are ignored.

        Raises: IndexBusy if another process keeps writing.
        """

    def clear(self) -> None:
        """Remove everything.

        Raises: IndexBusy if another process keeps writing.
        """

    def commit(self) -> None:
        """Make all changes visible to every process and let others write."""

    def discard(self) -> None:
        """Forget changes since the last commit and let others write."""

    def search(self, query: SearchQuery) -> SearchResult:
        """Return the products that answer a query, best first."""

    def version(self, market: str) -> Hashable:
        """Return what changes with every commit: searches of one version have one answer."""

    def suggest(self, query: SuggestQuery) -> tuple[Suggestion, ...]:
        """Return completions of what is being typed, most common first."""

    def count(self, market: str) -> int:
        """Return the number of products listed in a market."""

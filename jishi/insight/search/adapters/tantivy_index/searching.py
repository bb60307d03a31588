"""Answering one query in one market: interpret the text, fetch a page, count facets."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast

import tantivy

from jishi.insight.search.adapters.tantivy_index.compiler import (
    Compiler,
    Query,
    count_facets,
    narrowed,
)
from jishi.insight.search.adapters.tantivy_index.market import Reader
from jishi.insight.search.rules import spelling
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.rules.plan import Plan, make_plan
from jishi.insight.search.rules.synonyms import SynonymBook
from jishi.insight.search.types import MAX_LIMIT, MAX_OFFSET, SearchQuery, SearchResult, Sort

FEW_HITS = 10
"""With fewer, other spellings and products with most of the words are looked at."""

_DESCENDING, _ASCENDING = tantivy.Order.Desc, tantivy.Order.Asc
_ORDERS = {
    Sort.SALES: ("by_sales", _DESCENDING),
    Sort.PRICE_ASC: ("by_price", _ASCENDING),
    Sort.PRICE_DESC: ("by_price", _DESCENDING),
    Sort.NEWEST: ("by_newest", _DESCENDING),
    Sort.RATING: ("by_rating", _DESCENDING),
}


class _Hits(Protocol):
    """What the engine returns; its own stub does not name the count."""

    hits: list[tuple[Any, tantivy.DocAddress]]
    count: int


@dataclass(frozen=True, slots=True)
class _Page:
    """Hits of one page and the number of all; by which query, and what is to be said about it."""

    query: Query
    addresses: list[tantivy.DocAddress]
    total: int
    notes: SearchResult = field(default_factory=SearchResult)


class Search:
    """One search over one snapshot."""

    def __init__(self, reader: Reader, compiler: Compiler, synonyms: SynonymBook) -> None:
        """Take the snapshot, the query builder of its schema, and the dictionary."""
        self._reader = reader
        self._compiler = compiler
        self._synonyms = synonyms

    def run(self, asked: SearchQuery) -> SearchResult:
        """Return the answer; text without any word in it, such as "!?", finds nothing."""
        filters = self._compiler.filters(asked.filters)
        page = self._answer(asked, filters)
        facets = None
        if asked.with_facets:
            facets = count_facets(self._reader.searcher, page.query, filters, asked.filters)
        return replace(
            page.notes,
            product_ids=self._reader.product_ids(page.addresses),
            total=page.total,
            facets=facets,
        )

    def _answer(self, asked: SearchQuery, filters: Mapping[str, Query]) -> _Page:
        if not asked.text.strip():
            return self._fetch(Query.all_query(), asked, filters)
        plan = self._plan(asked.text)
        if not plan.pieces:
            nothing = self._fetch(Query.empty_query(), asked, filters)
            return replace(nothing, notes=SearchResult(is_zero=True))
        page = self._fetch(self._compiler.strict(plan), asked, filters)
        if page.total >= FEW_HITS or (filters and self._count(page.query) >= FEW_HITS):
            return page
        return self._second_thoughts(asked, filters, plan, page)

    def _second_thoughts(
        self, asked: SearchQuery, filters: Mapping[str, Query], plan: Plan, page: _Page
    ) -> _Page:
        """Look for another spelling, then for products with most of the words.

        Decided by the text alone, so that filters and pages of one search agree.
        """
        query, total = page.query, self._count(page.query) if filters else page.total
        notes = SearchResult(is_zero=total == 0)
        respelled = spelling.respell(asked.text, self._reader)
        if respelled:
            other_plan = self._plan(respelled)
            other = self._compiler.strict(other_plan)
            other_total = self._count(other)
            if total == 0 and other_total:
                plan, query, total = other_plan, other, other_total
                notes = replace(notes, corrected_text=respelled)
            elif other_total > total:
                notes = replace(notes, suggestions=(respelled,))
        if total < FEW_HITS and len(plan.singles) > 1:
            relaxed = self._compiler.relaxed(plan)
            if self._count(relaxed) > total:
                query, notes = relaxed, replace(notes, is_relaxed=True)
        found = page if query is page.query else self._fetch(query, asked, filters)
        return replace(found, notes=notes)

    def _plan(self, text: str) -> Plan:
        chunks = text_rules.query_chunks(text)
        return make_plan(chunks, text=text, book=self._synonyms, vocabulary=self._reader)

    def _fetch(self, query: Query, asked: SearchQuery, filters: Mapping[str, Query]) -> _Page:
        """Fetch a page; without text, relevance is the quality alone."""
        limit = min(max(asked.limit, 1), MAX_LIMIT)
        offset = min(max(asked.offset, 0), MAX_OFFSET)
        full = narrowed(query, filters)
        if asked.sort in _ORDERS:
            name, order = _ORDERS[asked.sort]
            found = self._hits(full, limit, offset=offset, order_by_field=name, order=order)
        elif asked.text.strip():
            found = self._hits(full, limit, offset=offset, weight_by_field="weight")
        else:
            found = self._hits(full, limit, offset=offset, order_by_field="quality")
        hits = found.hits if asked.offset <= MAX_OFFSET else []
        return _Page(query, [address for _, address in hits], found.count)

    def _count(self, query: Query) -> int:
        return self._hits(query, 1).count

    def _hits(self, query: Query, limit: int, **options: Any) -> _Hits:
        return cast("_Hits", self._reader.searcher.search(query, limit, **options))

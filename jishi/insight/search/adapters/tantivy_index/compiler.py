"""From plans and filters to the engine's queries and back from its counts."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import tantivy

from jishi.insight.search.rules import facets
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.rules.fields import Field
from jishi.insight.search.rules.plan import AllOf, AnyOf, Boost, Node, Plan, Term
from jishi.insight.search.types import Facets, SearchFilters

_TIE_BREAKER = 0.05
"""Share of the other ways to find a piece that is added to the best one's score."""

_PHRASE = 0.2
_MAIN_PRODUCT = 2.0
_COMPLETE = 30.0
"""Added when every piece is found, so that partial hits come after complete ones."""

_LARGEST_PRICE = 2**63 - 1
_MOST_ATTRIBUTE_FILTERS = 12
"""Each costs a counting pass of its own; more than a person sets are ignored."""

_MOST_VALUES = 200
_MOST_ATTRIBUTE_VALUES = 500

Query = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


class Compiler:
    """Builds queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Take the schema that fields are looked up in."""
        self._schema = schema

    def strict(self, plan: Plan) -> Query:
        """Return a query for products that have every piece."""
        pieces = [(MUST, self._node(piece)) for piece in plan.pieces]
        return Query.boolean_query(pieces + self._bonuses(plan))

    def relaxed(self, plan: Plan) -> Query:
        """Return a query for products that have most words; those with every piece come first."""
        every = Query.boolean_query([(MUST, self._node(piece)) for piece in plan.pieces])
        most = Query.boolean_query(
            [(SHOULD, self._node(single)) for single in plan.singles],
            minimum_number_should_match=plan.needed_when_relaxed,
        )
        complete = Query.boolean_query(
            [(MUST, every), (MUST, Query.const_score_query(Query.all_query(), _COMPLETE))]
        )
        either = Query.boolean_query([(SHOULD, complete), (SHOULD, most)])
        return Query.boolean_query([(MUST, either), *self._bonuses(plan)])

    def filters(self, chosen: SearchFilters) -> dict[str, Query]:
        """Return one query per filter that is set, by the facet it belongs to."""
        found = {
            "categories": self._one_of("categories", chosen.category_ids),
            "brand": self._one_of("brand", chosen.brands),
            "tags": self._one_of("tags", chosen.tags),
            "merchant": self._one_of("merchant", [chosen.merchant_id]),
            "price": self._price(chosen),
        }
        for code, values in islice(chosen.attributes.items(), _MOST_ATTRIBUTE_FILTERS):
            terms = [facets.attribute_term(code, value) for value in values if value]
            found[f"attribute {text_rules.sound(code)}"] = self._one_of("attributes", terms)
        if chosen.in_stock_only:
            found["in_stock"] = Query.term_query(self._schema, "in_stock", field_value=True)
        return {name: query for name, query in found.items() if query is not None}

    def _node(self, node: Node) -> Query:
        match node:
            case Term(field, word):
                return self._term(field, word)
            case Boost(inner, factor):
                return Query.boost_query(self._node(inner), factor)
            case AllOf(nodes):
                return Query.boolean_query([(MUST, self._node(inner)) for inner in nodes])
            case AnyOf(nodes):
                ways = [self._node(inner) for inner in nodes]
                return Query.disjunction_max_query(ways, _TIE_BREAKER)

    def _bonuses(self, plan: Plan) -> list[tuple[tantivy.Occur, Query]]:
        bonuses = [
            Query.boost_query(
                Query.phrase_query(self._schema, Field.TITLE, list(words), 1), _PHRASE
            )
            for words in plan.phrases
        ]
        if plan.prefers_main:
            main = Query.term_query(self._schema, "is_main", field_value=True)
            bonuses.append(Query.const_score_query(main, _MAIN_PRODUCT))
        return [(SHOULD, bonus) for bonus in bonuses]

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word, "freq")

    def _one_of(self, field: str, values: Sequence[str]) -> Query | None:
        asked = [clean for value in values[:_MOST_VALUES] if (clean := text_rules.sound(value))]
        return Query.term_set_query(self._schema, field, asked) if asked else None

    def _price(self, chosen: SearchFilters) -> Query | None:
        low, high = chosen.min_price_minor, chosen.max_price_minor
        if low is None and high is None:
            return None
        return Query.range_query(
            self._schema,
            "price",
            tantivy.FieldType.Unsigned,
            min(max(low or 0, 0), _LARGEST_PRICE),
            min(max(_LARGEST_PRICE if high is None else high, 0), _LARGEST_PRICE),
        )


def narrowed(query: Query, filters: Mapping[str, Query], *, without: str = "") -> Query:
    """Return a query with all filters but one; filters do not count in the score."""
    kept = [Query.const_score_query(f, 0.0) for name, f in filters.items() if name != without]
    if not kept:
        return query
    return Query.boolean_query([(MUST, query), *((MUST, filter_query) for filter_query in kept)])


def count_facets(
    searcher: tantivy.Searcher, query: Query, filters: Mapping[str, Query], chosen: SearchFilters
) -> Facets:
    """Count all facets: those without a filter in one pass, each other one in its own."""
    own = [name for name in filters if _aggregation_of(name)]
    free = {name: agg for name, agg in _AGGREGATIONS.items() if name not in own}
    counted = searcher.aggregate(narrowed(query, filters), free)
    for name in own:
        counted |= {
            name: searcher.aggregate(
                narrowed(query, filters, without=name), {name: _aggregation_of(name)}
            )[name]
        }
    return _facets(counted, chosen)


def _terms(field: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": field, "size": size, "segment_size": size * 5}}


_PRICE_RANGES = [
    {"to": float(facets.LADDER_MINOR[0])},
    *(
        {"from": float(low), "to": float(high)}
        for low, high in zip(facets.LADDER_MINOR, facets.LADDER_MINOR[1:], strict=False)
    ),
    {"from": float(facets.LADDER_MINOR[-1])},
]
_AGGREGATIONS: dict[str, dict[str, Any]] = {
    "brand": _terms("brand", _MOST_VALUES),
    "categories": _terms("categories", _MOST_VALUES),
    "tags": _terms("tags", _MOST_VALUES),
    "attributes": _terms("attributes", _MOST_ATTRIBUTE_VALUES),
    "price": {"range": {"field": "price", "ranges": _PRICE_RANGES}},
}


def _aggregation_of(name: str) -> dict[str, Any] | None:
    return _AGGREGATIONS.get("attributes" if name.startswith("attribute ") else name)


def _facets(counted: Mapping[str, Any], chosen: SearchFilters) -> Facets:
    attributes = dict(_counts(counted["attributes"]))
    for name in counted:
        if name.startswith("attribute "):
            prefix = facets.attribute_term(name.removeprefix("attribute "), "")
            own = {term: n for term, n in _counts(counted[name]) if term.startswith(prefix)}
            attributes = {t: n for t, n in attributes.items() if not t.startswith(prefix)} | own
    return Facets(
        brands=facets.values(_counts(counted["brand"]), chosen.brands),
        categories=facets.values(_counts(counted["categories"]), chosen.category_ids),
        tags=facets.values(_counts(counted["tags"]), chosen.tags),
        attributes=facets.attributes(attributes.items(), chosen.attributes),
        prices=facets.price_buckets(
            [bucket["doc_count"] for bucket in counted["price"]["buckets"]]
        ),
    )


def _counts(aggregated: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in aggregated["buckets"]]

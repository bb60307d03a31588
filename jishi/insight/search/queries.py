"""Reads of search: what shoppers' pages are made of, in one or two statements."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, TypeAlias
from uuid import UUID

from django.db.models import QuerySet, Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import prepared
from jishi.foundation.platform.copies import Copies
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory import queries as inventory_queries
from jishi.insight.search import preferences
from jishi.insight.search.adapters import engine, tally
from jishi.insight.search.models import HotWord, ProductDocument, SearchCount, SearchHistory
from jishi.insight.search.types import (
    Facets,
    FacetValue,
    RankingChoice,
    SearchQuery,
    SearchResult,
    Suggestion,
    SuggestQuery,
)
from jishi.parties.merchants import queries as merchants_queries

EVERYWHERE = engine.EVERYWHERE
LABELS_FRESH_S = 10.0
ANSWERS_FRESH_S = 5.0
MOST_HELD = 60
"""Longer pages are for programs that read everything once; they would crowd out the others."""


@dataclass(frozen=True, slots=True)
class DetailDocument:
    """A product page as bytes. body: a JSON object."""

    product_id: UUID
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class CardDocument:
    """A product card as bytes. body: a JSON object."""

    product_id: UUID
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results: cards in order, and what the engine said."""

    cards: tuple[CardDocument, ...]
    result: SearchResult


@dataclass(frozen=True, slots=True)
class FacetLabel:
    """One value to filter by, with the words people read."""

    value: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True, slots=True)
class LabeledFacet:
    """A facet with the words people read. kind: brand, category, tag or attribute."""

    kind: str
    code: str
    label: str
    values: tuple[FacetLabel, ...]


@dataclass(frozen=True, slots=True)
class HotText:
    """A word many search for, or that an operator put there."""

    text: str
    is_advertisement: bool


def find_detail(*, slug: str, market_code: str, locale: str) -> DetailDocument | None:
    """Return a product page by its slug, or None; one statement."""
    row = _detail_row(slug, market_code, locale)
    return DetailDocument(row[0], bytes(row[1]), row[2]) if row else None


def list_cards(
    product_ids: Sequence[UUID], *, market_code: str, locale: str
) -> tuple[CardDocument, ...]:
    """Return cards in the order asked for; one statement. Unknown ids are left out.

    The market that stands for all of them takes each product's first one.
    """
    if market_code == EVERYWHERE:
        rows = _cards_everywhere(product_ids, locale)
    else:
        rows = _cards_of_market(product_ids, locale, market_code)
    found: dict[UUID, CardDocument] = {}
    for product_id, body, etag in rows:
        found.setdefault(product_id, CardDocument(product_id, bytes(body), etag))
    return tuple(found[one] for one in product_ids if one in found)


def search(query: SearchQuery, *, locale: str) -> Found:
    """Return a page of products that answer a query; one statement besides the index, or none.

    An answer is held until the index changes, which it does after every document: so it is
    as true as a new one. It is held for a few seconds at most.
    """
    if query.limit > MOST_HELD:
        return _search(query, locale)
    return _answers.get(_Asked(query, locale, engine.index().version(query.market)))


def suggest(query: SuggestQuery) -> tuple[Suggestion, ...]:
    """Return completions of what is being typed; no statement."""
    return engine.index().suggest(query)


def stock_of(product_id: UUID) -> dict[UUID, int]:
    """Return how many units of a product's variants can be had now; one statement."""
    return inventory_queries.available_of_product(product_id)


def find_category_id(slug: str) -> UUID | None:
    """Return the id of a category by slug or path, from a copy a few seconds old at most."""
    return _directories.get("all").categories.get(slug.strip("/"))


def find_merchant_id(code: str) -> UUID | None:
    """Return the id of an open shop by its code, from a copy a few seconds old at most."""
    return _directories.get("all").merchants.get(code.lower())


def count_search(market_code: str, text: str, *, is_in_vain: bool) -> None:
    """Count a search in this process; the counts are written together every few seconds."""
    if text.strip():
        tally.count(market_code, text, is_in_vain=is_in_vain)


def label_facets(facets: Facets, locale: str) -> tuple[LabeledFacet, ...]:
    """Put the words people read to facet values, from a copy a few seconds old at most."""
    labels = _labels.get(locale)
    found = [
        LabeledFacet(
            "category", "category", "", _values(facets.categories, labels.categories, keep=False)
        ),
        LabeledFacet("brand", "brand", "", _values(facets.brands, labels.brands)),
    ]
    for facet in facets.attributes:
        name, options = labels.attributes.get(facet.code, (facet.code, {}))
        found.append(LabeledFacet("attribute", facet.code, name, _values(facet.values, options)))
    return tuple(facet for facet in found if facet.values)


def hot_words(market_code: str) -> tuple[HotText, ...]:
    """Return hot words: the operators' first, then what most people searched for.

    Counted since yesterday; what found nothing and blocked words never appear.
    """
    placed = list(HotWord.objects.filter(market_code=market_code).order_by("position", "text"))
    blocked = {word.text for word in placed if word.is_blocked}
    first = [HotText(w.text, w.is_advertisement) for w in placed if not w.is_blocked]
    since = clock.local_date(clock.now()) - timedelta(days=1)
    counted = (
        SearchCount.objects.filter(market_code=market_code, day__gte=since)
        .values_list("text")
        .annotate(times=Sum("count"), vain=Sum("zero_count"))
        .order_by("-times")[:100]
    )
    known = blocked | {word.text for word in first}
    rest = [
        HotText(text, is_advertisement=False)
        for text, times, vain in counted
        if text not in known and times > vain
    ]
    return tuple((first + rest)[: preferences.hot_words.get()])


def list_history(user_id: UUID) -> tuple[str, ...]:
    """Return what a member searched for, the latest first."""
    rows = SearchHistory.objects.filter(user_id=user_id).order_by("-searched_at")
    return tuple(rows.values_list("text", flat=True)[: preferences.history_length.get()])


def list_search_counts(
    *, market_code: str, days: int, in_vain: bool = False, limit: int = 100
) -> tuple[tuple[str, int, int], ...]:
    """Return (text, times, times in vain) of the last days, most frequent first."""
    since = clock.local_date(clock.now()) - timedelta(days=days)
    rows = (
        SearchCount.objects.filter(market_code=market_code, day__gte=since)
        .values_list("text")
        .annotate(times=Sum("count"), vain=Sum("zero_count"))
        .order_by("-vain" if in_vain else "-times")
    )
    return tuple(rows[:limit])


class _Asked(NamedTuple):
    """A question to one state of the index."""

    query: SearchQuery
    locale: str
    version: Hashable


def _search(query: SearchQuery, locale: str) -> Found:
    result = engine.index().search(query)
    cards = list_cards(result.product_ids, market_code=query.market, locale=locale)
    return Found(cards=cards, result=result)


_answers: Copies[_Asked, Found] = Copies(
    lambda asked: _search(asked.query, asked.locale), fresh_s=ANSWERS_FRESH_S, most=256
)

_Row: TypeAlias = "tuple[UUID, bytes | memoryview[int], str]"


@prepared.finding
def _detail_row(slug: str, market_code: str, locale: str) -> QuerySet[ProductDocument, _Row]:
    return ProductDocument.objects.filter(
        slug=slug, market_code=market_code, locale=locale
    ).values_list("product_id", "detail", "etag")


@prepared.reading
def _cards_of_market(
    product_ids: Sequence[UUID], locale: str, market_code: str
) -> QuerySet[ProductDocument, _Row]:
    return ProductDocument.objects.filter(
        product_id__in=product_ids, locale=locale, market_code=market_code
    ).values_list("product_id", "card", "etag")


@prepared.reading
def _cards_everywhere(product_ids: Sequence[UUID], locale: str) -> QuerySet[ProductDocument, _Row]:
    return ProductDocument.objects.filter(product_id__in=product_ids, locale=locale).values_list(
        "product_id", "card", "etag"
    )


@dataclass(frozen=True, slots=True)
class _Directory:
    categories: dict[str, UUID]
    merchants: dict[str, UUID]


def _read_directory(_: str) -> _Directory:
    nodes = catalog_queries.list_categories().values()
    return _Directory(
        categories={node.slug: node.category_id for node in nodes}
        | {node.slug_path: node.category_id for node in nodes},
        merchants=merchants_queries.open_ids_by_code(),
    )


@dataclass(frozen=True, slots=True)
class _Labels:
    categories: dict[str, str]
    brands: dict[str, str]
    attributes: dict[str, tuple[str, dict[str, str]]]


def _read_labels(locale: str) -> _Labels:
    attributes = catalog_queries.list_attributes_by_code()
    return _Labels(
        categories={
            str(key): localized(node.name, locale)
            for key, node in catalog_queries.list_categories().items()
        },
        brands={
            brand.code: localized(brand.name, locale) for brand in catalog_queries.list_brands()
        },
        attributes={
            code: (
                localized(info.name, locale),
                {option.code: localized(option.name, locale) for option in info.options},
            )
            for code, info in attributes.items()
        },
    )


_directories: Copies[str, _Directory] = Copies(_read_directory, fresh_s=LABELS_FRESH_S)
_labels: Copies[str, _Labels] = Copies(_read_labels, fresh_s=LABELS_FRESH_S)


def _values(
    values: Sequence[FacetValue], labels: dict[str, str], *, keep: bool = True
) -> tuple[FacetLabel, ...]:
    """Return labeled values; those without a label keep their own, or are left out."""
    return tuple(
        FacetLabel(
            value=one.value,
            label=labels.get(one.value, one.value),
            count=one.count,
            is_selected=one.is_selected,
        )
        for one in values
        if keep or one.value in labels
    )


def get_ranking() -> RankingChoice:
    """Return what operators chose about the composite score; no statement."""
    return RankingChoice(
        sales=preferences.weight_sales.get(),
        rating=preferences.weight_rating.get(),
        clicks=preferences.weight_clicks.get(),
        merchant=preferences.weight_merchant.get(),
        out_of_stock_penalty=preferences.out_of_stock_penalty.get(),
        sales_days=preferences.sales_days.get(),
    )

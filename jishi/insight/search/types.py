"""The nouns of search: what is indexed, what is asked, what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import DEFAULT_LOCALE, TextMap

DEFAULT_LIMIT = 24
MAX_LIMIT = 200
MAX_OFFSET = 10_000


class Sort(StrEnum):
    """Orders a result list can have; all end with a tie-break by product id."""

    RELEVANCE = "relevance"
    SALES = "sales"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    NEWEST = "newest"
    RATING = "rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A product as search knows it.

    code: the number people type, such as the manufacturer's model number.
    titles: by locale.
    brand: the value to filter by; `brand_names` are its spellings, in every language.
    category_ids: the product's categories with all their ancestors.
    category_names: in every language, the most special first.
    market_codes: where it is published. A market without a price does not list it.
    attributes: filterable values by attribute code; also found as words.
    keywords: more words that find it, such as labels of attribute values and related terms.
    price_minor: lowest price by market, minor units of the market's currency.
    sales: units sold lately, wash trades excluded.
    rating: average, 0 to 5; means nothing without reviews.
    click_rate, merchant_score: 0 to 1.
    """

    product_id: UUID
    code: str = ""
    titles: TextMap
    brand: str = ""
    brand_names: tuple[str, ...] = ()
    category_ids: tuple[str, ...] = ()
    category_names: tuple[str, ...] = ()
    merchant_id: str = ""
    market_codes: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    price_minor: Mapping[str, int]
    created_at: datetime
    in_stock: bool = True
    sales: int = 0
    rating: float = 0.0
    review_count: int = 0
    click_rate: float = 0.0
    merchant_score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """What a result list is narrowed to: any value within a filter, all filters together.

    min_price_minor, max_price_minor: both ends included, in the market's currency.
    attributes: accepted values by attribute code.
    """

    category_ids: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    merchant_id: str = ""
    tags: tuple[str, ...] = ()
    min_price_minor: int | None = None
    max_price_minor: int | None = None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_stock_only: bool = False

    def __hash__(self) -> int:
        """Let a question be a key; those that differ in attributes alone share a hash."""
        return hash((self.category_ids, self.brands, self.merchant_id, self.tags))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One question of a shopper. Empty text lists everything that passes the filters.

    offset, limit: kept within MAX_OFFSET and MAX_LIMIT.
    with_facets: count the values to filter by as well; costs about as much again as the hits.
    """

    market: str
    text: str = ""
    filters: SearchFilters = SearchFilters()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = DEFAULT_LIMIT
    with_facets: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to filter by, and how many products would answer if it were the only one chosen."""

    value: str
    count: int
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class AttributeFacet:
    """The values of one attribute, most frequent first."""

    code: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class PriceBucket:
    """A price range with its number of products.

    lower_minor: included. upper_minor: excluded, open if None.
    """

    lower_minor: int
    upper_minor: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What a list can be narrowed by. Each facet ignores its own filter and obeys all others."""

    brands: tuple[FacetValue, ...] = ()
    categories: tuple[FacetValue, ...] = ()
    tags: tuple[FacetValue, ...] = ()
    attributes: tuple[AttributeFacet, ...] = ()
    prices: tuple[PriceBucket, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The answer to a query.

    product_ids: one page, in a stable order.
    total: number of products on all pages.
    facets: present if they were asked for.
    corrected_text: what was searched for instead, because nothing answers the text as typed.
    suggestions: other spellings to offer ("did you mean").
    is_relaxed: products that answer only some of the words are among the hits.
    is_zero: nothing answers the text as typed; counts for the zero-result rate.
    """

    product_ids: tuple[UUID, ...] = ()
    total: int = 0
    facets: Facets | None = None
    corrected_text: str | None = None
    suggestions: tuple[str, ...] = ()
    is_relaxed: bool = False
    is_zero: bool = False


class SuggestionKind(StrEnum):
    """Where a suggestion comes from."""

    POPULAR = "popular"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what is being typed.

    weight: times searched for a popular query, products for a phrase.
    """

    text: str
    kind: SuggestionKind
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestQuery:
    """The beginning of a query: text, full pinyin or initials."""

    market: str
    text: str
    locale: str = DEFAULT_LOCALE
    limit: int = 10


@dataclass(frozen=True, slots=True)
class RankingChoice:
    """What operators choose about the composite score, in percent. sales_days: days."""

    sales: int
    rating: int
    clicks: int
    merchant: int
    out_of_stock_penalty: int
    sales_days: int

"""Goods: what shoppers browse and search. Served from read models."""

from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.text import localized
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import CategoryNode
from jishi.goods.markets import queries as markets_queries
from jishi.insight.search import queries as search_queries
from jishi.insight.search.types import SearchFilters, SearchQuery, Sort, SuggestQuery
from jishi.surfaces.rest_api import locales
from jishi.surfaces.rest_api.replies import reply, shared
from jishi.surfaces.rest_api.schemas import goods as schemas

router = Router(tags=["goods"])


class ListQuery(Schema):
    """Which products to list. attribute: `code:value`, several times for several."""

    q: str = Field("", max_length=200)
    market: str = ""
    category: str = ""
    brand: list[str] = Field(default_factory=list)
    shop: str = ""
    attribute: list[str] = Field(default_factory=list)
    min_price: int | None = Field(None, ge=0, le=10**15)
    max_price: int | None = Field(None, ge=0, le=10**15)
    in_stock: bool = False
    sort: Sort = Sort.RELEVANCE
    offset: int = Field(0, ge=0, le=10_000)
    limit: int = Field(24, ge=1, le=200)
    facets: bool = False


@router.get("/markets", response=list[schemas.Market])
def list_markets(request: HttpRequest) -> HttpResponse:
    """List the markets one can shop in."""
    locale = locales.of(request)
    return reply(
        [
            {
                "code": market.code,
                "name": localized(market.name, locale),
                "currency": market.currency,
                "countries": market.countries,
                "locales": market.locales,
                "is_default": market.is_default,
            }
            for market in markets_queries.list_markets()
        ]
    )


@router.get("/categories", response=list[schemas.Category])
def list_categories(request: HttpRequest) -> HttpResponse:
    """List the categories as a tree."""
    locale = locales.of(request)
    return reply([_category(node, locale) for node in catalog_queries.get_category_tree()])


@router.get("/products", response=schemas.ProductList)
def list_products(request: HttpRequest, query: Query[ListQuery]) -> HttpResponse:
    """List products of a category, a shop, or all."""
    return _answer(request, query, _market(query.market))


@router.get("/search", response=schemas.ProductList)
def search(request: HttpRequest, query: Query[ListQuery]) -> HttpResponse:
    """Find products by words, pinyin, initials or codes; without a market, in all of them."""
    market = _market(query.market) if query.market else search_queries.EVERYWHERE
    return _answer(request, query, market)


@router.get("/suggestions", response=schemas.SuggestionList)
def suggest(request: HttpRequest, q: str = "", market: str = "") -> HttpResponse:
    """Complete what is being typed."""
    code = _market(market)
    wanted = SuggestQuery(market=code, text=q[:100], locale=locales.of(request))
    return reply(
        {
            "items": [one.text for one in search_queries.suggest(wanted)] if q else [],
            "hot": [word.text for word in search_queries.hot_words(code)],
        }
    )


@router.get("/products/{slug}", response=schemas.ProductDetail)
def get_product(request: HttpRequest, slug: str, market: str = "") -> HttpResponse:
    """Return a product with its variants and what can be had of them now."""
    found = search_queries.find_detail(
        slug=slug[:150], market_code=_market(market), locale=locales.of(request)
    )
    if found is None:
        raise NotFound
    stock = search_queries.stock_of(found.product_id)
    parts = b",".join(
        b'"%s":%d' % (ids.encode("var", one).encode(), units) for one, units in stock.items()
    )
    body = found.body[:-1] + b',"stock":{' + parts + b"}}"
    return shared(request, body, etag=f"{found.etag}-{sum(stock.values()):x}")


def _answer(request: HttpRequest, query: ListQuery, market: str) -> HttpResponse:
    locale = locales.of(request)
    found = search_queries.search(
        SearchQuery(
            market=market,
            text=query.q,
            filters=_filters(query),
            sort=query.sort,
            offset=query.offset,
            limit=query.limit,
            with_facets=query.facets,
        ),
        locale=locale,
    )
    search_queries.count_search(market, query.q, is_in_vain=found.result.is_zero)
    result = found.result
    rest: dict[str, Any] = {
        "total": result.total,
        "offset": query.offset,
        "limit": query.limit,
        "corrected": result.corrected_text,
        "suggestions": result.suggestions,
        "facets": None,
        "prices": None,
    }
    if result.facets is not None:
        rest["facets"] = search_queries.label_facets(result.facets, locale)
        rest["prices"] = result.facets.prices
    items = b",".join(card.body for card in found.cards)
    body = b'{"items":[' + items + b"]," + reply(rest).content[1:]
    return shared(request, body, etag=blake2b(body, digest_size=12).hexdigest())


def _filters(query: ListQuery) -> SearchFilters:
    attributes: dict[str, tuple[str, ...]] = {}
    for pair in query.attribute:
        code, _, value = pair.partition(":")
        attributes[code] = (*attributes.get(code, ()), value)
    category = search_queries.find_category_id(query.category) if query.category else None
    if query.category and category is None:
        raise NotFound(field="category")
    merchant = search_queries.find_merchant_id(query.shop) if query.shop else None
    if query.shop and merchant is None:
        raise NotFound(field="shop")
    return SearchFilters(
        category_ids=(str(category),) if category else (),
        brands=tuple(query.brand),
        merchant_id=str(merchant) if merchant else "",
        min_price_minor=query.min_price,
        max_price_minor=query.max_price,
        attributes=attributes,
        in_stock_only=query.in_stock,
    )


def _market(code: str) -> str:
    """Return the code of a market, the default one for none. Raises: NotFound."""
    return markets_queries.get_market(code).code if code else markets_queries.get_default().code


def _category(node: CategoryNode, locale: str) -> dict[str, Any]:
    return {
        "id": ids.encode("cat", node.category_id),
        "slug": node.slug,
        "path": node.slug_path,
        "name": localized(node.name, locale),
        "children": [_category(child, locale) for child in node.children],
    }

"""Writes of search: keeping the read models true to the rooms below."""

import html
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import LOCALES, clean
from jishi.foundation.platform import audit, files, jobs, transactions, uniting
from jishi.foundation.platform import preferences as settings_of_house
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import (
    AttributeInfo,
    CategoryNode,
    ProductDetail,
    ProductFilter,
    ProductState,
)
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import PriceInfo
from jishi.insight.search import preferences
from jishi.insight.search.adapters import engine
from jishi.insight.search.models import (
    DirtyProduct,
    HotWord,
    ProductDocument,
    RankedSales,
    SearchCount,
    SearchHistory,
)
from jishi.insight.search.permissions import EDIT
from jishi.insight.search.rules import documents, indexing
from jishi.insight.search.types import RankingChoice, SearchDocument
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantCard
from jishi.trade.orders import queries as orders_queries

BATCH = 400


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Everything about some products that their documents need, loaded at once."""

    products: Mapping[UUID, ProductDetail]
    categories: Mapping[UUID, CategoryNode]
    attributes: Mapping[str, AttributeInfo]
    merchants: Mapping[UUID, MerchantCard]
    prices: Mapping[str, Mapping[UUID, PriceInfo]]
    available: Mapping[UUID, int]
    pictures: documents.Pictures
    sales: Mapping[UUID, int]


@transactional
def mark_dirty(*, actor: Actor, product_ids: Collection[UUID]) -> None:
    """Note that documents of some products lag behind; the next sweep rebuilds them."""
    # A batch of news tells the same of a product several times.
    new = [one for one in set(product_ids) if transactions.is_first(f"search.dirty:{one}")]
    if not new:
        return
    # A mark that is there is renewed, so that a rebuild under way does not take it off.
    DirtyProduct.objects.bulk_create(
        [DirtyProduct(product_id=one) for one in sorted(new)],
        update_conflicts=True,
        update_fields=["marked_at"],
        unique_fields=_target("product_id"),
    )
    jobs.enqueue_once("insight.search.tasks.sweep")


@transactional
def mark_sold_out(*, actor: Actor, product_id: UUID, variant_id: UUID) -> None:
    """Mark a product whose variant cannot be had any more; other changes read live stock."""
    if not transactions.is_first(f"search.sold_out:{variant_id}"):
        return
    if inventory_queries.available([variant_id]).get(variant_id, 0) <= 0:
        mark_dirty(actor=actor, product_ids=[product_id])


def rebuild_dirty(*, actor: Actor) -> int:
    """Rebuild what was marked; return how many products were.

    A product that is marked again meanwhile stays marked.
    Raises: IndexBusy if another process keeps writing the index.
    """
    done = 0
    while marks := dict(
        DirtyProduct.objects.order_by("marked_at").values_list("product_id", "marked_at")[:BATCH]
    ):
        rebuild(actor=actor, product_ids=list(marks))
        for product_id, marked_at in marks.items():
            DirtyProduct.objects.filter(product_id=product_id, marked_at=marked_at).delete()
        done += len(marks)
    return done


def _target(field: str) -> list[str] | None:
    """Name the key of an upsert; MySQL and MariaDB find it by themselves and accept no name."""
    return [field] if connection.features.supports_update_conflicts_with_target else None


def count_sales(*, actor: Actor) -> int:
    """Count again how well products sell, and have those indexed whose number changed.

    Returns how many changed.
    """
    since = clock.now() - timedelta(days=preferences.sales_days.get())
    return _store_sales(actor=actor, counted=orders_queries.count_buyer_days(since))


@transactional
def _store_sales(*, actor: Actor, counted: Mapping[UUID, int]) -> int:
    known = dict(RankedSales.objects.values_list("product_id", "times"))
    changed = {one for one, times in counted.items() if known.get(one) != times}
    gone = set(known) - set(counted)
    if not changed and not gone:
        return 0
    RankedSales.objects.bulk_create(
        [RankedSales(product_id=one, times=counted[one]) for one in changed],
        update_conflicts=True,
        update_fields=["times"],
        unique_fields=_target("product_id"),
    )
    RankedSales.objects.filter(product_id__in=gone).delete()
    mark_dirty(actor=actor, product_ids=changed | gone)
    return len(changed | gone)


@transactional
def set_ranking(*, actor: Actor, wanted: RankingChoice) -> None:
    """Set what counts how much in the ranking; the whole index is built anew behind the scenes.

    Raises: Forbidden without `search.edit`; BadPreference naming what is out of bounds.
    """
    actor.require(EDIT)
    values = (
        (preferences.weight_sales, wanted.sales),
        (preferences.weight_rating, wanted.rating),
        (preferences.weight_clicks, wanted.clicks),
        (preferences.weight_merchant, wanted.merchant),
        (preferences.out_of_stock_penalty, wanted.out_of_stock_penalty),
        (preferences.sales_days, wanted.sales_days),
    )
    house = Actor.system("search")
    for one, value in values:
        if one.get() != value:
            settings_of_house.set_value(actor=house, name=one.name, value=value)
            audit.record(
                actor=actor,
                action=EDIT,
                subject_type="preference",
                subject_id=one.name,
                before={"value": one.get()},
                after={"value": value},
            )
    jobs.enqueue_once("insight.search.tasks.rank_again")


def rebuild(*, actor: Actor, product_ids: Collection[UUID]) -> None:
    """Build the documents and index entries of some products anew, or remove them.

    Raises: IndexBusy if another process keeps writing the index.
    """
    shelf = _load(product_ids)
    rows = [row for product in shelf.products.values() for row in _rows(product, shelf)]
    _store(actor=actor, product_ids=product_ids, rows=rows)
    index = engine.index()
    try:
        listed = {row.product_id for row in rows}
        index.delete([one for one in product_ids if one not in listed])
        index.upsert(_entry(shelf.products[one], shelf) for one in listed)
    except BaseException:
        index.discard()
        raise
    index.commit()


def rebuild_all(*, actor: Actor) -> int:
    """Build every document and the whole index anew; return how many products there are.

    Readers see the old index until the new one is complete.
    """
    wanted = ProductFilter(states=(ProductState.ON_SALE,))
    index = engine.index()
    after, total, listed = None, 0, set[UUID]()
    try:
        index.clear()
        while batch := catalog_queries.list_product_ids(wanted, after=after, limit=BATCH):
            shelf = _load(batch)
            rows = [row for product in shelf.products.values() for row in _rows(product, shelf)]
            _store(actor=actor, product_ids=batch, rows=rows)
            index.upsert(
                _entry(shelf.products[one], shelf) for one in {row.product_id for row in rows}
            )
            listed |= set(batch)
            after, total = batch[-1], total + len(batch)
    except BaseException:
        index.discard()
        raise
    index.commit()
    _forget_others(listed)
    DirtyProduct.objects.filter(product_id__in=listed).delete()
    return total


@transactional
def record_searches(
    *, actor: Actor, day: date, market_code: str, counts: Mapping[str, tuple[int, int]]
) -> None:
    """Add to how often texts were searched for. counts: text → (times, times in vain)."""
    texts = [clean(text, max_length=100) for text in counts]
    SearchCount.objects.bulk_create(
        [SearchCount(day=day, market_code=market_code, text=text) for text in set(texts) if text],
        ignore_conflicts=True,
    )
    for text, (times, in_vain) in counts.items():
        SearchCount.objects.filter(
            day=day, market_code=market_code, text=clean(text, max_length=100)
        ).update(count=F("count") + times, zero_count=F("zero_count") + in_vain)


@transactional
def remember_search(*, actor: Actor, text: str) -> None:
    """Keep what a member searched for, the latest first; nothing is kept of visitors."""
    text = clean(text, max_length=100)
    if actor.user_id is None or not text:
        return
    SearchHistory.objects.update_or_create(
        user_id=actor.user_id, text=text, defaults={"searched_at": clock.now()}
    )
    kept = preferences.history_length.get()
    old = SearchHistory.objects.filter(user_id=actor.user_id).order_by("-searched_at")
    stale = list(old.values_list("pk", flat=True)[kept : kept + 100])
    SearchHistory.objects.filter(pk__in=stale).delete()


@transactional
def clear_history(*, actor: Actor) -> None:
    """Forget everything a member searched for."""
    if actor.user_id is not None:
        SearchHistory.objects.filter(user_id=actor.user_id).delete()


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give what one person searched for to another."""
    uniting.move_rows(SearchHistory, "user_id", gone_id=gone_id, kept_id=kept_id, unique=["text"])


@transactional
def save_hot_word(
    *,
    actor: Actor,
    market_code: str,
    text: str,
    position: int = 0,
    is_blocked: bool = False,
    is_advertisement: bool = False,
) -> None:
    """Put a word among the hot ones, or keep it out of them."""
    actor.require("search.edit")
    HotWord.objects.update_or_create(
        market_code=market_code,
        text=clean(text, max_length=100),
        defaults={
            "position": position,
            "is_blocked": is_blocked,
            "is_advertisement": is_advertisement,
        },
    )


@transactional
def delete_hot_word(*, actor: Actor, market_code: str, text: str) -> None:
    """Leave a word to what people search for."""
    actor.require("search.edit")
    HotWord.objects.filter(market_code=market_code, text=text).delete()


def _load(product_ids: Collection[UUID]) -> _Shelf:
    products = catalog_queries.get_product_for_document(product_ids)
    variant_ids = [
        variant.variant_id
        for product in products.values()
        for variant in product.variants
        if variant.is_active
    ]
    codes = {value.code for product in products.values() for value in product.attributes}
    pictures = files.list_pictures(
        medium.file_id for product in products.values() for medium in product.media
    )
    return _Shelf(
        products=products,
        categories=catalog_queries.list_categories(),
        attributes=catalog_queries.list_attributes_by_code(codes),
        merchants=merchants_queries.cards_of({one.merchant_id for one in products.values()}),
        prices={
            market.code: pricing_queries.list_prices(variant_ids, market.code)
            for market in markets_queries.list_markets()
        },
        available=inventory_queries.available(variant_ids),
        pictures=documents.Pictures(
            {
                file_id: (shown.srcset("webp"), shown.srcset("avif"), shown.src(320))
                for file_id, shown in pictures.items()
            }
        ),
        sales=dict(
            RankedSales.objects.filter(product_id__in=products).values_list("product_id", "times")
        ),
    )


def _rows(product: ProductDetail, shelf: _Shelf) -> Iterable[ProductDocument]:
    merchant = shelf.merchants.get(product.merchant_id)
    if merchant is None or not merchant.is_open:
        return
    in_stock = _is_in_stock(product, shelf)
    for market_code, prices in shelf.prices.items():
        around = documents.Surroundings(
            categories=shelf.categories,
            attributes=shelf.attributes,
            merchant=merchant,
            prices=prices,
            pictures=shelf.pictures,
            in_stock=in_stock,
        )
        for locale in LOCALES:
            built = documents.build(product, around, locale)
            if built is not None:
                yield ProductDocument(
                    id=ids.new_id(),
                    product_id=product.product_id,
                    market_code=market_code,
                    locale=locale,
                    slug=product.slug,
                    detail=built.detail,
                    card=built.card,
                    etag=built.etag,
                )


@transactional
def _store(*, actor: Actor, product_ids: Collection[UUID], rows: list[ProductDocument]) -> None:
    ProductDocument.objects.filter(product_id__in=product_ids).delete()
    ProductDocument.objects.bulk_create(rows, batch_size=500)


def _entry(product: ProductDetail, shelf: _Shelf) -> SearchDocument:
    own = [variant.variant_id for variant in product.variants]
    return indexing.search_document(
        product,
        categories=shelf.categories,
        attributes=shelf.attributes,
        prices={
            market: {one: prices[one] for one in own if one in prices}
            for market, prices in shelf.prices.items()
        },
        everywhere=engine.EVERYWHERE,
        in_stock=_is_in_stock(product, shelf),
        sales=shelf.sales.get(product.product_id, 0),
        description=_plain(" ".join(product.description.values())),
    )


def _is_in_stock(product: ProductDetail, shelf: _Shelf) -> bool:
    return any(shelf.available.get(variant.variant_id, 0) > 0 for variant in product.variants)


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def _forget_others(listed: set[UUID]) -> None:
    """Remove documents of products that are no longer on sale."""
    stored = set(ProductDocument.objects.values_list("product_id", flat=True).distinct())
    gone = list(stored - listed)
    for start in range(0, len(gone), BATCH):
        ProductDocument.objects.filter(product_id__in=gone[start : start + BATCH]).delete()

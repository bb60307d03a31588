"""Importing a chunk of products: drafts, prices and first stock, written together."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform.transactions import transactional
from jishi.goods.bulk import rules
from jishi.goods.bulk.errors import BadRow
from jishi.goods.bulk.services.known import HOUSE, known_words
from jishi.goods.bulk.types import Entry, Outcome, Parsed, Result, Target
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ProductDraft, SavedProduct, VariantRef
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow

CHUNK = 500

Found = Mapping[str, UUID | JishiError]
"""Source of a picture → its file, or why it could not be had."""


@transactional
def import_products(
    *,
    actor: Actor,
    target: Target,
    parsed: Sequence[Parsed],
    pictures: Found | None = None,
    is_trial: bool = False,
) -> tuple[Result, ...]:
    """Save the products of a chunk, recognized by their codes; refusals do not stop others.

    Products that are new stay drafts, unless the house imports for itself. Saving what is
    there already changes nothing. The number of statements does not grow with products.

    is_trial: tell what would become of every product and write nothing.
    Returns one result per product, in order.
    Raises: Forbidden, NotFound; StaleProduct if one was made at the same time.
    Emits: ProductChanged, PricesChanged, StockChanged as the rooms below do.
    Locks: the products, then stock levels.
    """
    pictures = pictures or {}
    drafts, results = _drafts(target, parsed, pictures, is_trial=is_trial)
    saved = catalog.save_products_bulk(
        actor=actor,
        merchant_id=target.merchant_id,
        drafts=list(drafts.values()),
        is_trial=is_trial,
    )
    good = {}
    for place, one in zip(drafts, saved, strict=True):
        if one.error is not None:
            results[place] = Result(parsed[place], Outcome.REFUSED, one.error)
        else:
            good[place] = one
    entries = {place: entry for place in good if (entry := parsed[place].entry)}
    repriced = _set_prices(actor, target, entries, is_trial=is_trial)
    for place, one in good.items():
        outcome = _outcome(one, is_repriced=place in repriced)
        warnings = _warnings(entries[place], pictures)
        results[place] = Result(parsed[place], outcome, None, one.product_id, warnings)
    if not is_trial:
        new = {place: one for place, one in good.items() if one.is_new}
        _receive(actor, target, [entries[place] for place in new])
        if target.is_house:
            ids = [one.product_id for one in new.values() if one.product_id]
            catalog.release_products(actor=HOUSE, product_ids=ids)
    return tuple(results[place] for place in range(len(parsed)))


def _drafts(
    target: Target, parsed: Sequence[Parsed], pictures: Found, *, is_trial: bool
) -> tuple[dict[int, ProductDraft], dict[int, Result]]:
    """Return drafts by their place in the chunk, and what was refused before."""
    entries = {place: one.entry for place, one in enumerate(parsed) if one.entry is not None}
    known = known_words(list(entries.values()), target, is_trial=is_trial)
    codes = {entry.code for entry in entries.values()}
    there = catalog_queries.list_drafts_by_code(target.merchant_id, codes)
    markets = {market.code for market in markets_queries.list_markets()}
    files = {source: one for source, one in pictures.items() if isinstance(one, UUID)}
    drafts: dict[int, ProductDraft] = {}
    results: dict[int, Result] = {}
    for place, one in enumerate(parsed):
        entry = entries.get(place)
        if entry is None:
            results[place] = Result(one, Outcome.REFUSED, one.error)
            continue
        try:
            _check_markets(entry, markets)
            drafts[place] = rules.draft_of(entry, there.get(entry.code), target.form, known, files)
        except JishiError as error:
            results[place] = Result(one, Outcome.REFUSED, error)
    return drafts, results


def _check_markets(entry: Entry, markets: set[str]) -> None:
    for variant in entry.variants:
        for market in variant.prices:
            if market not in markets:
                raise BadRow(field="price", value=market[:60])


def _outcome(saved: SavedProduct, *, is_repriced: bool) -> Outcome:
    if saved.is_new:
        return Outcome.CREATED
    return Outcome.CHANGED if saved.is_changed or is_repriced else Outcome.SAME


def _warnings(entry: Entry, pictures: Found) -> tuple[JishiError, ...]:
    found = (pictures.get(source) for source in entry.images or ())
    return tuple(one for one in found if isinstance(one, JishiError))


def _set_prices(
    actor: Actor, target: Target, entries: Mapping[int, Entry], *, is_trial: bool
) -> set[int]:
    """Set the prices that differ; return the places of products that got one."""
    codes = [
        variant.code for entry in entries.values() for variant in entry.variants if variant.prices
    ]
    if not codes:
        return set()
    refs = catalog_queries.find_variants_by_code(target.merchant_id, codes)
    now = {
        (price.variant_id, price.market_code): (price.amount_minor, price.list_minor)
        for price in pricing_queries.list_all_prices([ref.variant_id for ref in refs.values()])
    }
    changed: set[int] = set()
    rows: list[PriceRow] = []
    for place, entry in entries.items():
        wanted = [row for row in _price_rows(entry, refs) if _differs(row, now)]
        if wanted:
            changed.add(place)
            rows += wanted
    if rows and not is_trial:
        pricing.set_prices(actor=actor, merchant_id=target.merchant_id, rows=rows)
    return changed


def _price_rows(entry: Entry, refs: Mapping[str, VariantRef]) -> list[PriceRow]:
    return [
        PriceRow(ref.variant_id, market, amount, listed)
        for variant in entry.variants
        if (ref := refs.get(variant.code))
        for market, (amount, listed) in variant.prices.items()
    ]


def _differs(row: PriceRow, now: Mapping[tuple[UUID, str], tuple[int, int | None]]) -> bool:
    return now.get((row.variant_id, row.market_code)) != (row.amount_minor, row.list_minor)


def _receive(actor: Actor, target: Target, entries: Sequence[Entry]) -> None:
    """Take in the first stock of products that are new."""
    units = {
        variant.code: variant.stock
        for entry in entries
        for variant in entry.variants
        if variant.stock
    }
    if not units or target.location_id is None:
        return
    refs = catalog_queries.find_variants_by_code(target.merchant_id, list(units))
    items = [StockItem(ref.variant_id, units[code]) for code, ref in refs.items()]
    inventory.receive(actor=actor, location_id=target.location_id, items=items, reason="import")

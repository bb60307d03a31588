"""Products in the form that importing reads back without a difference."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from jishi.foundation.kernel.money import Money, to_decimal
from jishi.foundation.platform import files
from jishi.goods.bulk import rules
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductDraft, ProductFilter
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import PriceInfo

PAGE = 200
COST_CURRENCY = "CNY"
_OWN_COLUMNS = {"cn": ("price_cny", "list_cny"), "us": ("price_usd", "list_usd")}

Record = dict[str, Any]


def records(
    wanted: ProductFilter, *, cursor: str | None = None
) -> tuple[tuple[Record, ...], str | None]:
    """Return a page of products, newest first, as plain values with codes instead of ids.

    Returns the cursor of the next page beside it; None on the last.
    A fixed number of statements.
    """
    categories = {k: node.slug for k, node in catalog_queries.list_categories().items()}
    brands = rules.brand_names(catalog_queries.list_brands())
    page = catalog_queries.list_drafts(wanted, cursor=cursor, limit=PAGE)
    merchants = wanted.merchant_ids or frozenset()
    prices = _prices(next(iter(merchants)), page.items)
    pictures = files.list_pictures(
        item.file_id for draft in page.items for item in draft.media or ()
    )
    shown = {file_id: picture.url for file_id, picture in pictures.items()}
    made = tuple(
        _record(
            draft,
            categories.get(draft.category_id, ""),
            brands.get(draft.brand_id, "") if draft.brand_id else "",
            prices,
            shown,
        )
        for draft in page.items
    )
    return made, page.next_cursor


def count_products(wanted: ProductFilter) -> int:
    """Return how many products match."""
    return catalog_queries.list_products(wanted, limit=1).total or 0


def flat(record: Mapping[str, Any]) -> Iterator[Record]:
    """Yield the rows of a table of one product: one a variant, or one without any."""
    base = _flat_base(record)
    axes = {axis["code"]: rules.own_axis(axis) for axis in record["axes"]}
    for variant in record["variants"] or [{}]:
        row = dict(base)
        if variant:
            row |= {"sku": variant["code"], "barcode": variant["barcode"]}
            row |= {name: variant[name] or "" for name in _MEASURES}
            row["cost"] = _major(variant["cost_minor"], COST_CURRENCY)
            for market, price in variant["prices"].items():
                amount, listed = price["amount_minor"], price["list_minor"]
                currency = price.get("currency", "CNY")
                tail = f"{market} {currency}"
                names = _OWN_COLUMNS.get(market, (f"price:{tail}", f"list:{tail}"))
                row[names[0]], row[names[1]] = _major(amount, currency), _major(listed, currency)
            row |= {
                f"axis:{axis}": rules.word_of(axes[axis], value)
                for axis, value in variant["options"].items()
            }
        yield row


_MEASURES = ("weight_g", "length_mm", "width_mm", "height_mm")


def _flat_base(record: Mapping[str, Any]) -> Record:
    row = {"code": record["code"], "sku": record["code"]}
    for name in ("title", "subtitle", "description"):
        texts = record[name] or {}
        row |= {f"{name}_zh": texts.get("zh-hans", ""), f"{name}_en": texts.get("en", "")}
    row |= {
        "category": record["category"],
        "brand": record["brand"],
        "kind": str(record["kind"]),
        "keywords": record["keywords"],
        "images": "|".join(record["images"]),
        **dict.fromkeys(("price_cny", "list_cny", "price_usd", "list_usd"), ""),
    }
    for code, value in record["attributes"].items():
        if isinstance(value, Mapping):
            tails = {"zh-hans": "zh"}
            row |= {
                f"attribute:{code}@{tails.get(locale, locale)}": text
                for locale, text in value.items()
            }
        else:
            row[f"attribute:{code}"] = {True: "yes", False: "no"}.get(value, value)
    return row


def _prices(merchant_id: UUID, drafts: tuple[ProductDraft, ...]) -> dict[str, list[PriceInfo]]:
    codes = [variant.code for draft in drafts for variant in draft.variants or ()]
    refs = catalog_queries.find_variants_by_code(merchant_id, codes)
    by_variant: dict[UUID, list[PriceInfo]] = {}
    for price in pricing_queries.list_all_prices([ref.variant_id for ref in refs.values()]):
        by_variant.setdefault(price.variant_id, []).append(price)
    return {code: by_variant.get(ref.variant_id, []) for code, ref in refs.items()}


def _record(
    draft: ProductDraft,
    category: str,
    brand: str,
    prices: Mapping[str, list[PriceInfo]],
    pictures: Mapping[UUID, str],
) -> Record:
    return {
        "code": draft.code,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "description": draft.description,
        "keywords": draft.keywords,
        "category": category,
        "brand": brand,
        "kind": draft.kind,
        "attributes": {value.code: value.value for value in draft.attributes},
        "images": [
            pictures[item.file_id]
            for item in draft.media or ()
            if item.file_id in pictures and pictures[item.file_id].startswith(settings.MEDIA_URL)
        ],
        "axes": [
            {
                "code": axis.code,
                "name": axis.name,
                "values": [
                    {"code": v.code, "name": v.name, "is_archived": v.is_archived}
                    for v in axis.values
                ],
            }
            for axis in draft.axes
        ],
        "variants": [
            {
                "code": variant.code,
                "options": dict(variant.options),
                "barcode": variant.barcode,
                "weight_g": variant.weight_g,
                "length_mm": variant.length_mm,
                "width_mm": variant.width_mm,
                "height_mm": variant.height_mm,
                "cost_minor": variant.cost_minor,
                "prices": {
                    price.market_code: {
                        "amount_minor": price.amount_minor,
                        "list_minor": price.list_minor,
                        "currency": price.currency,
                    }
                    for price in prices.get(variant.code, [])
                },
            }
            for variant in draft.variants or ()
            if variant.is_active
        ],
    }


def _major(minor: int | None, currency: str) -> str:
    return "" if minor is None else str(to_decimal(Money(minor, currency)))

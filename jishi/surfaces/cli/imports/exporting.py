"""Exporting products in the form that importing reads back without a difference."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from openpyxl import Workbook

from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductDraft, ProductFilter
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import PriceInfo

PAGE = 200


def records(merchant_id: UUID) -> Iterator[dict[str, Any]]:
    """Yield a merchant's products, newest first, as plain values with codes instead of ids."""
    categories = {k: node.slug for k, node in catalog_queries.list_categories().items()}
    brands = {brand.brand_id: brand for brand in catalog_queries.list_brands()}
    cursor: str | None = None
    wanted = ProductFilter(merchant_ids=frozenset({merchant_id}))
    while True:
        page = catalog_queries.list_drafts(wanted, cursor=cursor, limit=PAGE)
        codes = [variant.code for draft in page.items for variant in draft.variants or ()]
        refs = catalog_queries.find_variants_by_code(merchant_id, codes)
        prices: dict[UUID, list[PriceInfo]] = {}
        for price in pricing_queries.list_all_prices([ref.variant_id for ref in refs.values()]):
            prices.setdefault(price.variant_id, []).append(price)
        by_code = {code: prices.get(ref.variant_id, []) for code, ref in refs.items()}
        for draft in page.items:
            brand = brands.get(draft.brand_id) if draft.brand_id else None
            name = next(iter(brand.name.values())) if brand else ""
            yield _record(draft, categories[draft.category_id], name, by_code)
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


def write(path: Path, merchant_id: UUID) -> int:
    """Write a merchant's products to JSONL, CSV or XLSX by the file's name; return how many.

    Raises: ValueError for another kind of file.
    """
    if path.suffix == ".jsonl":
        return _write_jsonl(path, merchant_id)
    if path.suffix in {".csv", ".xlsx"}:
        return _write_table(path, merchant_id)
    raise ValueError(f"{path.name}: neither .jsonl, .csv nor .xlsx")


def _write_jsonl(path: Path, merchant_id: UUID) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for record in records(merchant_id):
            file.write(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n")
            count += 1
    return count


def _write_table(path: Path, merchant_id: UUID) -> int:
    found = [row for record in records(merchant_id) for row in _flat(record)]
    columns = list(dict.fromkeys(column for row in found for column in row))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows({k: _harmless(v) for k, v in row.items()} for row in found)
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("products")
        sheet.append(columns)
        for row in found:
            sheet.append([_harmless(row.get(column, "")) for column in columns])
        book.save(path)
    return len({row["code"] for row in found})


def _record(
    draft: ProductDraft, category: str, brand: str, prices: Mapping[str, list[PriceInfo]]
) -> dict[str, Any]:
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
                    }
                    for price in prices.get(variant.code, [])
                },
            }
            for variant in draft.variants or ()
            if variant.is_active
        ],
    }


def _flat(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    title, description = record["title"] or {}, record["description"] or {}
    for variant in record["variants"]:
        row = {
            "code": record["code"],
            "sku": variant["code"],
            "title_zh": title.get("zh-hans", ""),
            "title_en": title.get("en", ""),
            "category": record["category"],
            "brand": record["brand"],
            "kind": str(record["kind"]),
            "keywords": record["keywords"],
            "description_zh": description.get("zh-hans", ""),
            "description_en": description.get("en", ""),
            "barcode": variant["barcode"],
            "weight_g": variant["weight_g"],
        }
        for market, currency in (("cn", "cny"), ("us", "usd")):
            price = variant["prices"].get(market)
            row[f"price_{currency}"] = _major(price and price["amount_minor"])
            row[f"list_{currency}"] = _major(price and price["list_minor"])
        row |= {f"axis:{axis}": value for axis, value in variant["options"].items()}
        yield row


def _major(minor: int | None) -> str:
    return "" if minor is None else f"{minor // 100}.{minor % 100:02d}"


def _harmless(value: Any) -> Any:
    """Keep spreadsheet programs from running text as a formula."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"}:
        return "'" + value
    return value

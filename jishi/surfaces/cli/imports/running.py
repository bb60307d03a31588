"""Importing: chunk by chunk through the services, with a report, resumable."""

import hashlib
import json
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeInfo,
    AttributeKind,
    AttributeValue,
    Axis,
    AxisValue,
    BrandDraft,
    CategoryDraft,
    ProductDraft,
    ProductKind,
    SavedProduct,
    VariantDraft,
)
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.surfaces.cli.imports import rows
from jishi.surfaces.cli.imports.mapping import BadRow, Entry, Form, attribute_code, entry_of

CHUNK = 500
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was refused. line: of the file."""

    line: int
    code: str
    reason: str


@dataclass(slots=True)
class Summary:
    """What became of a file. rows: read. created, changed, same: products."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    seconds: float = 0.0
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Target:
    """Where imported goods go. location_id: where their first stock lies."""

    actor: Actor
    merchant_id: UUID
    location_id: UUID
    form: Form


def run(
    path: Path,
    target: Target,
    *,
    is_trial: bool = False,
    resume_file: Path | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Import a file; a trial tells what would happen and writes nothing.

    An interrupted import goes on after its last whole chunk when `resume_file` is kept.
    """
    started = time.monotonic()
    summary = Summary()
    done = _resume_at(path, resume_file)
    for chunk in _chunks(_entries(path, target.form, summary, after=done)):
        _import_chunk(chunk, target, summary, is_trial=is_trial)
        if resume_file is not None and not is_trial:
            last = chunk[-1][0]
            resume_file.write_text(json.dumps({"file": _mark(path), "line": last}))
        if progress is not None:
            progress(summary.rows)
    if resume_file is not None and not is_trial:
        resume_file.unlink(missing_ok=True)
    summary.seconds = time.monotonic() - started
    return summary


def _entries(
    path: Path, form: Form, summary: Summary, *, after: int
) -> Iterator[tuple[int, Entry]]:
    """Yield products with the line they begin on; rows of one code are joined."""
    waiting: tuple[int, Entry] | None = None
    for line, row, error in rows.read(path):
        if line <= after:
            continue
        summary.rows += 1
        if row is None:
            summary.refusals.append(Refusal(line, "", error))
            continue
        try:
            entry = entry_of(row, form)
        except BadRow as refusal:
            summary.refusals.append(Refusal(line, str(row.get("code", "")), str(refusal)))
            continue
        if waiting is not None and waiting[1].code == entry.code and entry.variants[0].options:
            joined = replace(waiting[1], variants=waiting[1].variants + entry.variants)
            waiting = (line, joined)
            continue
        if waiting is not None:
            yield waiting
        waiting = (line, entry)
    if waiting is not None:
        yield waiting


def _chunks(entries: Iterable[tuple[int, Entry]]) -> Iterator[list[tuple[int, Entry]]]:
    chunk: list[tuple[int, Entry]] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _import_chunk(
    chunk: Sequence[tuple[int, Entry]], target: Target, summary: Summary, *, is_trial: bool
) -> None:
    entries = [entry for _line, entry in chunk]
    words = _ensure_words(entries, target, is_trial=is_trial)
    drafts = [_draft(entry, target.form, words) for entry in entries]
    saved = catalog.save_products_bulk(
        actor=target.actor, merchant_id=target.merchant_id, drafts=drafts, is_trial=is_trial
    )
    good: list[tuple[Entry, SavedProduct]] = []
    for (line, entry), result in zip(chunk, saved, strict=True):
        if result.error is not None:
            reason = f"{result.error.field or ''} {result.error}".strip()
            summary.refusals.append(Refusal(line, entry.code, reason))
            continue
        summary.created += result.is_new
        summary.changed += result.is_changed and not result.is_new
        summary.same += not result.is_changed and not result.is_new
        good.append((entry, result))
    if not is_trial:
        _price_and_stock(good, target)
        new = [result.product_id for _entry, result in good if result.is_new and result.product_id]
        catalog.release_products(actor=Actor.system("import"), product_ids=new)


@dataclass(frozen=True, slots=True)
class _Words:
    categories: Mapping[str, UUID]
    brands: Mapping[str, UUID]
    attributes: Mapping[str, AttributeInfo]


def _ensure_words(entries: Sequence[Entry], target: Target, *, is_trial: bool) -> _Words:
    """Make categories, brands and attributes that the rows name and that are missing."""
    slugs = {entry.category for entry in entries if entry.category}
    categories = _category_ids()
    brands = {brand.code: brand.brand_id for brand in catalog_queries.list_brands()}
    kinds = {
        code: kind for entry in entries for code, (kind, _value) in entry.attributes.items() if kind
    }
    wanted = {code for entry in entries for code in entry.attributes}
    attributes = catalog_queries.list_attributes_by_code(wanted)
    if is_trial:
        return _Words(categories, brands, attributes)
    house = Actor.system("import")
    for slug in sorted(slugs - set(categories)):
        if slug == target.form.category:
            categories[slug] = catalog.save_category(
                actor=house,
                draft=CategoryDraft(slug=slug, name={"zh-hans": "进口商品", "en": slug.title()}),
            )
    for name in sorted({entry.brand for entry in entries if entry.brand}):
        if brand_code(name) not in brands:
            brands[brand_code(name)] = catalog.save_brand(
                actor=house, draft=BrandDraft(code=brand_code(name), name={"en": name})
            )
    missing = sorted(set(kinds) - set(attributes))
    drafts = [_attribute_draft(code, kinds[code]) for code in missing]
    catalog.save_attributes(actor=house, drafts=drafts)
    attributes = catalog_queries.list_attributes_by_code(wanted)
    return _Words(categories, brands, attributes)


def _category_ids() -> dict[str, UUID]:
    nodes = catalog_queries.list_categories().values()
    return {node.slug: node.category_id for node in nodes}


def _attribute_draft(code: str, kind: str) -> AttributeDraft:
    known = {kind.value: kind for kind in AttributeKind if kind != AttributeKind.ENUM}
    name = code.replace("_", " ").strip().capitalize()
    return AttributeDraft(
        code=code,
        name={"en": name},
        kind=known.get(kind, AttributeKind.TEXT),
        is_filterable=False,
    )


def brand_code(name: str) -> str:
    """Return the code of a brand that a file names."""
    plain = attribute_code(name).removeprefix("x_").replace("_", "-")
    return plain or f"b-{zlib.crc32(name.encode()):08x}"


def _draft(entry: Entry, form: Form, words: _Words) -> ProductDraft:
    return ProductDraft(
        code=entry.code,
        title=entry.title,
        category_id=words.categories.get(entry.category, UUID(int=0)),
        kind=ProductKind(entry.kind) if entry.kind in set(ProductKind) else ProductKind.PHYSICAL,
        subtitle=entry.subtitle,
        description=entry.description,
        keywords=entry.keywords[:500],
        brand_id=words.brands.get(brand_code(entry.brand)) if entry.brand else None,
        attributes=tuple(_values(entry, form, words)),
        axes=_axes(entry),
        variants=tuple(
            VariantDraft(
                code=variant.code,
                options=_option_codes(entry, variant.options),
                barcode=variant.barcode,
                weight_g=variant.weight_g,
                length_mm=variant.length_mm,
                width_mm=variant.width_mm,
                height_mm=variant.height_mm,
                cost_minor=variant.cost_minor,
            )
            for variant in entry.variants
        ),
    )


def _values(entry: Entry, form: Form, words: _Words) -> Iterator[AttributeValue]:
    for code, (_kind, value) in entry.attributes.items():
        info = words.attributes.get(code)
        scalar = _scalar(info.kind, value, form.locale) if info else None
        if scalar is not None:
            yield AttributeValue(code, scalar)


def _scalar(kind: AttributeKind, value: Any, locale: str) -> Any:
    """Return a foreign value as its attribute wants it, or None if it cannot be."""
    if kind == AttributeKind.BOOL:
        return value if isinstance(value, bool) else None
    if kind == AttributeKind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            return format(Decimal(str(value)).normalize(), "f")
        except ArithmeticError:
            return None
    if kind == AttributeKind.ENUM or isinstance(value, Mapping):
        return value
    return {locale: str(value)[:500]} if str(value).strip() else None


def _axes(entry: Entry) -> tuple[Axis, ...]:
    """Return the axes of a product: as written by us, else gathered from its variants."""
    if entry.axes:
        return tuple(
            Axis(
                str(axis["code"]),
                axis["name"],
                tuple(
                    AxisValue(str(v["code"]), v["name"], bool(v.get("is_archived", False)))
                    for v in axis["values"]
                ),
            )
            for axis in entry.axes
        )
    values: dict[str, dict[str, None]] = {}
    for variant in entry.variants:
        for axis, value in variant.options:
            values.setdefault(axis, {})[value] = None
    return tuple(
        Axis(
            axis,
            {"en": axis.title()},
            tuple(AxisValue(value_code(one), {"en": one}) for one in found),
        )
        for axis, found in values.items()
    )


def _option_codes(
    entry: Entry, options: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Return options by code: as written by us, or made from the words of a table."""
    if entry.axes:
        return options
    return tuple((axis, value_code(value)) for axis, value in options)


def value_code(text: str) -> str:
    """Return the code of an axis value that a table names by a word."""
    plain = attribute_code(text).removeprefix("x_")[:32]
    return plain or f"v-{zlib.crc32(text.encode()):08x}"


def _price_and_stock(good: Sequence[tuple[Entry, SavedProduct]], target: Target) -> None:
    codes = [variant.code for entry, _result in good for variant in entry.variants]
    refs = catalog_queries.find_variants_by_code(target.merchant_id, codes)
    prices, stock = [], []
    for entry, result in good:
        for variant in entry.variants:
            ref = refs.get(variant.code)
            if ref is None:
                continue
            prices += [
                PriceRow(ref.variant_id, market, amount, listed)
                for market, (amount, listed) in variant.prices.items()
            ]
            if result.is_new and variant.stock:
                stock.append(StockItem(ref.variant_id, variant.stock))
    if prices:
        pricing.set_prices(actor=target.actor, merchant_id=target.merchant_id, rows=prices)
    if stock:
        inventory.receive(
            actor=target.actor, location_id=target.location_id, items=stock, reason="import"
        )


def _resume_at(path: Path, resume_file: Path | None) -> int:
    if resume_file is None or not resume_file.exists():
        return 0
    kept = json.loads(resume_file.read_text())
    return int(kept["line"]) if kept["file"] == _mark(path) else 0


def _mark(path: Path) -> str:
    """Return what tells one file from another: its size and the digest of its beginning."""
    with path.open("rb") as file:
        head = hashlib.sha256(file.read(1 << 20)).hexdigest()
    return f"{path.stat().st_size}:{head}"


def stock_of(variant_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return what lies everywhere of some variants, for exports."""
    found: dict[UUID, int] = {}
    for level in inventory_queries.list_levels(variant_ids=variant_ids):
        found[level.variant_id] = found.get(level.variant_id, 0) + level.on_hand
    return found

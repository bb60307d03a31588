"""From a row to a product: our own form, a flat table, or a foreign feed with a mapping.

A row becomes an `Entry`: plain values with codes instead of ids, checked field by field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from jishi.foundation.kernel.money import MAX_MINOR, from_decimal

AXES_MARK = "axis:"
ATTRIBUTE_MARK = "attribute:"
_CODE = re.compile(r"[^a-z0-9_]+")


class BadRow(Exception):
    """A row cannot become a product. field: the column at fault."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


@dataclass(frozen=True, slots=True)
class VariantEntry:
    """A variant. prices: market → (amount, struck-through or None), minor units.

    stock: units to begin with, None to leave stock alone.
    """

    code: str
    options: tuple[tuple[str, str], ...] = ()
    barcode: str = ""
    weight_g: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    cost_minor: int | None = None
    prices: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A product with codes instead of ids. attributes: code → (kind, value as text)."""

    code: str
    title: Mapping[str, str]
    subtitle: Mapping[str, str]
    description: Mapping[str, str]
    keywords: str
    category: str
    brand: str
    kind: str
    attributes: Mapping[str, tuple[str, Any]]
    axes: tuple[Mapping[str, Any], ...]
    variants: tuple[VariantEntry, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How foreign fields are called. Values of `columns` are ours, keys are theirs."""

    locale: str = "en"
    market: str = "us"
    currency: str = "USD"
    category: str = "imported"
    stock: int = 100


def entry_of(row: Mapping[str, Any], mapping: Form) -> Entry:
    """Return the product of a row, whichever of the three forms it has.

    Raises: BadRow naming the column at fault.
    """
    if isinstance(row.get("variants"), list):
        return _own(row)
    if "id" in row and "price_minor" in row:
        return _feed(row, mapping)
    return _flat(row, mapping)


def _own(row: Mapping[str, Any]) -> Entry:
    """Read what `bin/jishi export` wrote."""
    return Entry(
        code=_code(row.get("code")),
        title=_texts(row, "title"),
        subtitle=_texts(row, "subtitle"),
        description=_texts(row, "description"),
        keywords=str(row.get("keywords", "")),
        category=str(row.get("category", "")),
        brand=str(row.get("brand", "")),
        kind=str(row.get("kind", "physical")),
        attributes={str(code): ("", value) for code, value in _object(row, "attributes").items()},
        axes=tuple(row.get("axes", ())),
        variants=tuple(_own_variant(one) for one in row["variants"]),
    )


def _own_variant(row: Any) -> VariantEntry:
    if not isinstance(row, Mapping):
        raise BadRow("variants", "not an object")
    prices = {
        market: (_amount(price, "amount_minor"), _optional_amount(price, "list_minor"))
        for market, price in _object(row, "prices").items()
    }
    return VariantEntry(
        code=_code(row.get("code")),
        options=tuple((str(k), str(v)) for k, v in _object(row, "options").items()),
        barcode=str(row.get("barcode", "")),
        weight_g=_whole(row, "weight_g"),
        length_mm=_whole(row, "length_mm"),
        width_mm=_whole(row, "width_mm"),
        height_mm=_whole(row, "height_mm"),
        cost_minor=_optional_amount(row, "cost_minor"),
        prices=prices,
        stock=_whole(row, "stock") if row.get("stock") is not None else None,
    )


def _feed(row: Mapping[str, Any], mapping: Form) -> Entry:
    """Read a line of a product feed: id, title, brand, mpn, gtin, price_minor, attributes."""
    code = _code(row.get("id"))
    title = str(row.get("title") or "").strip()
    if not title:
        raise BadRow("title", "is empty")
    gtins = row.get("gtin") or []
    barcode = str(gtins[0]) if isinstance(gtins, list) and gtins else ""
    attributes = _object(row, "attributes")
    weight = _number_of(attributes, "weight")
    return Entry(
        code=code,
        title={mapping.locale: title},
        subtitle={},
        description={mapping.locale: str(row.get("description") or "")},
        keywords=" ".join(dict.fromkeys(word for word in (row.get("mpn"), *gtins[:5]) if word)),
        category=mapping.category,
        brand=str(row.get("brand") or ""),
        kind="physical",
        attributes={
            attribute_code(name): (str(one.get("type", "text")), one.get("value"))
            for name, one in attributes.items()
            if isinstance(one, Mapping) and attribute_code(name)
        },
        axes=(),
        variants=(
            VariantEntry(
                code=code,
                barcode=barcode[:32],
                weight_g=weight if 0 < weight < 1_000_000 else 0,
                prices={mapping.market: (_amount(row, "price_minor"), None)},
                stock=mapping.stock,
            ),
        ),
    )


def _flat(row: Mapping[str, Any], mapping: Form) -> Entry:
    """Read a table's row: one variant a row; rows of one product share its code."""
    code = _code(row.get("code") or row.get("product_code"))
    title = {
        locale: str(row[column]).strip()
        for locale, column in (("zh-hans", "title_zh"), ("en", "title_en"))
        if str(row.get(column) or "").strip()
    }
    if not title and str(row.get("title") or "").strip():
        title = {mapping.locale: str(row["title"]).strip()}
    if not title:
        raise BadRow("title", "is empty")
    sku = str(row.get("sku") or code).strip()
    prices = {}
    for market, currency in (("cn", "CNY"), ("us", "USD")):
        amount = _decimal(row, f"price_{currency.lower()}", currency)
        if amount is not None:
            prices[market] = (amount, _decimal(row, f"list_{currency.lower()}", currency))
    if not prices:
        amount = _decimal(row, "price", mapping.currency)
        if amount is None:
            raise BadRow("price", "is empty")
        prices[mapping.market] = (amount, None)
    options = tuple(
        (attribute_code(column.removeprefix(AXES_MARK)), str(value))
        for column, value in row.items()
        if column.startswith(AXES_MARK) and str(value).strip()
    )
    return Entry(
        code=code,
        title=title,
        subtitle={},
        description={
            "zh-hans": str(row.get("description_zh") or ""),
            "en": str(row.get("description_en") or row.get("description") or ""),
        },
        keywords=str(row.get("keywords") or ""),
        category=str(row.get("category") or mapping.category),
        brand=str(row.get("brand") or ""),
        kind=str(row.get("kind") or "physical"),
        attributes={
            attribute_code(column.removeprefix(ATTRIBUTE_MARK)): ("text", value)
            for column, value in row.items()
            if column.startswith(ATTRIBUTE_MARK) and str(value).strip()
        },
        axes=(),
        variants=(
            VariantEntry(
                code=_code(sku),
                options=options,
                barcode=str(row.get("barcode") or ""),
                weight_g=_whole(row, "weight_g"),
                cost_minor=_decimal(row, "cost", mapping.currency),
                prices=prices,
                stock=_whole(row, "stock") if str(row.get("stock") or "").strip() else None,
            ),
        ),
    )


def _number_of(attributes: Mapping[str, Any], name: str) -> int:
    """Return a numeric attribute rounded down; 0 if it is none."""
    found = attributes.get(name)
    value = found.get("value") if isinstance(found, Mapping) else None
    return int(value) if isinstance(value, int | float) else 0


def attribute_code(name: str) -> str:
    """Return a foreign attribute's name as one of our codes, which begin with a letter."""
    code = _CODE.sub("_", name.lower()).strip("_")[:60]
    return f"x_{code}" if code[:1].isdigit() else code


def _code(value: Any) -> str:
    text = str(value or "").strip()
    if not text or len(text) > 64:
        raise BadRow("code", "is empty or longer than 64 characters")
    return text


def _texts(row: Mapping[str, Any], name: str) -> Mapping[str, str]:
    found = row.get(name) or {}
    if not isinstance(found, Mapping):
        raise BadRow(name, "is not text by language")
    return {str(locale): str(text) for locale, text in found.items() if text}


def _object(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = row.get(name) or {}
    if not isinstance(found, Mapping):
        raise BadRow(name, "is not an object")
    return found


def _whole(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if value in {None, ""}:
        return 0
    try:
        number = int(Decimal(str(value)))
    except (InvalidOperation, ValueError) as error:
        raise BadRow(name, f"{value!r} is not a whole number") from error
    if not 0 <= number <= 10**9:
        raise BadRow(name, f"{value!r} is out of bounds")
    return number


def _amount(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_MINOR:
        raise BadRow(name, f"{value!r} is not an amount in minor units")
    return value


def _optional_amount(row: Mapping[str, Any], name: str) -> int | None:
    return None if row.get(name) is None else _amount(row, name)


def _decimal(row: Mapping[str, Any], name: str, currency: str) -> int | None:
    text = str(row.get(name) or "").strip()
    if not text:
        return None
    try:
        minor = from_decimal(Decimal(text), currency).minor
    except (InvalidOperation, ValueError) as error:
        raise BadRow(name, f"{text!r} is not an amount") from error
    if not 0 <= minor <= MAX_MINOR:
        raise BadRow(name, f"{text!r} is out of bounds")
    return minor

"""From a row to a product: our own form, a flat table, or a foreign feed with a mapping.

A row becomes an `Entry`: plain values with codes instead of ids, checked field by field.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from jishi.foundation.kernel.money import MAX_MINOR, from_decimal
from jishi.goods.bulk.errors import BadRow, ValueMissing
from jishi.goods.bulk.rules.columns import ATTRIBUTE_MARK, AXES_MARK, LIST_MARK, PRICE_MARK
from jishi.goods.bulk.rules.words import attribute_code
from jishi.goods.bulk.types import Entry, Form, VariantEntry

MAX_IMAGES = 20
SHOWN = 60
"""How much of a bad value is told back, in characters."""

_MARKS = re.compile(r"[|;\n\r]+")
_COMMAS = re.compile(r",\s+|,(?=https?://)|\s+(?=https?://)")
"""What parts addresses, which may have commas of their own."""


def entry_of(row: Mapping[str, Any], form: Form) -> Entry:
    """Return the product of a row, whichever of the three forms it has.

    Raises: BadRow, ValueMissing naming the column at fault.
    """
    if isinstance(row.get("variants"), list):
        return _own(row)
    if "id" in row and "price_minor" in row:
        return _feed(row, form)
    return _flat(row, form)


def is_table(row: Mapping[str, Any]) -> bool:
    """Return whether a row is of a flat table, whose columns can be mapped."""
    return not isinstance(row.get("variants"), list) and not ("id" in row and "price_minor" in row)


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
        axes=_list_of_objects(row, "axes"),
        variants=tuple(_own_variant(one) for one in row["variants"]),
        images=_images(row["images"]) if "images" in row else None,
        is_whole=True,
    )


def _own_variant(row: Any) -> VariantEntry:
    if not isinstance(row, Mapping):
        raise BadRow(field="variants", value=_shown(row))
    prices = {
        market: (_amount(price, "amount_minor"), _optional_amount(price, "list_minor"))
        for market, price in _object(row, "prices").items()
        if isinstance(price, Mapping)
    }
    for amount, listed in prices.values():
        _check_order(amount, listed)
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


def _feed(row: Mapping[str, Any], form: Form) -> Entry:
    """Read a line of a product feed: id, title, brand, mpn, gtin, price_minor, attributes."""
    code = _code(row.get("id"))
    title = str(row.get("title") or "").strip()
    if not title:
        raise ValueMissing(field="title")
    gtins = row.get("gtin") or []
    barcode = str(gtins[0]) if isinstance(gtins, list) and gtins else ""
    attributes = _object(row, "attributes")
    weight = _number_of(attributes, "weight")
    return Entry(
        code=code,
        title={form.locale: title},
        description={form.locale: str(row.get("description") or "")},
        keywords=" ".join(dict.fromkeys(word for word in (row.get("mpn"), *gtins[:5]) if word)),
        category=form.category,
        brand=str(row.get("brand") or ""),
        kind="physical",
        attributes={
            attribute_code(name): (str(one.get("type", "text")), one.get("value"))
            for name, one in attributes.items()
            if isinstance(one, Mapping) and attribute_code(name)
        },
        variants=(
            VariantEntry(
                code=code,
                barcode=barcode[:32],
                weight_g=weight if 0 < weight < 1_000_000 else 0,
                prices={form.market: (_amount(row, "price_minor"), None)},
                stock=form.stock,
            ),
        ),
        images=_images(row["images"]) if row.get("images") else None,
        is_whole=True,
    )


def _flat(row: Mapping[str, Any], form: Form) -> Entry:
    """Read a table's row: one variant a row; rows of one product share its code.

    An empty cell says nothing, so that it leaves what is there.
    """
    code = _code(row.get("code") or row.get("product_code"))
    sku = _cell(row, "sku") or code
    return Entry(
        code=code,
        title=_localized(row, "title", form),
        subtitle=_localized(row, "subtitle", form),
        description=_localized(row, "description", form),
        keywords=_cell(row, "keywords") or None,
        category=_cell(row, "category") or None,
        brand=_cell(row, "brand") or None,
        kind=_cell(row, "kind") or None,
        attributes=_flat_attributes(row, form),
        variants=(
            VariantEntry(
                code=_code(sku),
                options=tuple(
                    (column.removeprefix(AXES_MARK).strip(), str(value).strip())
                    for column, value in row.items()
                    if column.startswith(AXES_MARK) and str(value).strip()
                ),
                barcode=_cell(row, "barcode") or None,
                weight_g=_optional_whole(row, "weight_g"),
                length_mm=_optional_whole(row, "length_mm"),
                width_mm=_optional_whole(row, "width_mm"),
                height_mm=_optional_whole(row, "height_mm"),
                cost_minor=_decimal(row, "cost", form.currency),
                prices=_flat_prices(row, form),
                stock=_optional_whole(row, "stock"),
            ),
        ),
        images=_images(row["images"]) if _cell(row, "images") else None,
    )


def _flat_prices(row: Mapping[str, Any], form: Form) -> dict[str, tuple[int, int | None]]:
    columns = {"cn": ("price_cny", "list_cny", "CNY"), "us": ("price_usd", "list_usd", "USD")}
    if _cell(row, "price"):
        columns[form.market] = ("price", "list", form.currency)
    prices = {}
    for market, (column, list_column, currency) in columns.items():
        amount = _decimal(row, column, currency)
        if amount is not None:
            prices[market] = (amount, _decimal(row, list_column, currency))
    for column in row:
        if column.startswith(PRICE_MARK):
            # `price:sg SGD`: a market beside the two that have columns of their own.
            market, _, currency = column.removeprefix(PRICE_MARK).strip().partition(" ")
            amount = _decimal(row, column, currency or form.currency)
            listed = _decimal(row, f"{LIST_MARK}{market} {currency}".strip(), currency)
            if amount is not None:
                prices[market] = (amount, listed)
    for amount, listed in prices.values():
        _check_order(amount, listed)
    return prices


def _flat_attributes(row: Mapping[str, Any], form: Form) -> dict[str, tuple[str, Any]]:
    """Return attributes by code; `attribute:origin@zh` is one language of a text."""
    found: dict[str, tuple[str, Any]] = {}
    for column, value in row.items():
        text = str(value).strip()
        if not column.startswith(ATTRIBUTE_MARK) or not text:
            continue
        name, _, locale = column.removeprefix(ATTRIBUTE_MARK).strip().partition("@")
        code = attribute_code(name) or name
        if not locale:
            found[code] = ("text", text)
            continue
        earlier = found.get(code, ("text", {}))[1]
        texts = earlier if isinstance(earlier, dict) else {form.locale: earlier}
        found[code] = ("text", texts | {"zh-hans" if locale == "zh" else locale: text})
    return found


def _localized(row: Mapping[str, Any], name: str, form: Form) -> dict[str, str]:
    texts = {
        locale: _cell(row, f"{name}_{tail}")
        for locale, tail in (("zh-hans", "zh"), ("en", "en"))
        if _cell(row, f"{name}_{tail}")
    }
    if plain := _cell(row, name):
        texts.setdefault(form.locale, plain)
    return texts


def _images(value: Any) -> tuple[str, ...]:
    given = value if isinstance(value, list) else _parted(str(value))
    found = tuple(dict.fromkeys(str(one).strip() for one in given if str(one).strip()))
    if len(found) > MAX_IMAGES or any(len(one) > 2_000 for one in found):
        raise BadRow(field="images", value=_shown(value))
    return found


def _parted(text: str) -> list[str]:
    return [
        one
        for part in _MARKS.split(text)
        for one in (_COMMAS.split(part) if "://" in part else part.split(","))
    ]


def _number_of(attributes: Mapping[str, Any], name: str) -> int:
    """Return a numeric attribute rounded down; 0 if it is none."""
    found = attributes.get(name)
    value = found.get("value") if isinstance(found, Mapping) else None
    return int(value) if isinstance(value, int | float) and abs(value) < 10**12 else 0


def _code(value: Any) -> str:
    text = str(value or "").strip()
    if not text:
        raise ValueMissing(field="code")
    if len(text) > 64:
        raise BadRow(field="code", value=_shown(text))
    return text


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _texts(row: Mapping[str, Any], name: str) -> Mapping[str, str]:
    found = row.get(name) or {}
    if not isinstance(found, Mapping):
        raise BadRow(field=name, value=_shown(found))
    return {str(locale): str(text) for locale, text in found.items() if text}


def _object(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = row.get(name) or {}
    if not isinstance(found, Mapping):
        raise BadRow(field=name, value=_shown(found))
    return found


def _list_of_objects(row: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], ...]:
    found = row.get(name) or []
    if not isinstance(found, list) or not all(_is_axis(one) for one in found):
        raise BadRow(field=name, value=_shown(found))
    return tuple(found)


def _is_axis(one: Any) -> bool:
    return (
        isinstance(one, Mapping)
        and isinstance(one.get("name"), Mapping)
        and "code" in one
        and isinstance(one.get("values"), list)
        and all(
            isinstance(v, Mapping) and "code" in v and isinstance(v.get("name"), Mapping)
            for v in one["values"]
        )
    )


def _optional_whole(row: Mapping[str, Any], name: str) -> int | None:
    return _whole(row, name) if _cell(row, name) else None


def _whole(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if value is None or value == "":
        return 0
    try:
        number = Decimal(str(value).strip())
        whole = int(number)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise BadRow(field=name, value=_shown(value)) from error
    if whole != number or not 0 <= whole <= 10**9:
        raise BadRow(field=name, value=_shown(value))
    return whole


def _amount(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_MINOR:
        raise BadRow(field=name, value=_shown(value))
    return value


def _optional_amount(row: Mapping[str, Any], name: str) -> int | None:
    return None if row.get(name) is None else _amount(row, name)


def _decimal(row: Mapping[str, Any], name: str, currency: str) -> int | None:
    text = _cell(row, name).lstrip("¥￥$").replace(",", "")
    if not text:
        return None
    try:
        minor = _minor(Decimal(text), currency)
    except (InvalidOperation, ValueError, OverflowError, KeyError) as error:
        raise BadRow(field=name, value=_shown(text)) from error
    if not 0 <= minor <= MAX_MINOR:
        raise BadRow(field=name, value=_shown(text))
    return minor


def _minor(amount: Decimal, currency: str) -> int:
    if not amount.is_finite() or abs(amount) > MAX_MINOR:
        raise ValueError("out of bounds")
    return from_decimal(amount, currency).minor


def _check_order(amount: int, listed: int | None) -> None:
    if listed is not None and listed < amount:
        raise BadRow(field="list", value=str(listed))


def _shown(value: Any) -> str:
    return str(value)[:SHOWN]

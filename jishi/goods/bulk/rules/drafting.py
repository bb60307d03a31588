"""From an entry to a draft: what the file says, over what is there already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from jishi.goods.bulk.errors import BadRow, ValueMissing
from jishi.goods.bulk.rules.words import axis_code, brand_code, in_its_locale, value_code
from jishi.goods.bulk.types import Entry, Form, VariantEntry
from jishi.goods.catalog.types import (
    AttributeInfo,
    AttributeKind,
    AttributeValue,
    Axis,
    AxisValue,
    MediaDraft,
    ProductDraft,
    ProductKind,
    VariantDraft,
)

_YES = {"yes", "true", "1", "y", "是", "有"}
_NO = {"no", "false", "0", "n", "否", "无"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the house knows by name. brands: by code and by name in lower case."""

    categories: Mapping[str, UUID]
    brands: Mapping[str, UUID]
    attributes: Mapping[str, AttributeInfo]


def draft_of(
    entry: Entry,
    base: ProductDraft | None,
    form: Form,
    known: Known,
    pictures: Mapping[str, UUID],
) -> ProductDraft:
    """Return the draft that an entry asks for; what it says nothing of stays.

    base: the product of that code as it is, null for a new one. pictures: source → file.
    Raises: ValueMissing, BadRow.
    """
    start = base or ProductDraft(code=entry.code, title={}, category_id=UUID(int=0))
    title = _texts(entry, entry.title, start.title)
    if not title:
        raise ValueMissing(field="title")
    if base is None and not any(variant.prices for variant in entry.variants):
        raise ValueMissing(field="price")
    axes, variants = _variants(entry, start)
    return replace(
        start,
        title=title,
        subtitle=_texts(entry, entry.subtitle, start.subtitle),
        description=_texts(entry, entry.description, start.description),
        keywords=start.keywords if entry.keywords is None else entry.keywords[:500],
        category_id=_category(entry, base, form, known),
        kind=_kind(entry, start),
        brand_id=_brand(entry, start, known),
        attributes=tuple(_attributes(entry, start, form, known)),
        axes=axes,
        variants=variants,
        media=_media(entry, start, pictures),
        shop_category_ids=start.shop_category_ids if base else None,
        version=None,
    )


def _texts(
    entry: Entry, given: Mapping[str, str], there: Mapping[str, str] | None
) -> dict[str, str]:
    return dict(given) if entry.is_whole else {**(there or {}), **given}


def _category(entry: Entry, base: ProductDraft | None, form: Form, known: Known) -> UUID:
    if entry.category is None and base is not None:
        return base.category_id
    slug = entry.category or form.category
    if not slug:
        raise ValueMissing(field="category")
    found = known.categories.get(slug) or known.categories.get(slug.lower())
    if found is None:
        raise BadRow(field="category", value=slug[:60])
    return found


def _kind(entry: Entry, start: ProductDraft) -> ProductKind:
    if entry.kind is None:
        return start.kind
    if entry.kind not in set(ProductKind):
        raise BadRow(field="kind", value=entry.kind[:60])
    return ProductKind(entry.kind)


def _brand(entry: Entry, start: ProductDraft, known: Known) -> UUID | None:
    if entry.brand is None:
        return start.brand_id
    if not entry.brand:
        return None
    found = known.brands.get(entry.brand.lower()) or known.brands.get(brand_code(entry.brand))
    if found is None:
        raise BadRow(field="brand", value=entry.brand[:60])
    return found


def _attributes(
    entry: Entry, start: ProductDraft, form: Form, known: Known
) -> Iterator[AttributeValue]:
    there = {} if entry.is_whole else {one.code: one.value for one in start.attributes}
    for code, (_kind, value) in entry.attributes.items():
        info = known.attributes.get(code)
        if info is None:
            if entry.is_whole:
                continue
            raise BadRow(field=f"attribute:{code}", value=str(value)[:60])
        scalar = scalar_of(info.kind, value, form.locale)
        if scalar is None:
            if entry.is_whole:
                continue
            raise BadRow(field=f"attribute:{code}", value=str(value)[:60])
        earlier = there.get(code)
        if isinstance(scalar, Mapping) and isinstance(earlier, Mapping):
            scalar = {**earlier, **scalar}
        there[code] = scalar
    for code, kept in there.items():
        yield AttributeValue(code, kept)


def scalar_of(kind: AttributeKind, value: Any, locale: str) -> Any:
    """Return a foreign value as its attribute wants it, or None if it cannot be."""
    if kind == AttributeKind.BOOL:
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        return True if word in _YES else False if word in _NO else None
    if kind == AttributeKind.NUMBER:
        return _number(value)
    if kind == AttributeKind.ENUM or isinstance(value, Mapping):
        return value
    return {locale: str(value)[:500]} if str(value).strip() else None


def _number(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return format(Decimal(str(value)).normalize(), "f")
    except ArithmeticError:
        return None


def _variants(
    entry: Entry, start: ProductDraft
) -> tuple[tuple[Axis, ...], tuple[VariantDraft, ...]]:
    there = {variant.code: variant for variant in start.variants or ()}
    if entry.axes:
        axes: Sequence[Axis] = tuple(map(own_axis, entry.axes))
    elif entry.is_whole:
        axes = () if not start.variants else start.axes
    else:
        axes = start.axes
    given: dict[str, VariantDraft] = {}
    for variant in entry.variants:
        if variant.code in given:
            raise BadRow(field="sku", value=variant.code)
        axes, options = (axes, variant.options) if entry.axes else _options(axes, variant)
        given[variant.code] = _variant(variant, there.get(variant.code), options)
    kept = [] if entry.is_whole else [one for code, one in there.items() if code not in given]
    order = {code: place for place, code in enumerate(there)}
    everything = [*given.values(), *kept]
    if not entry.is_whole:
        everything.sort(key=lambda one: order.get(one.code, len(order)))
    return tuple(axes), _with_archived(entry, everything, there)


def _with_archived(
    entry: Entry, variants: list[VariantDraft], there: Mapping[str, VariantDraft]
) -> tuple[VariantDraft, ...]:
    """An export leaves archived variants out; a whole entry must not bring them up again."""
    if not entry.is_whole:
        return tuple(variants)
    given = {one.code for one in variants}
    return (
        *variants,
        *(one for one in there.values() if one.code not in given and not one.is_active),
    )


def _variant(
    entry: VariantEntry, there: VariantDraft | None, options: tuple[tuple[str, str], ...]
) -> VariantDraft:
    start = there or VariantDraft(code=entry.code)
    said = {
        name: value
        for name in ("barcode", "weight_g", "length_mm", "width_mm", "height_mm", "cost_minor")
        if (value := getattr(entry, name)) is not None
    }
    return replace(start, options=options or start.options, is_active=True, **said)


def _options(
    axes: Sequence[Axis], variant: VariantEntry
) -> tuple[tuple[Axis, ...], tuple[tuple[str, str], ...]]:
    """Return the axes with the words of a variant in them, and its options by code."""
    found = {axis.code: axis for axis in axes}
    options = []
    for name, word in variant.options:
        axis = _axis_of(found, name)
        value = find_value(axis, word)
        if value is None:
            value = AxisValue(value_code(word), in_its_locale(word))
            axis = replace(axis, values=(*axis.values, value))
        found[axis.code] = axis
        options.append((axis.code, value.code))
    return tuple(found.values()), tuple(options)


def _axis_of(axes: Mapping[str, Axis], name: str) -> Axis:
    for axis in axes.values():
        if name == axis.code or name in axis.name.values():
            return axis
    code = axis_code(name)
    return axes.get(code) or Axis(code, in_its_locale(name), ())


def find_value(axis: Axis, word: str) -> AxisValue | None:
    """Return the value of an axis that a word means: its code, else the only one so named."""
    for value in axis.values:
        if value.code == word:
            return value
    named = [value for value in axis.values if word in value.name.values()]
    if len(named) == 1:
        return named[0]
    code = value_code(word)
    return next((value for value in axis.values if value.code == code), None)


def word_of(axis: Axis, code: str) -> str:
    """Return what a table calls a value: its name where that is clear, else its code."""
    value = next((one for one in axis.values if one.code == code), None)
    if value is None:
        return code
    for word in value.name.values():
        if word.strip() == word and find_value(axis, word) is value:
            return word
    return code


def own_axis(axis: Mapping[str, Any]) -> Axis:
    """Return an axis of our own form."""
    values = tuple(
        AxisValue(str(v["code"]), v["name"], bool(v.get("is_archived", False)))
        for v in axis["values"]
    )
    return Axis(str(axis["code"]), axis["name"], values)


def _media(
    entry: Entry, start: ProductDraft, pictures: Mapping[str, UUID]
) -> tuple[MediaDraft, ...] | None:
    """Return the pictures in the file's order; one that is there keeps its words.

    Without a single picture that could be had, those that are there stay.
    """
    if entry.images is None:
        return start.media
    there = {item.file_id: item for item in start.media or ()}
    wanted = dict.fromkeys(pictures[one] for one in entry.images if one in pictures)
    if not wanted and entry.images:
        return start.media
    return tuple(there.get(file_id) or MediaDraft(file_id, {}) for file_id in wanted)

"""Axes and the variants they span."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jishi.foundation.kernel.text import LOCALES, TextMap, localized
from jishi.goods.catalog.errors import (
    BadProduct,
    BadVariant,
    DuplicateCode,
    DuplicateOptions,
    TooManyVariants,
)
from jishi.goods.catalog.types import Axis, VariantDraft

MAX_AXES = 3
MAX_VARIANTS = 8_000
MAX_MEASURE = 10_000_000
"""Ten tonnes in grams, ten kilometers in millimeters."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}")
_AXIS_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")

Options = Mapping[str, str]


def is_code(text: str) -> bool:
    """Return whether a text can be the code of a product or variant."""
    return _CODE.fullmatch(text) is not None


def check_axes(axes: Sequence[Axis]) -> None:
    """Refuse axes that span too much, or whose codes clash.

    Raises: BadProduct, TooManyVariants.
    """
    codes = [axis.code for axis in axes]
    if len(axes) > MAX_AXES or len(set(codes)) != len(codes):
        raise BadProduct(field="axes")
    for axis in axes:
        values = [value.code for value in axis.values]
        named = [axis.name, *(value.name for value in axis.values)]
        if not values or len(set(values)) != len(values):
            raise BadProduct(field="axes", axis=axis.code)
        if not all(_AXIS_CODE.fullmatch(code) for code in (axis.code, *values)):
            raise BadProduct(field="axes", axis=axis.code)
        if not all(any(texts.values()) and set(texts) <= set(LOCALES) for texts in named):
            raise BadProduct(field="axes", axis=axis.code)
    if count_combinations(axes) > MAX_VARIANTS:
        raise TooManyVariants(field="axes", limit=MAX_VARIANTS)


def merge_axes(
    new: Sequence[Axis], old: Sequence[Axis], used: Iterable[tuple[str, str]]
) -> tuple[Axis, ...]:
    """Keep what old variants speak of: values that are dropped but used become archived.

    used: (axis, value) pairs of all variants, archived ones included.
    """
    in_use = set(used)
    known = {axis.code: axis for axis in new}
    merged = {axis.code: axis for axis in new}
    for axis in old:
        kept = tuple(
            replace(value, is_archived=True)
            for value in axis.values
            if (axis.code, value.code) in in_use
            and value.code not in {new.code for new in known.get(axis.code, _NO_AXIS).values}
        )
        if axis.code in merged:
            merged[axis.code] = replace(
                merged[axis.code], values=(*merged[axis.code].values, *kept)
            )
    return tuple(merged.values())


def count_combinations(axes: Sequence[Axis]) -> int:
    """Return how many variants the values on offer make."""
    count = 1
    for axis in axes:
        count *= sum(1 for value in axis.values if not value.is_archived)
    return count


def combinations(axes: Sequence[Axis]) -> list[tuple[tuple[str, str], ...]]:
    """Return the options of every variant that the values on offer make, in axis order."""
    live = [
        [(axis.code, value.code) for value in axis.values if not value.is_archived] for axis in axes
    ]
    return [tuple(pairs) for pairs in itertools.product(*live)]


def is_on_offer(options: Options, axes: Sequence[Axis]) -> bool:
    """Return whether options name one unarchived value of every axis, and nothing else."""
    return set(options) == {axis.code for axis in axes} and all(
        options[axis.code] in {value.code for value in axis.values if not value.is_archived}
        for axis in axes
    )


def option_text(options: Options, axes: Sequence[Axis]) -> TextMap:
    """Return how people read the options, by locale: 「红色 / 大」."""
    names = [
        value.name for axis in axes for value in axis.values if options.get(axis.code) == value.code
    ]
    if not names:
        return {}
    locales = [locale for locale in LOCALES if any(locale in name for name in names)]
    return {locale: " / ".join(localized(name, locale) for name in names) for locale in locales}


def generated_code(product_code: str, options: Sequence[tuple[str, str]]) -> str:
    """Return the code of a generated variant: the product's and its values in capitals."""
    return "-".join([product_code, *(value.upper() for _, value in options)])[:64]


def check_variants(variants: Sequence[VariantDraft], axes: Sequence[Axis]) -> None:
    """Refuse variants that clash or do not fit the axes.

    Raises: BadVariant, DuplicateCode, DuplicateOptions, TooManyVariants.
    """
    if len(variants) > MAX_VARIANTS:
        raise TooManyVariants(field="variants", limit=MAX_VARIANTS)
    codes: set[str] = set()
    offered: set[tuple[tuple[str, str], ...]] = set()
    live = {
        axis.code: {value.code for value in axis.values if not value.is_archived} for axis in axes
    }
    for draft in variants:
        _check_variant(draft)
        if draft.code in codes:
            raise DuplicateCode(field="variants", variant=draft.code)
        codes.add(draft.code)
        if not draft.is_active:
            continue
        options = dict(draft.options)
        if options.keys() != live.keys() or any(
            value not in live[axis] for axis, value in options.items()
        ):
            raise BadVariant(field="options", variant=draft.code)
        key = tuple(sorted(draft.options))
        if key in offered:
            raise DuplicateOptions(field="variants", variant=draft.code)
        offered.add(key)


def _check_variant(draft: VariantDraft) -> None:
    if not is_code(draft.code):
        raise BadVariant(field="code", variant=draft.code[:64])
    if len(draft.barcode) > 64:
        raise BadVariant(field="barcode", variant=draft.code)
    for name in ("weight_g", "length_mm", "width_mm", "height_mm"):
        if not 0 <= getattr(draft, name) <= MAX_MEASURE:
            raise BadVariant(field=name, variant=draft.code)
    if draft.cost_minor is not None and draft.cost_minor < 0:
        raise BadVariant(field="cost_minor", variant=draft.code)


_NO_AXIS = Axis(code="", name={}, values=())

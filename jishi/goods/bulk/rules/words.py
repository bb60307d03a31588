"""Codes made from words that files use: attributes, axes, their values, brands."""

import re
import zlib
from collections.abc import Sequence
from uuid import UUID

from jishi.goods.catalog.types import BrandInfo

_CODE = re.compile(r"[^a-z0-9_]+")


def attribute_code(name: str) -> str:
    """Return a foreign attribute's name as one of our codes, which begin with a letter."""
    code = _CODE.sub("_", name.lower()).strip("_")[:60]
    return f"x_{code}" if code[:1].isdigit() else code


def axis_code(name: str) -> str:
    """Return the code of an axis that a table names by a word."""
    plain = attribute_code(name)[:32]
    return plain or f"x_{zlib.crc32(name.encode()):08x}"


def value_code(text: str) -> str:
    """Return the code of an axis value that a table names by a word."""
    plain = attribute_code(text).removeprefix("x_")[:32]
    return plain or f"v-{zlib.crc32(text.encode()):08x}"


def brand_code(name: str) -> str:
    """Return the code of a brand that a file names."""
    plain = attribute_code(name).removeprefix("x_").replace("_", "-")
    return plain or f"b-{zlib.crc32(name.encode()):08x}"


def in_its_locale(text: str) -> dict[str, str]:
    """Return a word as text by language: Chinese if it has a Chinese character."""
    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in text)
    return {"zh-hans" if is_chinese else "en": text}


def brand_index(brands: Sequence[BrandInfo]) -> dict[str, UUID]:
    """Return brands by what a file may call them: a name in lower case, or the code."""
    found = {name.lower(): brand.brand_id for brand in brands for name in brand.name.values()}
    return found | {brand.code: brand.brand_id for brand in brands}


def brand_names(brands: Sequence[BrandInfo]) -> dict[UUID, str]:
    """Return what a file calls every brand, so that it is found again by that."""
    index = brand_index(brands)
    names = {}
    for brand in brands:
        clear = (name for name in brand.name.values() if index[name.lower()] == brand.brand_id)
        names[brand.brand_id] = next(clear, brand.code)
    return names

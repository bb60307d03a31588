"""What makes an attribute valid, and whether a product's values suit it."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from jishi.foundation.kernel.text import LOCALES, clean
from jishi.goods.catalog.errors import AttributeRequired, BadAttribute, BadAttributeValue
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeInfo,
    AttributeKind,
    AttributeScalar,
    AttributeValue,
)

MAX_TEXT = 500
_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")


def check_attribute(draft: AttributeDraft) -> None:
    """Refuse an attribute that products could not fill in.

    Raises: BadAttribute naming the field at fault.
    """
    if not _CODE.fullmatch(draft.code):
        raise BadAttribute(field="code")
    if not any(text.strip() for text in draft.name.values()):
        raise BadAttribute(field="name")
    codes = [option.code for option in draft.options]
    if (draft.kind == AttributeKind.ENUM) != bool(codes) or len(set(codes)) != len(codes):
        raise BadAttribute(field="options")
    if draft.unit and draft.kind != AttributeKind.NUMBER:
        raise BadAttribute(field="unit")


def typed_values(
    values: Iterable[AttributeValue], known: Mapping[str, AttributeInfo]
) -> dict[str, AttributeScalar]:
    """Return the values by code, each in the one spelling of its kind; blanks are dropped.

    Raises: BadAttributeValue if a value does not suit, or no attribute has its code.
    """
    typed = {}
    for given in values:
        attribute = known.get(given.code)
        if attribute is None or given.code in typed:
            raise BadAttributeValue(field="attributes", attribute=given.code)
        value = _typed(attribute, given.value)
        if value not in ("", {}):
            typed[given.code] = value
    return typed


def check_required(values: Mapping[str, AttributeScalar], required: Iterable[str]) -> None:
    """Refuse a product that lacks a value its category asks for.

    Raises: AttributeRequired naming the attribute.
    """
    for code in required:
        if code not in values:
            raise AttributeRequired(field="attributes", attribute=code)


def _typed(attribute: AttributeInfo, value: AttributeScalar) -> AttributeScalar:
    """Return a value in the spelling of its kind; text in one language is of the default."""
    refusal = BadAttributeValue(field="attributes", attribute=attribute.code)
    if attribute.kind == AttributeKind.BOOL:
        if not isinstance(value, bool):
            raise refusal
        return value
    if attribute.kind == AttributeKind.TEXT:
        texts = {LOCALES[0]: value} if isinstance(value, str) else value
        if isinstance(texts, bool) or not set(texts) <= set(LOCALES):
            raise refusal
        cleaned = {name: clean(text, max_length=MAX_TEXT) for name, text in texts.items()}
        return {name: text for name, text in cleaned.items() if text}
    if not isinstance(value, str):
        raise refusal
    if attribute.kind == AttributeKind.ENUM:
        if value and value not in {option.code for option in attribute.options}:
            raise refusal
        return value
    return _number(value, refusal) if value else value


def _number(text: str, refusal: BadAttributeValue) -> str:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise refusal from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise refusal
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain

"""Text in several languages, and cleaning of what people type."""

import unicodedata
from collections.abc import Mapping

DEFAULT_LOCALE = "zh-hans"
LOCALES = ("zh-hans", "en")

TextMap = Mapping[str, str]
"""Locale → text, for instance {"zh-hans": "雨前龙井", "en": "Longjing tea"}."""


def localized(texts: TextMap, locale: str) -> str:
    """Return the text in a locale, else in the default one, else in any, else empty."""
    return texts.get(locale) or texts.get(DEFAULT_LOCALE) or next(iter(texts.values()), "")


def clean(text: str, *, max_length: int) -> str:
    """Return text without control characters, composed, trimmed and cut to a length.

    Line breaks and tabs survive; lone surrogates and NUL, which databases refuse, do not.
    """
    composed = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    kept = "".join(
        character
        for character in composed
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return kept.strip()[:max_length]

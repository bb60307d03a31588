"""Filling variables into texts, checking texts, and writing values as each language does."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.numbers import format_currency

from jishi.care.notifications.errors import BadTemplate
from jishi.care.notifications.types import Value, Words
from jishi.foundation.kernel.money import Money, to_decimal
from jishi.foundation.kernel.text import LOCALES, TextMap, localized

TITLE_LENGTH = 120
BODY_LENGTH = 1000

_VARIABLE = re.compile(r"\{(\w*)\}")
_STOPS = ".。"
"""Full stops: a value that brings one gets no second."""

_BABEL = {"zh-hans": "zh_Hans_CN", "en": "en_US"}


def fill(words: Words, values: Mapping[str, Value]) -> Words:
    """Return words with their variables replaced; an unknown variable becomes nothing."""
    return Words(
        title={locale: _fill(text, values, locale) for locale, text in words.title.items()},
        body={locale: _fill(text, values, locale) for locale, text in words.body.items()},
    )


def variables_of(words: Words) -> set[str]:
    """Return the variables that words use in any language."""
    texts = (*words.title.values(), *words.body.values())
    return {name for text in texts for name in _VARIABLE.findall(text)}


def check(words: Words, known: Iterable[str]) -> None:
    """Refuse words that could not be sent.

    Raises: BadTemplate if a language is missing, a text is too long, a brace has no partner,
        or a variable is not known to the template.
    """
    for field, texts, limit in (
        ("title", words.title, TITLE_LENGTH),
        ("body", words.body, BODY_LENGTH),
    ):
        for locale in LOCALES:
            text = texts.get(locale, "").strip()
            if not text or len(text) > limit:
                raise BadTemplate(field=field, locale=locale, limit=limit)
            if set(_VARIABLE.sub("", text)) & set("{}"):
                raise BadTemplate(field=field, locale=locale, variable="{}")
    for name in sorted(variables_of(words) - set(known)):
        raise BadTemplate(field="body", variable=name)


def in_language(values: Mapping[str, Value], locale: str) -> dict[str, str]:
    """Return what variables stand for in one language."""
    return {
        name: value if isinstance(value, str) else localized(value, locale)
        for name, value in values.items()
    }


def money_text(amount_minor: int, currency: str) -> TextMap:
    """Write an amount as each language does: ¥25.56 in Chinese, CN¥25.56 in English."""
    amount = to_decimal(Money(amount_minor, currency))
    return {locale: format_currency(amount, currency, locale=_BABEL[locale]) for locale in LOCALES}


def moment_text(moment: datetime) -> TextMap:
    """Write a moment in Shanghai to the minute, as each language does."""
    local = moment.astimezone(ZoneInfo("Asia/Shanghai"))
    return {
        "zh-hans": f"{local.month}月{local.day}日 {local:%H:%M}",
        "en": f"{local:%b} {local.day}, {local:%H:%M}",
    }


def quoted(words: str, *, by_shop: bool = False) -> TextMap:
    """Write what a person wrote as their own words, in whatever language they are.

    by_shop: say whose words they are.
    """
    text = words.strip().rstrip(_STOPS)
    said = {"zh-hans": f"“{text}”", "en": f"“{text}”"}
    if by_shop:
        said = {"zh-hans": f"商家说明“{text}”", "en": f"the shop wrote “{text}”"}
    return said if text else dict.fromkeys(said, "—")


def _fill(text: str, values: Mapping[str, Value], locale: str) -> str:
    def written(match: re.Match[str]) -> str:
        value = values.get(match[1], "")
        words = value if isinstance(value, str) else localized(value, locale)
        is_end = text[match.end() : match.end() + 1] in tuple(_STOPS)
        return words.rstrip().rstrip(_STOPS) if is_end else words

    return _VARIABLE.sub(written, text)

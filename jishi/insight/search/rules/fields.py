"""What of a product goes into which field of the index."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jishi.insight.search.rules import accessories, pinyin, suggestions
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.types import SearchDocument

_TITLE_REPEATS = 2
"""A word of the title counts as often as this many words of the description."""


class Field(StrEnum):
    """Fields that words are looked for in.

    TEXT: everything a product says about itself. TITLE: its names only, in order.
    GRAMS: single Chinese characters of its names and pairs of all its texts.
    PINYIN: readings of its names.
    """

    TEXT = "text"
    TITLE = "title"
    GRAMS = "grams"
    PINYIN = "pinyin"


@dataclass(frozen=True, slots=True)
class IndexTexts:
    """The analyzed texts of a product.

    words: by field. completions: see `suggestions.entries`.
    """

    words: dict[Field, list[str]]
    completions: list[str]
    is_accessory: bool


def index_texts(document: SearchDocument) -> IndexTexts:
    """Analyze all texts of a product."""
    titles = list(dict.fromkeys(document.titles.values()))
    names = [*document.brand_names, *document.category_names, document.code]
    labels = [*document.keywords, *document.tags, *_attribute_values(document)]
    title_words = _words(titles)
    return IndexTexts(
        words={
            Field.TEXT: title_words * _TITLE_REPEATS
            + _words([*names, *labels, document.description]),
            Field.TITLE: title_words + _words(names),
            Field.GRAMS: _grams([*titles, *names, *labels], document.description),
            Field.PINYIN: pinyin.readings("\n".join([*titles, *names, *document.keywords])),
        },
        completions=suggestions.entries(document),
        is_accessory=any(accessories.is_accessory(title) for title in titles),
    )


def _words(texts: Iterable[str]) -> list[str]:
    return text_rules.index_words("\n".join(texts))


def _grams(names: Iterable[str], prose: str) -> list[str]:
    found: dict[str, None] = {}
    for run in text_rules.han_runs("\n".join(names)):
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(text_rules.pairs(run)))
    for run in text_rules.han_runs(prose):
        found.update(dict.fromkeys(text_rules.pairs(run)))
    return list(found)


def _attribute_values(document: SearchDocument) -> list[str]:
    return [value for values in document.attributes.values() for value in values]

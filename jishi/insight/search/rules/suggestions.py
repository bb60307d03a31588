"""Suggestions while typing: phrases that begin so, in characters, pinyin or initials."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise

import rjieba

from jishi.foundation.kernel.text import DEFAULT_LOCALE
from jishi.insight.search.rules import pinyin
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.types import SearchDocument, Suggestion, SuggestionKind

SEPARATOR = "\x1f"
LONGEST_PHRASE = 40

_PHRASE_WORD = re.compile(r"[a-z][a-z0-9'-]{2,}")
_TITLE_WORDS = 6
_SPACES = re.compile(r"\s+")


def typed_key(text: str) -> str:
    """Return what is typed in the form that keys have; a trailing space is kept."""
    plain = text_rules.normalize(text[:LONGEST_PHRASE]).replace(SEPARATOR, " ")
    return _SPACES.sub(" ", plain).lstrip()


def keys(phrase: str) -> tuple[str, ...]:
    """Return the keys by which a phrase is found: itself, its full pinyin, its initials."""
    key = typed_key(phrase).rstrip()
    if not text_rules.han_runs(key):
        return (key,)
    compact = key.replace(" ", "")
    return tuple(dict.fromkeys((key, pinyin.reading(compact), pinyin.initials(compact))))


def entries(document: SearchDocument) -> list[str]:
    """Return the completion terms of a product: locale, key and phrase, with separators."""
    found: dict[str, None] = {}
    names = [*document.brand_names, *document.category_names, *document.tags]
    for locale, title in document.titles.items():
        fitting = [name for name in names if _fits(name, locale)]
        for phrase in map(text_rules.sound, [*fitting, *_title_phrases(title)]):
            for key in keys(phrase):
                found[SEPARATOR.join((locale, key, phrase))] = None
    return list(found)


def parse_entries(terms: Iterable[tuple[str, int]], limit: int) -> list[Suggestion]:
    """Turn completion terms with their number of products into suggestions, most common first."""
    counts: dict[str, int] = {}
    for term, count in terms:
        phrase = term.rpartition(SEPARATOR)[2]
        counts[phrase] = max(count, counts.get(phrase, 0))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], len(item[0]), item[0]))
    return [Suggestion(phrase, SuggestionKind.PHRASE, count) for phrase, count in ordered[:limit]]


class PhraseBook:
    """Popular queries, ready to be completed."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Index phrases by their keys.

        counts: how often each phrase was searched for.
        """
        self._entries = sorted(
            (key, phrase, count) for phrase, count in counts.items() for key in keys(phrase)
        )

    def complete(self, typed: str, limit: int) -> list[Suggestion]:
        """Return the phrases that begin with what is typed, most searched first."""
        key = typed_key(typed)
        if not key:
            return []
        counts = dict(self._starting_with(key))
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [
            Suggestion(phrase, SuggestionKind.POPULAR, count) for phrase, count in ordered[:limit]
        ]

    def _starting_with(self, key: str) -> Iterator[tuple[str, int]]:
        for entry_key, phrase, count in islice(
            self._entries, bisect_left(self._entries, (key,)), None
        ):
            if not entry_key.startswith(key):
                return
            yield phrase, count


def merge(
    popular: Iterable[Suggestion], phrases: Iterable[Suggestion], limit: int
) -> tuple[Suggestion, ...]:
    """Return popular queries, then phrases, without repetition."""
    found: dict[str, Suggestion] = {}
    for suggestion in (*popular, *phrases):
        found.setdefault(typed_key(suggestion.text), suggestion)
    return tuple(found.values())[:limit]


def _fits(name: str, locale: str) -> bool:
    """Tell whether a name may be shown in a locale: Chinese characters only in Chinese."""
    return locale.startswith(DEFAULT_LOCALE[:2]) or not text_rules.han_runs(name)


def _title_phrases(title: str) -> Iterator[str]:
    """Yield single words and neighboring pairs of words of a title."""
    plain = text_rules.normalize(title)
    for run in text_rules.han_runs(plain):
        words = rjieba.cut(run)
        yield from (word for word in words if len(word) > 1)
        yield from (first + second for first, second in pairwise(words))
    latin = plain.split()[:_TITLE_WORDS]
    yield from filter(_PHRASE_WORD.fullmatch, latin)
    for pair in pairwise(latin):
        if all(map(_PHRASE_WORD.fullmatch, pair)):
            yield " ".join(pair)

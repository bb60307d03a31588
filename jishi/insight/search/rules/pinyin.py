"""Pinyin: the readings by which a Chinese text is found when it is typed in Latin letters."""

import functools
from collections.abc import Iterator, Sequence

import pypinyin
import rjieba

from jishi.insight.search.rules import text as text_rules

LONGEST_WINDOW = 3
"""Neighboring words whose readings are typed in one go."""


def reading(han: str) -> str:
    """Return the full pinyin of Chinese characters, in one word: 连衣裙 gives lianyiqun."""
    return "".join(_syllables(han))


def initials(han: str) -> str:
    """Return the first letter of each syllable: 连衣裙 gives lyq."""
    return "".join(syllable[0] for syllable in _syllables(han))


def readings(text: str) -> list[str]:
    """Return full pinyin and initials of every one to three neighboring words of a text."""
    found: dict[str, None] = {}
    for run in text_rules.han_runs(text):
        for first, last in _windows(rjieba.cut(run)):
            syllables = _syllables(run)[first:last]
            found["".join(syllables)] = None
            if len(syllables) > 1:
                found["".join(syllable[0] for syllable in syllables)] = None
    return list(found)


@functools.lru_cache(maxsize=8_192)
def _syllables(han: str) -> tuple[str, ...]:
    """Return one syllable a character, read in context; unread characters stand for themselves."""
    return tuple(
        syllable
        for piece in pypinyin.lazy_pinyin(han)
        for syllable in ([piece] if piece.isascii() else piece)
    )


def _windows(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end, in characters, of every one to three neighboring words."""
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    for first in range(len(words)):
        for size in range(1, LONGEST_WINDOW + 1):
            if first + size < len(ends):
                yield ends[first], ends[first + size]

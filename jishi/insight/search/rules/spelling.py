"""Spelling: what a shopper probably meant, out of the words that products use."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from jishi.insight.search.rules import pinyin
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.rules.fields import Field
from jishi.insight.search.rules.text import Chunk

LONGEST_WORD = 30
LONGEST_QUERY = 8
"""Pieces of the longest query that is respelled; pasted paragraphs are not."""

_ONE_EDIT_FROM = 4
_TWO_EDITS_FROM = 8


class Dictionary(Protocol):
    """What the index knows to correct by."""

    def frequency(self, field: Field, word: str) -> int:
        """Return the number of products with a word in a field."""

    def words(self, field: Field, prefix: str) -> list[tuple[str, int]]:
        """Return the words of a field that begin so, with their number of products."""

    def phrase_read(self, reading: str) -> str | None:
        """Return the most common phrase with a full pinyin."""


def respell(text: str, dictionary: Dictionary) -> str | None:
    """Return a query with its unknown words replaced by known ones; None if nothing is better.

    Homophones in Chinese (连一裙), edited or joined words in Latin letters (headphnes,
    mousepad), and words apart that belong together (head set).
    """
    chunks = text_rules.query_chunks(text)
    if len(chunks) > LONGEST_QUERY:
        return None
    respelled = _homophones(text, dictionary) or _words(chunks, dictionary)
    return respelled or _joined(chunks, dictionary)


def allowed_edits(word: str) -> int:
    """Return how many typing errors are forgiven; none in short words and model numbers."""
    if len(word) > LONGEST_WORD or not word.isalpha() or len(word) < _ONE_EDIT_FROM:
        return 0
    return 2 if len(word) >= _TWO_EDITS_FROM else 1


def best_correction(word: str, vocabulary: Iterable[tuple[str, int]]) -> str | None:
    """Return the nearest known word within the allowed edits; the more frequent of equals.

    vocabulary: words with the number of products that use them.
    """
    limit = allowed_edits(word)
    best: tuple[int, int, str] | None = None
    for known, count in vocabulary:
        if known == word or abs(len(known) - len(word)) > limit or not known.isalpha():
            continue
        edits = distance(word, known, limit=limit)
        if edits <= limit and (best is None or (edits, -count, known) < best):
            best = (edits, -count, known)
    return best[2] if best else None


def distance(left: str, right: str, *, limit: int) -> int:
    """Return the number of letters to add, drop, change or swap with a neighbor.

    Stops at limit + 1 when it is certain to be exceeded.
    Source: optimal string alignment distance.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            cost = min(
                above[column] + 1,
                current[column - 1] + 1,
                above[column - 1] + (letter != other),
            )
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return min(above[-1], limit + 1)


def _homophones(text: str, dictionary: Dictionary) -> str | None:
    plain = text_rules.normalize(text)
    respelled = plain
    for run in text_rules.han_runs(plain):
        phrase = dictionary.phrase_read(pinyin.reading(run)) if len(run) > 1 else None
        respelled = respelled.replace(run, phrase or run)
    return None if respelled == plain else respelled


def _words(chunks: Sequence[Chunk], dictionary: Dictionary) -> str | None:
    words = [_known(chunk, dictionary) or chunk.whole for chunk in chunks]
    return None if words == [chunk.whole for chunk in chunks] else " ".join(words)


def _known(chunk: Chunk, dictionary: Dictionary) -> str | None:
    """Return a known word or phrase for an unknown chunk."""
    word = chunk.whole
    if chunk.is_han or _is_known(word, dictionary) or not word.isalpha():
        return None
    for cut in range(3, len(word) - 2):
        first, second = word[:cut], text_rules.stem(word[cut:])
        if all(dictionary.frequency(Field.TITLE, part) for part in (first, second)):
            return f"{first} {second}"
    if not allowed_edits(word):
        return None
    near = [*dictionary.words(Field.TITLE, word[0]), *dictionary.words(Field.TITLE, word[1])]
    return best_correction(word, near) or _read_otherwise(word, dictionary)


def _read_otherwise(word: str, dictionary: Dictionary) -> str | None:
    corrected = best_correction(word, dictionary.words(Field.PINYIN, word[:2]))
    return (dictionary.phrase_read(corrected) or corrected) if corrected else None


def _joined(chunks: Sequence[Chunk], dictionary: Dictionary) -> str | None:
    for left, right in pairwise(chunks):
        together = left.whole + right.whole
        if not right.is_han and dictionary.frequency(Field.TITLE, together):
            joined = " ".join(chunk.whole for chunk in chunks)
            return joined.replace(f"{left.whole} {right.whole}", together, 1)
    return None


def _is_known(word: str, dictionary: Dictionary) -> bool:
    return any(dictionary.frequency(field, word) for field in (Field.TEXT, Field.PINYIN))

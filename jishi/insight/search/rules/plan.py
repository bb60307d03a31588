"""The plan of a search: a query as a tree of words, independent of the engine.

Every piece of the query must be found somewhere in a product; each piece knows several ways
to be found (as written, by parts, by reading, by synonym). When too few products have all
pieces, the relaxed plan accepts most of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeAlias

from jishi.insight.search.rules import accessories, synonyms
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.rules.fields import Field
from jishi.insight.search.rules.text import Chunk

_SYNONYM = 0.2
_PARTS = 0.6
_PAIRS = 0.5
_CHARACTERS = 0.2
_READING = 0.6


@dataclass(frozen=True, slots=True)
class Term:
    """A word in a field."""

    field: Field
    word: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these; scores add up."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these; the best score counts."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Boost:
    """The same with its score multiplied."""

    node: "Node"
    factor: float


Node: TypeAlias = Term | AllOf | AnyOf | Boost


@dataclass(frozen=True, slots=True)
class Plan:
    """How to look for a query.

    pieces: each to be found, known terms as one. singles: the words of the query, most of
    them to be found when relaxed.
    phrases: neighboring words that count more side by side.
    prefers_main: the query names no accessory, so accessories come later.
    """

    pieces: tuple[Node, ...]
    singles: tuple[Node, ...]
    phrases: tuple[tuple[str, str], ...]
    prefers_main: bool

    @property
    def needed_when_relaxed(self) -> int:
        """Return how many singles must be found if all are too many: two thirds, at least one."""
        return max(1, len(self.singles) * 2 // 3)


class Vocabulary(Protocol):
    """What words the index knows."""

    def frequency(self, field: Field, word: str) -> int:
        """Return the number of products with a word in a field."""


def make_plan(
    chunks: Sequence[Chunk], *, text: str, book: synonyms.SynonymBook, vocabulary: Vocabulary
) -> Plan:
    """Plan the search for a query.

    chunks: of the query's text, see `text.query_chunks`.
    """
    return Plan(
        pieces=tuple(_pieces(chunks, book, vocabulary)),
        singles=tuple(_ways(chunk) for chunk in _singles(chunks)),
        phrases=tuple(
            (left.whole, right.whole)
            for left, right in pairwise(chunks)
            if not (left.is_han or right.is_han)
        ),
        prefers_main=not accessories.names_accessory(text),
    )


def _pieces(
    chunks: Sequence[Chunk], book: synonyms.SynonymBook, vocabulary: Vocabulary
) -> Iterable[Node]:
    """Yield one node for every piece: the longest known term first, single chunks otherwise."""
    start = 0
    while start < len(chunks):
        for size in range(min(synonyms.LONGEST_TERM, len(chunks) - start), 0, -1):
            window = chunks[start : start + size]
            others = _other_ways(window, book, vocabulary)
            if others or size == 1:
                yield _any([_all([_ways(chunk) for chunk in window]), *others])
                start += size
                break


def _singles(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return the shortest words of a query, without bare numbers if there is anything else."""
    words = [
        inner
        for chunk in chunks
        for inner in (
            [Chunk(part, is_han=True) for part in chunk.parts]
            if chunk.is_han and chunk.parts
            else [chunk]
        )
    ]
    return [word for word in words if not word.whole.isdigit()] or words


def _other_ways(
    window: Sequence[Chunk], book: synonyms.SynonymBook, vocabulary: Vocabulary
) -> list[Node]:
    """Return synonyms and readings of neighboring chunks."""
    joined = "".join(chunk.whole for chunk in window)
    others: list[Node] = [Boost(_words(other), _SYNONYM) for other in book.of(joined)]
    if _is_reading(window, joined, vocabulary):
        others.append(Boost(Term(Field.PINYIN, joined), _READING))
    return others


def _is_reading(window: Sequence[Chunk], joined: str, vocabulary: Vocabulary) -> bool:
    """Tell whether Latin letters are rather pinyin: more products read so than are written so."""
    if not (joined.isascii() and joined.isalpha()):
        return False
    written = min(vocabulary.frequency(Field.TITLE, chunk.whole) for chunk in window)
    return vocabulary.frequency(Field.PINYIN, joined) > written


def _ways(chunk: Chunk) -> Node:
    """Return how a single chunk can be found."""
    parts = _boosted([Term(Field.TEXT, part) for part in chunk.parts], _PARTS)
    if not chunk.is_han:
        return _any([Term(Field.TEXT, chunk.whole), *parts])
    characters = [Term(Field.GRAMS, character) for character in dict.fromkeys(chunk.whole)]
    if len(chunk.whole) == 1:
        beside = [Term(Field.GRAMS, chunk.before + chunk.whole)] if chunk.before else []
        return _any([*beside, *_boosted(characters, _CHARACTERS)])
    pairs = [Term(Field.GRAMS, pair) for pair in text_rules.pairs(chunk.whole)]
    loose = _boosted(characters, _CHARACTERS) if chunk.is_loose else []
    return _any([Term(Field.TEXT, chunk.whole), *parts, *_boosted(pairs, _PAIRS), *loose])


def _words(phrase: str) -> Node:
    """Return the words of a synonym, all needed."""
    return _all(
        [
            Term(Field.TEXT, chunk.whole) if len(chunk.whole) > 1 else _ways(chunk)
            for chunk in text_rules.query_chunks(phrase)
        ]
    )


def _boosted(nodes: Sequence[Term], factor: float) -> list[Boost]:
    return [Boost(_all(nodes), factor)] if nodes else []


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _any(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))

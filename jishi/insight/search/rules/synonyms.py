"""Synonyms: other words for the same thing, in both languages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from jishi.insight.search.rules import text as text_rules

LONGEST_TERM = 4
"""Pieces of the longest term that is recognized in a query."""


class SynonymBook:
    """Terms with their synonyms; immutable."""

    def __init__(self, synonyms: Mapping[str, Sequence[str]]) -> None:
        """Take terms as people write them, each with what else to look for."""
        self._synonyms = {key_of(term): tuple(others) for term, others in synonyms.items()}

    @classmethod
    def parse(cls, lines: Iterable[str]) -> Self:
        """Read groups of equal terms, one group a line, separated by commas; # starts a comment."""
        synonyms: dict[str, list[str]] = {}
        for line in lines:
            terms = [term.strip() for term in line.partition("#")[0].split(",")]
            for term in filter(None, terms):
                others = [other for other in terms if other and other != term]
                synonyms.setdefault(term, []).extend(others)
        return cls(synonyms)

    def overridden(self, overrides: Mapping[str, Sequence[str]]) -> "SynonymBook":
        """Return a book in which an operator's terms replace ours; no synonyms remove a term."""
        book = SynonymBook({})
        book._synonyms = self._synonyms | SynonymBook(overrides)._synonyms
        return book

    def of(self, key: str) -> tuple[str, ...]:
        """Return what else to look for; nothing for an unknown term.

        key: made by `key_of`.
        """
        return self._synonyms.get(key, ())


def key_of(term: str) -> str:
    """Return the key of a term: "Power bank", "power-bank" and "powerbanks" are one."""
    return "".join(chunk.whole for chunk in text_rules.query_chunks(term))

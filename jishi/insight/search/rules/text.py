"""Text analysis: what merchants write and what shoppers type become the same plain words.

The same functions run when a product is indexed and when someone searches, so that both
sides always agree. A word is lower-case and holds no space; Chinese words are Simplified.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import opencc
import rjieba

MAX_QUERY_LENGTH = 120
"""Characters of a query that are read; the rest is ignored."""

MAX_QUERY_CHUNKS = 24
"""Pieces of a query that are looked for; the rest is ignored."""

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_LETTER = rf"[^\W_{_HAN}]"
_RUN = re.compile(rf"[{_HAN}]+|{_LETTER}+(?:[-_.+/'’]{_LETTER}+)*")
_JOINT = re.compile(r"[-_.+/'’]")
_DECIMAL = re.compile(r"\d+\.\d+")
_LETTERS_OR_DIGITS = re.compile(r"\d+|\D+")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"),
        *("的", "和", "与", "及", "或", "了", "之"),
    )
)

_to_simplified = opencc.OpenCC("t2s").convert


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of text that is looked for as one: a Chinese word, or letters and digits.

    whole: without hyphens, slashes and the like; English plurals are cut.
    parts: letters and digits of a model number apart, words of a long Chinese word; empty if
    there is one only. Who looks for the whole may also find all parts.
    joints: what else finds it: pieces between hyphens, and neighboring pieces together.
    is_loose: Chinese characters that are no dictionary word, perhaps a name, perhaps not.
    before: the Chinese character in front of a Chinese piece, in the same run.
    """

    whole: str
    parts: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    is_han: bool = False
    is_loose: bool = False
    before: str = ""


def normalize(text: str) -> str:
    """Return text in its plain form: compatible, lower-case, Simplified, without accents."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFKC", sound(text)).lower()
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", composed))
    return str(_to_simplified(unicodedata.normalize("NFC", bare)))


def sound(text: str) -> str:
    """Return text without lone surrogates, which cannot be encoded."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


def index_words(text: str) -> list[str]:
    """Return the words by which a text is found, in order, repeated as they occur.

    A Chinese run gives every dictionary word in it; "dv7-1211ea" gives itself and its parts.
    """
    words: list[str] = []
    for run in _RUN.findall(normalize(text)):
        if is_han(run):
            words += [word for word in rjieba.cut_for_search(run) if len(word) > 1]
        else:
            chunk = _latin_chunk(run)
            words += (chunk.whole, *chunk.parts, *chunk.joints)
    return words


def han_runs(text: str) -> list[str]:
    """Return the uninterrupted runs of Chinese characters, Simplified."""
    return [] if text.isascii() else _HAN_RUN.findall(normalize(text))


def pairs(run: str) -> list[str]:
    """Return the neighboring pairs of characters: 连衣裙 gives 连衣 and 衣裙."""
    return [run[start : start + 2] for start in range(len(run) - 1)]


def query_chunks(text: str) -> tuple[Chunk, ...]:
    """Cut a query into what each must be found, in order, without repetition.

    Stop words are dropped unless nothing else is there.
    """
    cut: list[Chunk] = []
    for run in _RUN.findall(normalize(text[:MAX_QUERY_LENGTH])):
        cut += _han_chunks(run) if is_han(run) else [_latin_chunk(run)]
    telling = [chunk for chunk in cut if chunk.whole not in _STOP_WORDS]
    return tuple(dict.fromkeys(telling or cut))[:MAX_QUERY_CHUNKS]


def is_han(text: str) -> bool:
    """Tell whether a text is written in Chinese characters throughout."""
    return not text.isascii() and _HAN_RUN.fullmatch(text) is not None


def stem(word: str) -> str:
    """Return an English word without its plural ending; other words stay.

    Source: D. Harman, "How effective is suffixing?", 1991, the S stemmer, to which -ches,
    -shes, -sses, -xes and -zzes are added.
    """
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word if word.endswith(("us", "ss", "is")) else word[:-1]


def _han_chunks(run: str) -> Iterator[Chunk]:
    """Cut a Chinese run into words; single characters in a row stay together."""
    start = 0
    for is_single, words in itertools.groupby(rjieba.cut(run), key=lambda word: len(word) == 1):
        for piece in ["".join(words)] if is_single else words:
            yield Chunk(
                piece,
                parts=() if is_single else _inner_words(piece),
                is_han=True,
                is_loose=is_single,
                before=run[start - 1 : start],
            )
            start += len(piece)


def _inner_words(word: str) -> tuple[str, ...]:
    """Return the words that a long word is made of: 儿童玩具 gives 儿童 and 玩具."""
    inner = [part for part in rjieba.cut_for_search(word) if 1 < len(part) < len(word)]
    parts: list[str] = []
    rest = word
    while rest:
        fitting = [part for part in inner if rest.startswith(part)]
        if not fitting:
            return ()
        parts.append(max(fitting, key=len))
        rest = rest.removeprefix(parts[-1])
    return tuple(parts)


@functools.lru_cache(maxsize=65_536)
def _latin_chunk(run: str) -> Chunk:
    if _DECIMAL.fullmatch(run):
        return Chunk(run)
    pieces = [piece for piece in _JOINT.split(run) if piece]
    whole = stem("".join(pieces))
    parts = [stem(part) for piece in pieces for part in _LETTERS_OR_DIGITS.findall(piece)]
    joints = [*pieces, *map("".join, itertools.pairwise(pieces))] if len(pieces) > 1 else []
    seen = {whole, *parts}
    return Chunk(
        whole,
        parts=tuple(part for part in dict.fromkeys(parts) if part != whole),
        joints=tuple(joint for joint in dict.fromkeys(joints) if joint not in seen),
    )

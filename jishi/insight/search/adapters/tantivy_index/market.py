"""The index of one market: a directory, a reader that follows it, a writer while it is needed."""

import os
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import tantivy

from jishi.foundation.kernel.text import DEFAULT_LOCALE
from jishi.insight.search.adapters.tantivy_index import schema
from jishi.insight.search.errors import IndexBusy
from jishi.insight.search.rules import suggestions
from jishi.insight.search.rules.fields import Field
from jishi.insight.search.types import Suggestion

_WRITER_HEAP_BYTES = 30_000_000
Stamp: TypeAlias = tuple[int, int]
"""Date and number of the file that a commit writes anew."""

_LOCK_PAUSE_S = 0.05
_PHRASE_CANDIDATES = 5


class Reader:
    """A snapshot of a market's index; answers what the rules ask about its words."""

    def __init__(self, searcher: tantivy.Searcher, stamp: Stamp | None = None) -> None:
        """Take the engine's view of one commit. stamp: what tells it from other commits."""
        self.searcher = searcher
        self.stamp = stamp

    def frequency(self, field: Field, word: str) -> int:
        """Return the number of products with a word in a field."""
        return self.searcher.doc_freq(field, word)

    def words(self, field: Field, prefix: str) -> list[tuple[str, int]]:
        """Return the words of a field that begin so, with their number of products."""
        return self.searcher.terms_with_prefix(field, prefix)

    def phrase_read(self, reading: str) -> str | None:
        """Return the most common Chinese phrase with a full pinyin."""
        prefix = suggestions.SEPARATOR.join((DEFAULT_LOCALE, reading, ""))
        terms = self.searcher.terms_with_prefix("completions", prefix, limit=_PHRASE_CANDIDATES)
        found = suggestions.parse_entries(terms, 1)
        return found[0].text if found else None

    def phrases(self, locale: str, typed: str, limit: int) -> list[Suggestion]:
        """Return the phrases that begin with what is typed; if none do, those of its last word."""
        prefix = suggestions.SEPARATOR.join((locale, typed))
        terms = self.searcher.terms_with_prefix("completions", prefix, limit=limit)
        head, space, last = typed.rpartition(" ")
        if terms or not (space and last):
            return suggestions.parse_entries(terms, limit)
        return [
            replace(phrase, text=f"{head} {phrase.text}")
            for phrase in self.phrases(locale, last, limit)
            if phrase.text.startswith(last)
        ]

    def product_ids(self, addresses: list[tantivy.DocAddress]) -> tuple[UUID, ...]:
        """Return the ids of hits, in their order, without reading stored rows."""
        high = self.searcher.fast_field_values("id_high", addresses)
        low = self.searcher.fast_field_values("id_low", addresses)
        pairs = zip(high, low, strict=True)
        return tuple(UUID(int=int(first or 0) << 64 | int(last or 0)) for first, last in pairs)


class MarketIndex:
    """One market's directory on disk."""

    def __init__(self, path: Path) -> None:
        """Open the directory, and make it if it is not there."""
        path.mkdir(parents=True, exist_ok=True)
        self.schema = schema.make_schema()
        self._index = tantivy.Index(self.schema, str(path))
        self._index.config_reader("manual")
        schema.register_tokenizer(self._index)
        self._stamp_path = str(path / "meta.json")
        self._stamp: Stamp | None = None
        self._lock = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        self._reader = Reader(self._index.searcher())

    def reader(self) -> Reader:
        """Return the latest commit, of whichever process; costs one look at a file's date."""
        if self._latest_stamp() != self._stamp:
            with self._lock:
                # The stamp is read before the reload: a commit in between is seen next time.
                stamp = self._latest_stamp()
                if stamp != self._stamp:
                    self._index.reload()
                    self._reader = Reader(self._index.searcher(), stamp)
                    self._stamp = stamp
        return self._reader

    def writer(self, *, timeout_s: float) -> tantivy.IndexWriter:
        """Return the writer, holding the directory's lock until `commit` or `discard`.

        Raises: IndexBusy if another process keeps the lock for so long.
        """
        give_up_at = time.monotonic() + timeout_s
        while self._writer is None:
            try:
                self._writer = self._index.writer(_WRITER_HEAP_BYTES, 1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() >= give_up_at:
                    raise IndexBusy from error
                time.sleep(_LOCK_PAUSE_S)
        return self._writer

    def commit(self) -> None:
        """Make changes visible and release the lock; nothing to do without a writer."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.commit()
            writer.wait_merging_threads()

    def discard(self) -> None:
        """Forget uncommitted changes and release the lock; nothing to do without a writer."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.rollback()
            writer.wait_merging_threads()

    def _latest_stamp(self) -> Stamp:
        status = os.stat(self._stamp_path)
        return status.st_mtime_ns, status.st_ino

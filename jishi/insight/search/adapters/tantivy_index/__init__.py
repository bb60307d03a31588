"""The default search engine: Tantivy, in this process, one directory for each market."""

import re
import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from uuid import UUID

import tantivy

from jishi.insight.search.adapters.synonyms import load_synonyms
from jishi.insight.search.adapters.tantivy_index import schema
from jishi.insight.search.adapters.tantivy_index.compiler import Compiler
from jishi.insight.search.adapters.tantivy_index.market import MarketIndex, Reader
from jishi.insight.search.adapters.tantivy_index.searching import Search
from jishi.insight.search.rules import fields, ranking, suggestions
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.rules.suggestions import PhraseBook
from jishi.insight.search.rules.synonyms import SynonymBook
from jishi.insight.search.types import (
    SearchDocument,
    SearchQuery,
    SearchResult,
    Suggestion,
    SuggestQuery,
)

_MARKET_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_LARGEST_SUGGESTION_LIMIT = 50
_CANDIDATES_PER_SUGGESTION = 4


class TantivyIndex:
    """A `SearchIndex` in a directory on disk, shared by all processes of a machine.

    Every query of a shopper names a market; so each market has a directory of its own, and
    narrowing to it costs nothing. Readers follow commits by the date of a file.
    """

    def __init__(
        self,
        path: Path,
        *,
        synonyms: SynonymBook | None = None,
        weights: ranking.ScoreWeights | None = None,
        lock_timeout_s: float = 5.0,
    ) -> None:
        """Use a directory, which need not exist yet.

        synonyms: instead of the house's own.
        weights: of the composite score, for what is indexed from now on.
        lock_timeout_s: how long to wait for another process that writes.
        """
        self._path = path / schema.VERSION
        self._synonyms = synonyms or load_synonyms()
        self._popular = PhraseBook({})
        given = weights or ranking.ScoreWeights()
        self._weights: Callable[[], ranking.ScoreWeights] = lambda: given
        self._lock_timeout_s = lock_timeout_s
        self._compiler = Compiler(schema.make_schema())
        self._markets: dict[str, MarketIndex] = {}
        self._lock = threading.Lock()

    def use_synonyms(self, synonyms: SynonymBook) -> None:
        """Search with another dictionary from now on; nothing needs to be indexed again."""
        self._synonyms = synonyms

    def use_weights(self, weights: Callable[[], ranking.ScoreWeights]) -> None:
        """Ask for the weights of the composite score whenever something is indexed."""
        self._weights = weights

    def use_popular(self, popular: PhraseBook) -> None:
        """Suggest other popular queries from now on."""
        self._popular = popular

    def upsert(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace products; return how many.

        Raises: IndexBusy if another process keeps writing.
        """
        self._open_all()
        count = 0
        for document in documents:
            self._remove(document.product_id)
            listed = [code for code in document.market_codes if code in document.price_minor]
            if listed:
                self._add(document, listed)
            count += 1
        return count

    def delete(self, product_ids: Iterable[UUID]) -> None:
        """Remove products from all markets; unknown ids are ignored.

        Raises: IndexBusy if another process keeps writing.
        """
        self._open_all()
        for product_id in product_ids:
            self._remove(product_id)

    def clear(self) -> None:
        """Remove everything.

        Raises: IndexBusy if another process keeps writing.
        """
        self._open_all()
        for market in self._markets.values():
            self._writer(market).delete_all_documents()

    def commit(self) -> None:
        """Make all changes visible to every process, and let others write."""
        for market in self._markets.values():
            market.commit()

    def discard(self) -> None:
        """Forget changes since the last commit, and let others write."""
        for market in self._markets.values():
            market.discard()

    def search(self, query: SearchQuery) -> SearchResult:
        """Return the products that answer a query, best first; none in an unknown market."""
        reader = self._reader(query.market)
        return (
            Search(reader, self._compiler, self._synonyms).run(query) if reader else SearchResult()
        )

    def version(self, market: str) -> Hashable:
        """Return the mark of the latest commit; costs one look at a file's date."""
        reader = self._reader(market)
        return reader and (self._path, reader.stamp)

    def suggest(self, query: SuggestQuery) -> tuple[Suggestion, ...]:
        """Return completions: popular queries first, then phrases of products."""
        limit = min(max(query.limit, 1), _LARGEST_SUGGESTION_LIMIT)
        typed = suggestions.typed_key(query.text)
        reader = self._reader(query.market)
        if not typed.strip() or reader is None:
            return ()
        locale = text_rules.sound(query.locale)
        phrases = reader.phrases(locale, typed, limit * _CANDIDATES_PER_SUGGESTION)
        return suggestions.merge(self._popular.complete(typed, limit), phrases, limit)

    def count(self, market: str) -> int:
        """Return the number of products listed in a market."""
        reader = self._reader(market)
        return reader.searcher.num_docs if reader else 0

    def _add(self, document: SearchDocument, listed: Sequence[str]) -> None:
        texts = fields.index_texts(document)
        quality = ranking.quality(document, self._weights())
        for code in listed:
            market = self._open(code)
            row = schema.row(document, texts, market=code, quality=quality)
            self._writer(market).add_document(tantivy.Document.from_dict(row, market.schema))

    def _remove(self, product_id: UUID) -> None:
        for market in self._markets.values():
            self._writer(market).delete_documents_by_term("key", product_id.hex)

    def _writer(self, market: MarketIndex) -> tantivy.IndexWriter:
        return market.writer(timeout_s=self._lock_timeout_s)

    def _reader(self, code: str) -> Reader | None:
        market = self._markets.get(code)
        if market is None and _MARKET_CODE.fullmatch(code) and self._exists(code):
            market = self._open(code)
        return market.reader() if market else None

    def _exists(self, code: str) -> bool:
        return (self._path / code / "meta.json").exists()

    def _open(self, code: str) -> MarketIndex:
        with self._lock:
            if code not in self._markets:
                self._markets[code] = MarketIndex(self._path / code)
            return self._markets[code]

    def _open_all(self) -> None:
        """Open what other processes have made as well."""
        for path in self._path.glob("*/meta.json"):
            self._open(path.parent.name)

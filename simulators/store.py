"""A simulator's memory: one JSON document under a lock, written whole after each change."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Store:
    """One JSON document that outlives the process.

    path: where it is written; its folder is made if missing.
    initial: builds the first document. Keys missing in an older file are taken from it.
    """

    def __init__(self, path: Path, initial: Callable[[], Record]) -> None:
        self.path = path
        self._lock = threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        saved = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self._document: Record = initial() | saved
        self._write()

    @contextmanager
    def read(self) -> Iterator[Record]:
        """Give the document to look at, under the lock."""
        with self._lock:
            yield self._document

    @contextmanager
    def edit(self) -> Iterator[Record]:
        """Give the document to change, and write it when the block ends without an error."""
        with self._lock:
            yield self._document
            self._write()

    def _write(self) -> None:
        # A rename replaces the file in one step, so a crash leaves the old or the new document.
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps(self._document, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(draft, self.path)

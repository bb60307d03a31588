"""Answers that every visitor shares, kept in the process for a few seconds."""

import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_ALL: list[Callable[[], None]] = []


class Copies(Generic[Key, Value]):
    """Values by key, read again once they are older than `fresh_s` seconds.

    most: how many keys are held; the least recently used goes first.
    """

    def __init__(self, read: Callable[[Key], Value], *, fresh_s: float, most: int = 512) -> None:
        self._read = read
        self._fresh_s = fresh_s
        self._most = most
        self._held: OrderedDict[Key, tuple[float, Value]] = OrderedDict()
        self._lock = Lock()
        _ALL.append(self.forget)

    def get(self, key: Key) -> Value:
        """Return the value of a key, at most `fresh_s` seconds old."""
        known = self.find(key)
        return self.put(key, self._read(key)) if known is None else known

    def find(self, key: Key) -> Value | None:
        """Return the value of a key if it is held and fresh."""
        with self._lock:
            known = self._held.get(key)
            if known is None or time.monotonic() - known[0] >= self._fresh_s:
                return None
            self._held.move_to_end(key)
            return known[1]

    def put(self, key: Key, value: Value) -> Value:
        """Hold a value, and return it."""
        with self._lock:
            self._held[key] = (time.monotonic(), value)
            self._held.move_to_end(key)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return value

    def forget(self) -> None:
        """Drop everything, so that the next read is fresh."""
        with self._lock:
            self._held.clear()


class Kept:
    """Rendered text by key, as long as there is room; the key says what it was made of.

    limit_bytes: the least recently used goes first. is_packed: hold whole pages compressed;
    HTML shrinks to a quarter, and opening it again takes far less time than rendering.
    """

    def __init__(self, limit_bytes: int, *, is_packed: bool = False) -> None:
        self._limit = limit_bytes
        self._is_packed = is_packed
        self._size = 0
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()
        _ALL.append(self.forget)

    def get(self, key: Hashable) -> str | None:
        """Return the text of a key, if it is still held."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
        return (zlib.decompress(found) if self._is_packed else found).decode()

    def put(self, key: Hashable, text: str) -> str:
        """Hold a text, and return it."""
        body = zlib.compress(text.encode(), level=1) if self._is_packed else text.encode()
        with self._lock:
            before = self._held.pop(key, b"")
            self._held[key] = body
            self._size += len(body) - len(before)
            while self._size > self._limit:
                _, oldest = self._held.popitem(last=False)
                self._size -= len(oldest)
        return text

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self._size = 0


def forget_all() -> None:
    """Drop every copy and every kept text of this process."""
    for forget in _ALL:
        forget()

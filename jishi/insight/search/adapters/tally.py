"""Searches counted in this process until there are enough to be worth a statement."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping

FLUSH_S = 15.0
MAX_TEXTS = 2000

Counts = Mapping[str, tuple[int, int]]
Writer = Callable[[str, Counts], None]

_lock = threading.Lock()
_counts: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
_state: dict[str, float] = {"flushed_at": time.monotonic()}
_writers: list[Writer] = []


def use_writer(writer: Writer) -> None:
    """Say who keeps the counts: called with the market and its counts."""
    _writers[:] = [writer]


def count(market_code: str, text: str, *, is_in_vain: bool) -> None:
    """Count one search; now and then this writes what was counted."""
    text = " ".join(text.lower().split())[:100]
    with _lock:
        of_market = _counts[market_code]
        if text in of_market or len(of_market) < MAX_TEXTS:
            times, vain = of_market.get(text, (0, 0))
            of_market[text] = (times + 1, vain + is_in_vain)
        is_due = time.monotonic() - _state["flushed_at"] > FLUSH_S
    if is_due:
        flush()


def flush() -> None:
    """Write what was counted."""
    with _lock:
        waiting = dict(_counts)
        _counts.clear()
        _state["flushed_at"] = time.monotonic()
    for writer in _writers:
        for market_code, counts in waiting.items():
            writer(market_code, counts)

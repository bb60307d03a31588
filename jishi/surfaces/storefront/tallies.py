"""What people search for, counted in the process and written down every few seconds."""

import time
from collections import defaultdict
from threading import Lock

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.insight.search import services as search

FLUSH_S = 10.0

_lock = Lock()
_counts: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
_flushed = [time.monotonic()]


def count_search(market_code: str, text: str, *, is_in_vain: bool) -> None:
    """Count a search; every few seconds the counts of all are written in one go."""
    if not text:
        return
    with _lock:
        times, vain = _counts[market_code].get(text, (0, 0))
        _counts[market_code][text] = (times + 1, vain + is_in_vain)
        if time.monotonic() - _flushed[0] < FLUSH_S:
            return
        taken = dict(_counts)
        _counts.clear()
        _flushed[0] = time.monotonic()
    flush(taken)


def flush(taken: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Write counts down: market → text → (times, times in vain)."""
    day = clock.local_date(clock.now())
    for market_code, counts in taken.items():
        search.record_searches(
            actor=Actor.system("storefront"), day=day, market_code=market_code, counts=counts
        )

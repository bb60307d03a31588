"""How often somebody may do something: counted over a window that slides with the clock.

With Redis all processes count together; without, each counts for itself.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Lock

from django.conf import settings
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

MOST = 10_000
"""Keys that one process counts before those whose window has passed are dropped."""

rule_of: Callable[[str], RateLimitItem] = cache(parse)
"""Read a rule such as `60/minute`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: whether it was allowed, how often it still is, and until when.

    reset_at: when the window ends, in seconds since the epoch.
    """

    is_allowed: bool
    remaining: int
    reset_at: float


class Windows:
    """Counts in this process: of the running window, and of the one before it by its rest.

    The sum is what a sliding window would hold if the earlier hits came evenly.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[str, ...], tuple[int, int, int]] = {}
        self._lock = Lock()

    def hit(self, rule: RateLimitItem, *key: str, at: float | None = None) -> Standing:
        """Count one try unless that is one too many. at: seconds since the epoch."""
        length, now = rule.get_expiry(), time.time() if at is None else at
        number = int(now // length)
        name = (rule.key_for(), *key)
        with self._lock:
            known, count, before = self._counts.get(name, (number, 0, 0))
            if known != number:
                count, before = 0, count if known == number - 1 else 0
            rest = (number + 1) - now / length
            spent = count + math.ceil(before * rest)
            is_allowed = spent < rule.amount
            self._counts[name] = (number, count + is_allowed, before)
            if len(self._counts) > MOST:
                self._drop_passed()
        left = max(0, rule.amount - spent - is_allowed)
        return Standing(is_allowed, left, (number + 1) * length)

    def forget(self) -> None:
        """Start all counts afresh."""
        with self._lock:
            self._counts.clear()

    def _drop_passed(self) -> None:
        newest = {name[0]: 0 for name in self._counts}
        for name, (number, _, _) in self._counts.items():
            newest[name[0]] = max(newest[name[0]], number)
        self._counts = {
            name: kept for name, kept in self._counts.items() if kept[0] >= newest[name[0]] - 1
        }


_here = Windows()
_together = (
    SlidingWindowCounterRateLimiter(storage_from_string(settings.REDIS_URL))
    if settings.REDIS_URL
    else None
)


def hit(rule: RateLimitItem, *key: str) -> Standing:
    """Count one try of somebody, named by a key, and say where they stand."""
    if _together is None:
        return _here.hit(rule, *key)
    is_allowed = _together.hit(rule, *key)
    window = _together.get_window_stats(rule, *key)
    return Standing(is_allowed, window.remaining, window.reset_time)


def forget() -> None:
    """Start the counts of this process afresh."""
    _here.forget()

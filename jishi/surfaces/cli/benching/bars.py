"""What is to be reached, and how quick the machine was on which that was decided.

Source: `BENCH.md` of 22 November 2026: medians of an idle machine of two cores. Figures of
another machine or hour compare by their yardstick: the same program, run just before.
"""

from dataclasses import dataclass

REFERENCE = {"wsgi": 56_000.0, "tpcb": 4950.0}
"""Yardsticks of that machine: bare WSGI on Granian, and `pgbench` tpcb-like, per second."""


@dataclass(frozen=True, slots=True)
class Bar:
    """value: to be reached on that machine. peer: the best figure of another shop.

    is_most: the figure is to stay below, and means the same on every machine.
    """

    value: float
    peer: float | None = None
    is_most: bool = False

    def here(self, speed: float) -> float:
        """Return the bar on a machine of another speed; 1 is the speed of that one."""
        return self.value if self.is_most else self.value * speed

    def is_reached(self, value: float, speed: float) -> bool:
        """Return whether a figure of a machine of some speed is good enough."""
        return value < self.value if self.is_most else value >= self.here(speed)


def _times(factor: float, peer: float) -> Bar:
    return Bar(factor * peer, peer)


BARS = {
    "product": _times(20, 82),
    "product_html": _times(10, 82),
    "list": _times(8, 274),
    "list_html": _times(4, 274),
    "search": _times(3, 399),
    "search_rare": _times(3, 40),
    "cart": _times(5, 90),
    "checkout": _times(10, 8.8),
    "flash": Bar(1500),
    "outbox": Bar(2000),
    "timers": Bar(100_000 / 300),
    "ledger": Bar(1000),
    "memory": Bar(400, 378, is_most=True),
}

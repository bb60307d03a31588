"""What a measurement is, and how one takes time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from jishi.foundation.kernel.actors import Actor
from jishi.surfaces.cli.proving import shop

HOUSE = Actor.system("bench")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. value: `unit` per second unless the unit says otherwise."""

    name: str
    value: float
    unit: str
    what: str


Measure = Callable[[shop.Stage], float]
Paths = dict[str, tuple[str, str, Measure]]
"""By name: the unit, what is measured, and the function that measures it."""


def rate(times: int, work: Callable[[], object]) -> float:
    """Return how often per second some work is done, warmed up once."""
    work()
    with timed() as took:
        for _ in range(times):
            work()
    return times / took()


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Give a clock of seconds that stops at the end of the block."""
    started = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - started
    ended.append(time.perf_counter())

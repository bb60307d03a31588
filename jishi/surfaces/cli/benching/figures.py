"""What a measurement is, and how one takes time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jishi.foundation.kernel.actors import Actor

if TYPE_CHECKING:
    from jishi.surfaces.cli.benching.stage import Stage

HOUSE = Actor.system("bench")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one measurement found. value: units per second unless the path says otherwise.

    p50_ms, p99_ms: how long one unit took. errors: units that failed, of all `count`.
    client: what made the requests.
    """

    value: float
    count: int = 0
    errors: int = 0
    p50_ms: float | None = None
    p99_ms: float | None = None
    client: str = ""


Measure: TypeAlias = "Callable[[Stage], Measured]"


@dataclass(frozen=True, slots=True)
class Path:
    """Something to be measured. yardstick: what tells how quick the machine is just now."""

    unit: str
    what: str
    measure: Measure
    yardstick: str = "wsgi"


Paths = dict[str, Path]


def rate(times: int, work: Callable[[], object]) -> Measured:
    """Measure how often per second some work is done, warmed up once."""
    work()
    with timed() as took:
        for _ in range(times):
            work()
    return Measured(times / took(), count=times)


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Give a clock of seconds that stops at the end of the block."""
    started = time.perf_counter()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - started
    ended.append(time.perf_counter())

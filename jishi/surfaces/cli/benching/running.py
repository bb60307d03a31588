"""A run of measurements: each beside its yardstick, judged by its bar."""

import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jishi.surfaces.cli.benching import machinery, memory, reading, writing, yardsticks
from jishi.surfaces.cli.benching.bars import BARS, REFERENCE
from jishi.surfaces.cli.benching.figures import Measured, Path, Paths
from jishi.surfaces.cli.benching.stage import Stage

PATHS: Paths = reading.PATHS | writing.PATHS | machinery.PATHS | memory.PATHS


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement as it is reported.

    yardstick, speed: how quick the machine was meanwhile, and how that compares with the one
    on which the bars were set. bar: on that machine; bar_here: at this speed. times_peer: how
    many times the best peer this is, at this speed. is_reached: None where no bar is set.
    """

    name: str
    value: float
    unit: str
    what: str
    count: int
    errors: int
    p50_ms: float | None
    p99_ms: float | None
    client: str
    yardstick: float | None
    speed: float
    bar: float | None
    bar_here: float | None
    times_peer: float | None
    is_reached: bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All figures of a run, and the yardsticks' medians."""

    figures: tuple[Figure, ...]
    yardsticks: dict[str, float]


def run(names: Sequence[str]) -> Outcome:
    """Measure the named paths, or all. What needs no running shop comes first."""
    wanted = [name for name in PATHS if not names or name in names]
    order = sorted(wanted, key=lambda name: name not in machinery.PATHS)
    found: dict[str, Figure] = {}
    sticks: dict[str, float] = {}
    if any(PATHS[name].yardstick == "tpcb" for name in wanted):
        quick = yardsticks.tpcb(os.environ.get("DATABASE_URL", ""))
        if quick is not None:
            sticks["tpcb"] = quick
    samples: list[float] = []
    with Stage() as stage:
        for name in order:
            found[name] = _figure(name, PATHS[name], stage, sticks, samples)
            print(f"{name}: {found[name].value} {found[name].unit}", file=sys.stderr, flush=True)
    if samples:
        sticks["wsgi"] = statistics.median(samples)
    return Outcome(tuple(found[name] for name in wanted), sticks)


def _figure(
    name: str, path: Path, stage: Stage, sticks: dict[str, float], samples: list[float]
) -> Figure:
    if path.yardstick != "wsgi":
        return judge(name, path, path.measure(stage), sticks.get(path.yardstick))
    # The shop stands before the yardstick is taken, so that both find the same machine.
    assert stage.base, "it answers"
    before = stage.wsgi.sample()
    measured = path.measure(stage)
    both = [before, stage.wsgi.sample()]
    samples += both
    return judge(name, path, measured, statistics.mean(both))


def judge(name: str, path: Path, measured: Measured, stick: float | None) -> Figure:
    """Return a figure with its bar. stick: the yardstick meanwhile, None if there is none."""
    speed = stick / REFERENCE[path.yardstick] if stick else 1.0
    bar = BARS.get(name)
    peer = bar.peer if bar and not bar.is_most else None
    return Figure(
        name=name,
        value=round(measured.value, 1),
        unit=path.unit,
        what=path.what,
        count=measured.count,
        errors=measured.errors,
        p50_ms=measured.p50_ms,
        p99_ms=measured.p99_ms,
        client=measured.client,
        yardstick=round(stick, 1) if stick else None,
        speed=round(speed, 3),
        bar=round(bar.value, 1) if bar else None,
        bar_here=round(bar.here(speed), 1) if bar else None,
        times_peer=round(measured.value / (peer * speed), 2) if peer else None,
        is_reached=not measured.errors and bar.is_reached(measured.value, speed) if bar else None,
    )


def unknown(names: Sequence[str]) -> Iterator[str]:
    """Return names that nothing is measured by."""
    return (name for name in names if name not in PATHS)

"""The measured paths: what shoppers read, what they do, and the machinery behind both."""

from collections.abc import Iterator

from jishi.insight.search import services as search
from jishi.surfaces.cli.benching import machinery, reading, writing
from jishi.surfaces.cli.benching.figures import HOUSE, Figure, Paths
from jishi.surfaces.cli.proving import shop

PATHS: Paths = reading.PATHS | writing.PATHS | machinery.PATHS


def figures(wanted: list[str]) -> Iterator[Figure]:
    """Measure the named paths, or all, one after the other."""
    stage = shop.build(1)
    search.rebuild_all(actor=HOUSE)
    for name, (unit_name, what, measure) in PATHS.items():
        if not wanted or name in wanted:
            yield Figure(name, round(measure(stage), 1), unit_name, what)

"""`bin/jishi demo`: the demo town in an empty shop."""

import argparse
import os
import sys
import time
from pathlib import Path

from jishi.surfaces.cli import providers, start
from jishi.surfaces.cli.verbs import setup_

UNFINISHED = "demo-unfinished"
"""A file in the data folder while the town is being made: what it leaves behind is half a shop."""


def run(arguments: list[str]) -> int:
    """Set up, then make the town; 1 if the shop is not empty.

    `--if-empty` leaves a shop that has accounts alone, and is content with it.
    """
    parser = argparse.ArgumentParser(prog="bin/jishi demo")
    parser.add_argument("--if-empty", action="store_true", help="do nothing if anybody is here")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another town")
    parser.add_argument("--data", type=Path, help="data folder, as of `up`")
    options = parser.parse_args(arguments)
    start.use_data(options.data)
    setup_.run([])
    providers.introduce(os.environ)
    from django.conf import settings

    mark = settings.DATA / UNFINISHED
    if mark.exists():
        print(_half_made(settings.DATA), file=sys.stderr)
        return 1
    if not _is_empty():
        if not options.if_empty:
            print("jishi: this shop has accounts already; nothing was changed", file=sys.stderr)
        return int(not options.if_empty)
    mark.touch()
    _make(options.seed)
    mark.unlink()
    return 0


def _make(seed: int) -> None:
    from jishi.surfaces.cli.demo import seeding, town

    started = time.monotonic()
    print("Making the demo town …", flush=True)
    seeding.make(
        town.load(seed),
        seed=seed,
        report=lambda name, seconds: print(f"  {name:<22} {seconds:5.1f} s", flush=True),
    )
    print(f"The town stands after {time.monotonic() - started:.0f} s.", flush=True)


def _is_empty() -> bool:
    from jishi.parties.accounts import queries as accounts_queries
    from jishi.parties.accounts.types import PersonFilter

    return not accounts_queries.list_people(PersonFilter(), limit=1).items


def _half_made(data: Path) -> str:
    return (
        f"jishi: the demo town in {data} was interrupted while it was being made.\n"
        f"Remove that folder (and empty the database, if it is elsewhere) and try again,\n"
        f"or remove {data / UNFINISHED} to keep what is there."
    )

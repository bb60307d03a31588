"""`bin/jishi mode`: from a brand store to a marketplace and back, with a count of everything."""

import argparse
import sys
from pathlib import Path

from jishi.surfaces.cli import start
from jishi.surfaces.cli.verbs import verify_

MODES = ("marketplace", "brand_store")


def run(arguments: list[str]) -> int:
    """Say which mode is on, or switch; 0 only if every row, book and stock level still holds."""
    parser = argparse.ArgumentParser(
        prog="bin/jishi mode",
        description="Turn a brand store into the first shop of a marketplace, or back.",
    )
    parser.add_argument("mode", nargs="?", choices=MODES, help="without one, say which is on")
    parser.add_argument("--data", type=Path, help="data folder, as of `up`")
    options = parser.parse_args(arguments)
    start.use_data(options.data)
    start.start()
    from jishi.foundation.kernel.errors import JishiError
    from jishi.foundation.platform import site

    if options.mode is None:
        print(site.mode.get())
        return 0
    try:
        _switch(options.mode)
    except JishiError as refusal:
        print(f"jishi: {refusal} {refusal.params or ''}".rstrip(), file=sys.stderr)
        return 1
    return verify_.run([])


def _switch(mode: str) -> None:
    from jishi.foundation.kernel.actors import Actor
    from jishi.parties.merchants import services as merchants

    done = merchants.switch_mode(actor=Actor.system("mode"), mode=mode)
    print(f"{done.from_mode} -> {done.to_mode}")
    for table in sorted(done.after):
        if done.after[table]:
            print(f"  {table:<32} {done.before[table]:>9} -> {done.after[table]:>9}")
    print(f"{sum(done.after.values())} rows in {len(done.after)} tables; none is lost")

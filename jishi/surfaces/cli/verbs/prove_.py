"""`bin/jishi prove stock|money`: race, kill, and add up."""

import argparse
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from jishi.surfaces.cli.proving import arena as arenas
from jishi.surfaces.cli.proving import channel

DATABASES = ("sqlite", "postgresql", "mariadb")


def run(arguments: list[str]) -> int:
    """Prove it on one or all databases; 0 only if every run holds."""
    parser = argparse.ArgumentParser(
        prog="bin/jishi prove",
        description="Let shoppers race for scarce stock and coupons while processes are killed, "
        "then see whether everything adds up.",
    )
    parser.add_argument("what", choices=["stock", "money"])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--seed", type=int, help="of the first run; printed with every run")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("prove: stopped"))
    seed = random.randrange(10**6) if options.seed is None else options.seed
    started = time.monotonic()
    databases = [options.database] if options.database else list(DATABASES)
    failed = [one for one in databases if _prove(options.what, one, options.runs, seed)]
    took = f"{options.runs} runs each, {time.monotonic() - started:.0f} s"
    if failed:
        print(f"prove {options.what}: FAILED on {', '.join(failed)}; {took}")
    else:
        print(f"prove {options.what}: everything holds on {', '.join(databases)}; {took}")
    return int(bool(failed))


def _prove(what: str, database: str, runs: int, seed: int) -> int:
    with arenas.opened(database) as arena:
        account = channel.settings(Path(arena["JISHI_DATA"])) if what == "money" else {}
        arguments = ["-m", "jishi.surfaces.cli.proving", what, database, runs, seed]
        director = subprocess.Popen([sys.executable, *map(str, arguments)], env=arena | account)
        try:
            return director.wait()
        except BaseException:
            director.terminate()
            director.wait()
            raise

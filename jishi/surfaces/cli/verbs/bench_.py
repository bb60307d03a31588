"""`bin/jishi bench`: the paths that matter, measured in a database of their own."""

import argparse
import json
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from jishi.surfaces.cli import start
from jishi.surfaces.cli.proving import arena as arenas

BASELINE = Path(__file__).resolve().parents[4] / "benchmarks" / "baseline.json"


def run(arguments: list[str]) -> int:
    """Print figures; `--record` keeps them as baseline, `--compare` shows the change."""
    parser = argparse.ArgumentParser(prog="bin/jishi bench")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        return _measure(options.names)
    with arenas.opened(options.database) as arena:
        settings = arena.settings | {"JISHI_API_WRITES": "1000000/minute"}
        answer = subprocess.run(
            [sys.executable, "-m", "jishi.surfaces.cli", "bench", "--inside", *options.names],
            env=settings,
            stdout=subprocess.PIPE,
            check=False,
        )
    if answer.returncode:
        return answer.returncode
    report = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "database": options.database,
        "commit": _commit(),
        "figures": json.loads(answer.stdout.splitlines()[-1]),
    }
    _show(report, options)
    if options.record:
        BASELINE.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def _show(report: dict[str, object], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(report))
        return
    known = {}
    if options.compare and BASELINE.exists():
        kept = json.loads(BASELINE.read_text(encoding="utf-8"))
        known = {one["name"]: one["value"] for one in kept["figures"]}
    figures = report["figures"]
    assert isinstance(figures, list), "made by the measurement"
    for one in figures:
        change = f"  {one['value'] / known[one['name']]:.2f} ×" if one["name"] in known else ""
        print(f"{one['name']:<13} {one['value']:>10.1f} {one['unit']:<11} {one['what']}{change}")


def _measure(names: list[str]) -> int:
    start.start()
    from jishi.surfaces.cli import benching

    print(json.dumps([asdict(figure) for figure in benching.figures(names)]))
    return 0


def _commit() -> str:
    answer = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607  git is found by its name
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    return answer.stdout.strip()

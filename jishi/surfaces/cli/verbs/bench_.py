"""`bin/jishi bench`: the paths that matter, measured in a database of their own."""

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jishi.surfaces.cli import start
from jishi.surfaces.cli.proving import arena as arenas

ROOT = Path(__file__).resolve().parents[4]
BASELINE = ROOT / "benchmarks" / "baseline.json"

Report = dict[str, Any]


def run(arguments: list[str]) -> int:
    """Print figures; 0 only if every one that was asked for reaches its bar without an error.

    `--record` keeps them as the baseline of this kind of database, `--compare` shows the
    change since then.
    """
    options = _parse(arguments)
    if options.inside:
        return _measure(options.names)
    known = _baselines()
    if options.compare and options.database not in known:
        print(f"jishi: no baseline of {options.database} is recorded yet", file=sys.stderr)
        return 2
    try:
        report = _measured_apart(options)
    except LookupError as error:
        print(f"jishi: {error.args[0]}", file=sys.stderr)
        return 2
    if report is None:
        return 2
    if options.compare:
        add_changes(report, known[options.database])
    if options.record:
        BASELINE.write_text(
            json.dumps(known | {options.database: report}, indent=2) + "\n", "utf-8"
        )
    print(json.dumps(report) if options.json else text_of(report))
    return int(not report["all_reached"])


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/jishi bench")
    parser.add_argument("names", nargs="*", help="what to measure; all without any")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql or mariadb")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--record", action="store_true", help="keep the figures as baseline")
    parser.add_argument("--compare", action="store_true", help="show the change since then")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _measured_apart(options: argparse.Namespace) -> Report | None:
    """Measure in a process that has a database of its own; None if that failed."""
    with arenas.opened(options.database) as settings:
        answer = subprocess.run(
            [sys.executable, "-m", "jishi.surfaces.cli", "bench", "--inside", *options.names],
            env=settings | {"JISHI_API_WRITES": "1000000/minute"},
            stdout=subprocess.PIPE,
            check=False,
        )
    if answer.returncode:
        return None
    found = json.loads(answer.stdout.splitlines()[-1])
    return {
        "commit": _commit(),
        "database": options.database,
        "machine": _machine(),
        **found,
        "all_reached": all(one["is_reached"] is not False for one in found["figures"]),
    }


def _measure(names: list[str]) -> int:
    start.start()
    from jishi.surfaces.cli.benching import running
    from jishi.surfaces.cli.verbs import setup_

    if wrong := ", ".join(running.unknown(names)):
        print(f"jishi: {wrong} cannot be measured; {', '.join(running.PATHS)} can", file=sys.stderr)
        return 2
    setup_.run([])
    print(json.dumps(asdict(running.run(names))))
    return 0


def add_changes(report: Report, baseline: Report) -> None:
    """Say of each figure how many times the baseline's it is, at the speed of each machine."""
    before = {one["name"]: one for one in baseline["figures"]}
    for one in report["figures"]:
        known = before.get(one["name"])
        if known and known["value"]:
            own = one["value"] / one["speed"]
            one["baseline"] = known["value"]
            one["change"] = round(own / (known["value"] / known["speed"]), 3)


def text_of(report: Report) -> str:
    """Return a report as a table for people."""
    lines = [
        f"{report['database']}, {report['machine']['processor']}, commit {report['commit']}",
        *(f"yardstick {name}: {value:.0f}/s" for name, value in report["yardsticks"].items()),
        "",
    ]
    for one in report["figures"]:
        bar = f"bar {one['bar']:g}" if one["bar"] is not None else ""
        if one["bar_here"] not in (None, one["bar"]):
            bar += f", here {one['bar_here']:g}"
        verdict = {True: "reached", False: "NOT reached", None: ""}[one["is_reached"]]
        peer = f"{one['times_peer']:g} × peer" if one["times_peer"] else ""
        change = f"{one['change']:.2f} × baseline" if "change" in one else ""
        errors = f"{one['errors']} of {one['count']} FAILED" if one["errors"] else ""
        notes = "; ".join(part for part in (bar, verdict, peer, change, errors) if part)
        value = f"{one['name']:<13} {one['value']:>9.1f} {one['unit']:<11}"
        lines.append(f"{value} {one['what']} [{notes}]")
    if any(one["client"] == "own client" for one in report["figures"]):
        lines += ["", "Measured by our own client, which shares the machine: where wrk is missing,"]
        lines += ["and for flows of several requests."]
    return "\n".join(lines)


def _baselines() -> dict[str, Report]:
    if not BASELINE.exists():
        return {}
    found: dict[str, Report] = json.loads(BASELINE.read_text("utf-8"))
    return found


def _machine() -> dict[str, object]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_average": os.getloadavg(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str:
    answer = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607  git is found by its name
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    return answer.stdout.strip()

"""`bin/jishi test`: the whole suite on SQLite, and all that writes on every other database."""

import argparse
import os
import subprocess
import sys
import tempfile
import time

from jishi.surfaces.cli import environment, translations

WORKERS = "2"
ON_EVERY_DATABASE = [
    f"tests/{folder}"
    for folder in (
        "foundation/platform",
        "parties",
        "goods",
        "money",
        "fulfillment",
        "trade",
        "care",
        "insight",
        "walks",
        "concurrency",
        "surfaces/rest_api",
    )
]
"""What depends on the database; pages and pure values are tested once, on SQLite."""


def run(arguments: list[str]) -> int:
    """Run pytest per database; return 0 only if every run passed.

    `--require all` fails when a database, Redis or the browser is missing.
    """
    parser = argparse.ArgumentParser(prog="bin/jishi test", add_help=False)
    parser.add_argument("--require", default="")
    parser.add_argument("--database", default="")
    options, rest = parser.parse_known_args(arguments)
    translations.compile_all()
    findings = environment.look_around()
    missing = [finding for finding in findings if not finding.is_here]
    for finding in missing:
        print(f"missing: {finding.name} ({finding.hint})")
    if options.require == "all" and missing:
        return 1
    urls = environment.database_urls()
    if options.database:
        urls = {name: url for name, url in urls.items() if name == options.database}
    results = {name: _run_on(name, url, rest) for name, url in urls.items()}
    for name, (status, seconds) in results.items():
        verdict = "passed" if status == 0 else f"FAILED ({status})"
        print(f"{name:<11} {verdict} in {seconds:.0f} s")
    return int(not results or any(status for status, _seconds in results.values()))


def _run_on(name: str, url: str, rest: list[str]) -> tuple[int, float]:
    """Run the suite on one database; the browser is driven once, on SQLite."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jishi-test-") as folder:
        settings = {
            "DATABASE_URL": url,
            "JISHI_DATA": folder,
            "JISHI_TEST_SUFFIX": f"_{os.getpid()}",
            "JISHI_TEST_SQLITE": f"{folder}/test.sqlite3",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        if not any(argument.startswith("-n") for argument in rest):
            command += ["-n", WORKERS, "--dist", "loadgroup"]
        if environment.find_browser() is None or name == "mariadb":
            command += ["-m", "not browser"]
        if name != "sqlite" and not any(argument.startswith("tests") for argument in rest):
            command += ON_EVERY_DATABASE
        print(f"\n=== {name} ===", flush=True)
        status = subprocess.run([*command, *rest], env=os.environ | settings, check=False)
    return status.returncode, time.monotonic() - started

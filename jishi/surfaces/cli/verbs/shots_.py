"""`bin/jishi shots`: pictures of the main pages of a demo shop, to be looked at."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jishi.surfaces.cli import environment, providers, touring

FIRST_PORT = 8300
OPEN_WITHIN_S = 900.0


def run(arguments: list[str]) -> int:
    """Save one picture per page, width and language; 1 if something is wrong with a page.

    Without `--url` a demo town is made for it, beside what is running, and removed again.
    """
    parser = argparse.ArgumentParser(prog="bin/jishi shots")
    parser.add_argument("--url", help="of a running demo shop; else one is started for it")
    parser.add_argument("--out", type=Path, default=Path("var/shots"))
    parser.add_argument("--only", default="", help="a part of the names of the pages wanted")
    options = parser.parse_args(arguments)
    chromium = environment.find_browser()
    if chromium is None:
        print("Chromium is missing; `bin/jishi doctor` says how to get it.", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    if options.url:
        return _take(options.url.rstrip("/"), options, chromium)
    with _demo() as url:
        return _take(url, options, chromium)


def _take(url: str, options: argparse.Namespace, chromium: str) -> int:
    count = faults = 0
    for name, fault in touring.take(url, options.out, chromium, options.only):
        count += 1
        if fault:
            faults += 1
            print(f"{name}: {fault}", file=sys.stderr, flush=True)
    print(f"{count} pictures in {options.out}, {faults} with faults")
    return int(bool(faults) or not count)


@contextmanager
def _demo() -> Iterator[str]:
    """Run a demo shop of its own for a while; return its address."""
    port = next(
        port for port in range(FIRST_PORT, FIRST_PORT + 200, 2)
        if providers.is_free(port) and providers.is_free(port + 1)
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="jishi-shots-") as data:
        command = ["-m", "jishi.surfaces.cli", "up", "--port", str(port), "--host", "127.0.0.1"]
        own = {"JISHI_DATA", "JISHI_ORIGIN", "DATABASE_URL"}
        shop = subprocess.Popen(
            [sys.executable, *command, "--data", data],
            env={name: value for name, value in os.environ.items() if name not in own},
        )
        try:
            _wait(shop, url)
            yield url
        finally:
            shop.terminate()
            shop.wait()


def _wait(shop: "subprocess.Popen[bytes]", url: str) -> None:
    """Wait until a shop answers. Raises: RuntimeError if it does not come up."""
    deadline = time.monotonic() + OPEN_WITHIN_S
    while not providers.is_healthy(url):
        if shop.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the demo shop does not come up")
        time.sleep(0.5)

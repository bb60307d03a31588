"""`bin/jishi up`: a running shop from nothing, in one command."""

import argparse
import os
import socket
import threading
import time
import urllib.request
from pathlib import Path

from jishi.surfaces.cli.supervisor import Role, Supervisor


def run(arguments: list[str]) -> int:
    """Set up, make the demo town in an empty shop, and serve until stopped.

    `--no-demo` leaves the shop empty; `--data` keeps it elsewhere.
    """
    parser = argparse.ArgumentParser(prog="bin/jishi up")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="0.0.0.0")  # noqa: S104  a server is to be reached
    parser.add_argument("--data", type=Path)
    parser.add_argument("--no-demo", action="store_true")
    options = parser.parse_args(arguments)
    if options.data:
        os.environ["JISHI_DATA"] = str(options.data.resolve())
    os.environ.setdefault("JISHI_LOG_JSON", "0")
    if not _is_free(options.port):
        print(f"Port {options.port} is taken; choose another with --port.")
        return 1
    roles = _roles(options)
    if not options.no_demo:
        from jishi.surfaces.cli import providers

        roles = [*providers.simulator_roles(), *roles]
    _set_up(with_demo=not options.no_demo)
    threading.Thread(target=_announce, args=(options,), daemon=True).start()
    return Supervisor(roles).run()


def _roles(options: argparse.Namespace) -> list[Role]:
    serve = ["-m", "jishi.surfaces.cli", "serve"]
    where = ["--host", options.host, "--port"]
    return [
        Role("web", [*serve, "web", *where, str(options.port)]),
        Role("realtime", [*serve, "realtime", *where, str(options.port + 1)]),
        Role("worker", [*serve, "scheduler"]),
    ]


def _set_up(*, with_demo: bool) -> None:
    from jishi.surfaces.cli.verbs import demo_, setup_

    started = time.monotonic()
    print("Setting up …", flush=True)
    setup_.run([])
    if with_demo:
        demo_.run(["--if-empty"])
    print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _announce(options: argparse.Namespace) -> None:
    """Wait for the first answer, then print addresses and logins."""
    address = f"http://127.0.0.1:{options.port}"
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310
                break
        except OSError:
            time.sleep(0.2)
    from jishi.surfaces.cli.demo import logins

    print(f"\n  集市 Jishi is open at {address}/  ·  English: {address}/en/")
    print(f"  Merchants {address}/merchant/  ·  Operators {address}/operator/")
    print(f"  Warehouse {address}/warehouse/  ·  API {address}/api/docs")
    if not options.no_demo:
        for line in logins.lines():
            print(f"  {line}")
    print("  Stop with Ctrl-C.\n", flush=True)

"""`bin/jishi up`: a running shop from nothing, in one command."""

import argparse
import os
import sys
import time
from pathlib import Path

from jishi.surfaces.cli import providers, translations
from jishi.surfaces.cli.demo import logins
from jishi.surfaces.cli.supervisor import Role, Supervisor
from jishi.surfaces.cli.verbs import demo_, serve_, setup_

ROOT = Path(__file__).resolve().parents[4]
OPEN_WITHIN_S = 60.0


def run(arguments: list[str]) -> int:
    """Set up, make the demo town in an empty shop, and serve until stopped.

    `--no-demo` leaves the shop empty; `--data` keeps it elsewhere.
    """
    options = _parse(arguments)
    data = Path(options.data or os.environ.get("JISHI_DATA") or ROOT / "var").resolve()
    os.environ["JISHI_DATA"] = str(data)
    os.environ.setdefault("JISHI_LOG_JSON", "0")
    os.environ.setdefault("JISHI_ORIGIN", f"http://127.0.0.1:{options.port}")
    os.environ.setdefault("JISHI_REALTIME", f":{options.port + 1}")
    for port in (options.port, options.port + 1):
        if not providers.is_free(port, options.host):
            print(f"jishi: port {port} is taken; choose another with --port", file=sys.stderr)
            return 1
    with Supervisor() as supervisor:
        return _bring_up(supervisor, options, data)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/jishi up",
        description="Set up, make the demo town if the shop is empty, and serve until Ctrl-C.",
    )
    parser.add_argument("--port", type=int, default=8000, help="the next one is used too")
    parser.add_argument("--host", default="0.0.0.0")  # noqa: S104  a server is to be reached
    parser.add_argument("--data", help="folder of database, media and indexes; var by default")
    parser.add_argument(
        "--no-demo",
        action="store_true",
        help="make no town and simulate no providers; `jishi operator` makes the first login",
    )
    return parser.parse_args(arguments)


def _bring_up(supervisor: Supervisor, options: argparse.Namespace, data: Path) -> int:
    started = time.monotonic()
    if not options.no_demo:
        simulated = providers.choose(data, taken=(options.port, options.port + 1))
        supervisor.start(*(provider.role for provider in simulated))
        if not providers.wait(simulated, lambda: supervisor.is_stopping):
            print("jishi: the simulated providers do not come up", file=sys.stderr)
            return 1
        os.environ.update(providers.environment(simulated, os.environ["JISHI_ORIGIN"]))
    print(f"Setting up in {data} …", flush=True)
    # Catalogues are read when the pages are loaded, so they are compiled before.
    translations.compile_all()
    serve_.preload()
    status = supervisor.finish(Role("setup", call=lambda: _set_up(with_demo=not options.no_demo)))
    if supervisor.is_stopping or status:
        return 1
    supervisor.start(*_roles(options))
    if _opens(supervisor, options):
        _announce(options, time.monotonic() - started)
    supervisor.wait()
    print("Stopping …", flush=True)
    return 0


def _set_up(*, with_demo: bool) -> int:
    """Do what leaves connections and garbage behind, in a process of its own."""
    return demo_.run(["--if-empty"]) if with_demo else setup_.run([])


def _roles(options: argparse.Namespace) -> list[Role]:
    """Return the roles of the shop, forked from here: their common memory is held once."""
    where = ["--host", options.host, "--port"]
    arguments = {
        "worker": ["scheduler"],
        "realtime": ["realtime", *where, str(options.port + 1)],
        "web": ["web", *where, str(options.port)],
    }
    return [
        Role(name, call=serve_.serving(serve_.parse(given))) for name, given in arguments.items()
    ]


def _opens(supervisor: Supervisor, options: argparse.Namespace) -> bool:
    """Wait for the first answer; false if none comes, or nobody waits for it any more."""
    deadline = time.monotonic() + OPEN_WITHIN_S
    while not supervisor.is_stopping and time.monotonic() < deadline:
        if providers.is_healthy(f"http://127.0.0.1:{options.port}"):
            return True
        time.sleep(0.1)
    if not supervisor.is_stopping:
        print("The web role does not answer yet; see its messages above.", flush=True)
    return False


def _announce(options: argparse.Namespace, seconds: float) -> None:
    address = f"http://127.0.0.1:{options.port}"
    print(f"\n  集市 Jishi is open at {address}/  ·  English: {address}/en/  ({seconds:.0f} s)")
    print(f"  Merchants {address}/merchant/  ·  Operators {address}/operator/")
    print(f"  Warehouse {address}/warehouse/  ·  API {address}/api/docs\n")
    if options.no_demo:
        print("  Make the first login with: bin/jishi operator create EMAIL")
    else:
        for line in logins.lines():
            print(f"  {line}")
    print("\n  Stop with Ctrl-C.\n", flush=True)

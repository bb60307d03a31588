"""`bin/jishi serve ROLE`: one role, as a cluster runs it."""

import argparse
import gc
import os
from collections.abc import Callable

from jishi.surfaces.cli import start

ROLES = ("web", "realtime", "worker", "scheduler")


def run(arguments: list[str]) -> int:
    """Run a role until it is told to stop; each finishes what is in hand."""
    options = parse(arguments)
    preload()
    serving(options)()
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the arguments of a role."""
    parser = argparse.ArgumentParser(prog="bin/jishi serve")
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("--host", default="0.0.0.0")  # noqa: S104  a server is to be reached
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=int(os.environ.get("JISHI_WEB", "2")))
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args(arguments)


def preload() -> None:
    """Load everything a role needs, so that processes forked afterwards share its memory.

    Opens no connection and starts no thread: neither survives a fork.
    """
    start.start()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import translation

    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            # Looking up one address reads them all, and so imports every view.
            reverse("api-docs")
    gc.collect()
    # What is here stays; without this, looking for garbage would copy it into every process.
    gc.freeze()


def serving(options: argparse.Namespace) -> Callable[[], None]:
    """Return the function that runs a role until it is told to stop."""
    if options.role in {"web", "realtime"}:
        return lambda: _serve(options)
    return lambda: _work(schedules=options.role == "scheduler")


def _serve(options: argparse.Namespace) -> None:
    """Serve with Granian: WSGI for pages, ASGI for long-lived connections."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    is_web = options.role == "web"
    Granian(
        "jishi.config.wsgi:application" if is_web else "jishi.config.asgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI if is_web else Interfaces.ASGINL,
        workers=options.processes if is_web else 1,
        blocking_threads=options.threads if is_web else 1,
        websockets=not is_web,
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        log_level=LogLevels.warning,
    ).serve()


def _work(*, schedules: bool) -> None:
    from jishi.foundation.platform import worker

    worker.run_forever(stop=worker.stop_on_signals(), schedules=schedules)

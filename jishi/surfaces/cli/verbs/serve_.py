"""`bin/jishi serve ROLE`: one role, as a cluster runs it."""

import argparse
import os
import sys

from jishi.surfaces.cli import start

ROLES = ("web", "realtime", "worker", "scheduler")


def run(arguments: list[str]) -> int:
    """Run a role until it is told to stop; each finishes what is in hand."""
    parser = argparse.ArgumentParser(prog="bin/jishi serve")
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("--host", default="0.0.0.0")  # noqa: S104  a server is to be reached
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=int(os.environ.get("JISHI_WEB", "2")))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.role in {"web", "realtime"}:
        return _serve(options)
    return _work(schedules=options.role == "scheduler")


def _serve(options: argparse.Namespace) -> int:
    """Hand over to Granian: WSGI for pages, ASGI for long-lived connections."""
    is_web = options.role == "web"
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi" if is_web else "asginl",
        "--host",
        options.host,
        "--port",
        str(options.port),
        "--workers",
        str(options.processes if is_web else 1),
        "--respawn-failed-workers",
        "--backlog",
        "1024",
        "--no-ws" if is_web else "--ws",
        "--workers-kill-timeout",
        "15",
    ]
    if is_web:
        command += ["--blocking-threads", str(options.threads)]
    command.append("jishi.config.wsgi:application" if is_web else "jishi.config.asgi:application")
    os.execv(sys.executable, command)


def _work(*, schedules: bool) -> int:
    start.start()
    from jishi.foundation.platform import worker

    worker.run_forever(stop=worker.stop_on_signals(), schedules=schedules)
    return 0

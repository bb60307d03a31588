"""Keeps several roles running together on one machine."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

RESTART_S = (0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_S = 60.0
"""A role that ran so long starts its count of restarts anew."""
GRACE_S = 20.0
TICK_S = 0.1
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Forked:
    """A child that runs a function and shares the memory of this process until it writes."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._process = multiprocessing.get_context("fork").Process(target=_alone, args=(call,))
        self._process.start()
        assert self._process.pid is not None, "it was just started"
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> None:
        """Wait for its end. Raises: TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)


@dataclass
class Role:
    """A program to keep running: a command after the Python interpreter, or else a function."""

    name: str
    command: Sequence[str] = ()
    call: Callable[[], object] | None = None
    process: "subprocess.Popen[bytes] | Forked | None" = None
    started_at: float = 0.0
    restarts: int = 0
    restart_at: float = 0.0

    def start(self) -> None:
        """Start the program in a session of its own, so that one signal reaches all of it."""
        self.started_at = time.monotonic()
        self.process = Forked(self.call) if self.call else self._run()

    def send(self, number: signal.Signals) -> None:
        """Signal the program and all it started, if it still runs."""
        if self.process is not None and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                # A fork that has not got its own session yet.
                os.kill(self.process.pid, number)

    def sweep(self) -> None:
        """Kill what a program that has ended left behind in its session."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _run(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, *self.command], start_new_session=True)


class Supervisor:
    """Starts roles, restarts those that die, stops all when told to.

    Used as a context: whatever happens inside, nothing that was started is left behind.
    """

    def __init__(self) -> None:
        self.roles: list[Role] = []
        self.is_stopping = False

    def __enter__(self) -> "Supervisor":
        for number in STOPS:
            signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._end(self.roles)

    def start(self, *roles: Role) -> None:
        """Start roles and keep them running from now on."""
        for role in roles:
            self.roles.append(role)
            role.start()

    def finish(self, task: Role) -> int:
        """Run a task to its end and return its status; an interrupted one is ended."""
        task.start()
        assert task.process is not None, "it was just started"
        while not self.is_stopping and task.process.poll() is None:
            time.sleep(TICK_S)
        self._end([task])
        return task.process.poll() or 0

    def wait(self) -> None:
        """Keep the roles running until told to stop."""
        while not self.is_stopping:
            for role in self.roles:
                self._mend(role)
            time.sleep(TICK_S)

    def _mend(self, role: Role) -> None:
        moment = time.monotonic()
        if role.process is None:
            if moment >= role.restart_at:
                role.start()
        elif role.process.poll() is not None:
            if moment - role.started_at > STEADY_S:
                role.restarts = 0
            role.sweep()
            delay = RESTART_S[min(role.restarts, len(RESTART_S) - 1)]
            print(f"{role.name} ended with {role.process.poll()}; again in {delay} s", flush=True)
            role.restarts, role.restart_at, role.process = role.restarts + 1, moment + delay, None

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end(self, roles: Sequence[Role]) -> None:
        """Ask everything to stop, the latest started first, and make sure that it does."""
        for role in reversed(roles):
            role.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_S
        for role in roles:
            if role.process is None:
                continue
            try:
                role.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                role.send(signal.SIGKILL)
                role.process.wait()
            role.sweep()


def logged(call: Callable[[], object], log: Path) -> Callable[[], object]:
    """Return a function for a fork of its own, whose words go to the end of a file."""

    def run() -> object:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as file:
            for descriptor in (1, 2):
                os.dup2(file.fileno(), descriptor)
        return call()

    return run


def _alone(call: Callable[[], object]) -> None:
    """Run a function as a program of its own: its own session, the usual signals, a status."""
    os.setsid()
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    status = call()
    sys.exit(status if isinstance(status, int) else 0)

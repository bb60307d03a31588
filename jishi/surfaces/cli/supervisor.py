"""Keeps several roles running together on one machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

RESTART_S = (0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_S = 60.0
"""A role that ran so long starts its count of restarts anew."""
GRACE_S = 20.0
TICK_S = 0.2


@dataclass
class Role:
    """A program to keep running. command: after the Python interpreter."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restarts: int = 0
    restart_at: float = 0.0

    def start(self) -> None:
        """Start the program in a session of its own, so that one signal reaches all of it."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            env={**os.environ, **self.environment},
            start_new_session=True,
        )

    def send(self, number: signal.Signals) -> None:
        """Signal the program and all it started, if it still runs."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)


class Supervisor:
    """Starts roles, restarts those that die, stops all when told to.

    Used as a context: whatever happens inside, nothing that was started is left behind.
    """

    def __init__(self) -> None:
        self.roles: list[Role] = []
        self.is_stopping = False

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
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
        return task.process.returncode

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
            delay = RESTART_S[min(role.restarts, len(RESTART_S) - 1)]
            print(f"{role.name} ended with {role.process.returncode}; again in {delay} s")
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

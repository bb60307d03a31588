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
GRACE_S = 20.0


@dataclass
class Role:
    """A program to keep running. command: after the Python interpreter."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    restart_at: float = 0.0

    def start(self) -> None:
        """Start the program in a session of its own, so that one signal reaches all of it."""
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            env={**os.environ, **self.environment},
            start_new_session=True,
        )


class Supervisor:
    """Starts roles, restarts those that die, stops all when told to."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self.roles = roles
        self.is_stopping = False

    def run(self) -> int:
        """Run until SIGINT or SIGTERM; return the exit status."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        for role in self.roles:
            role.start()
        while not self.is_stopping:
            self._mend()
            time.sleep(0.3)
        self._end()
        return 0

    def _mend(self) -> None:
        moment = time.monotonic()
        for role in self.roles:
            if role.process is None:
                if moment >= role.restart_at:
                    role.start()
            elif role.process.poll() is not None and not self.is_stopping:
                delay = RESTART_S[min(role.restarts, len(RESTART_S) - 1)]
                print(f"{role.name} ended with {role.process.returncode}; again in {delay} s")
                role.restarts, role.restart_at, role.process = (
                    role.restarts + 1,
                    moment + delay,
                    None,
                )

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end(self) -> None:
        running = [role.process for role in self.roles if role.process is not None]
        for process in running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_S
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

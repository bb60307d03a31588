"""Everybody who takes part in a run: forks of the director, who can be killed and replaced."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TypeVar

from jishi.surfaces.cli.supervisor import Role, logged

Answer = TypeVar("Answer")

KILL_EVERY_S = (0.1, 0.4)
KILLS = 40
"""Most of a run; a slow machine comes to an end, too."""

OVER_WITHIN_S = 600.0
TAIL = 4000


@dataclass(slots=True)
class Cast:
    """Those who are on stage. killed: how often a kind of them was.

    awaited: whose end is the end of the run. others: who work until then.
    """

    awaited: list[Role] = field(default_factory=list)
    others: list[Role] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)

    def start(self) -> None:
        """Bring everybody on stage."""
        for role in (*self.others, *self.awaited):
            role.start()

    def kill_until_over(self, chance: Random) -> list[str]:
        """Kill and replace somebody again and again until the awaited have ended.

        Returns who broke down, or did not come to an end.
        """
        deadline = time.monotonic() + OVER_WITHIN_S
        while alive := [role for role in self.awaited if status(role) is None]:
            if time.monotonic() > deadline:
                return [f"{role.name} did not come to an end" for role in alive]
            time.sleep(chance.uniform(*KILL_EVERY_S))
            if broken := _ended(self.others):
                return broken
            victim = chance.choice((*alive, *self.others))
            if status(victim) is None and self.killed.total() < KILLS:
                kill(victim)
                victim.start()
                self.killed[victim.name] += 1
        return _ended(self.awaited, unless=0)


@contextmanager
def on_stage(cast: Cast) -> Iterator[Cast]:
    """Start everybody; whatever happens, nobody is left behind."""
    try:
        cast.start()
        yield cast
    finally:
        for role in (*cast.awaited, *cast.others):
            kill(role)


def status(role: Role) -> int | None:
    """Return how somebody ended, None if not yet."""
    assert role.process is not None, "everybody was started"
    return role.process.poll()


def _ended(roles: Iterable[Role], unless: int | None = None) -> list[str]:
    """Return who ended otherwise than expected."""
    found = ((role.name, status(role)) for role in roles)
    return [f"{name} ended with {how}" for name, how in found if how not in {None, unless}]


def kill(role: Role) -> None:
    """End somebody at once, in the middle of whatever it is."""
    if role.process is not None:
        role.send(signal.SIGKILL)
        role.process.wait()


def ask(call: Callable[[], Answer], log: Path) -> Answer:
    """Return what a function answers in a fork of its own.

    Raises: RuntimeError if it ended without an answer; the log says why.
    """
    mine, its = get_context("fork").Pipe(duplex=False)
    role = Role("asked", call=logged(lambda: its.send(call()), log))
    role.start()
    its.close()
    try:
        answer: Answer = mine.recv()
    except EOFError:
        raise RuntimeError(f"no answer: {tail(log)}") from None
    finally:
        kill(role)
        mine.close()
    return answer


def tail(log: Path) -> str:
    """Return the end of what was said: from the last breakdown on, if there was one."""
    if not log.exists():
        return ""
    said = log.read_text(errors="replace")
    start = said.rfind("Traceback")
    return said[start:][:TAIL] if start >= 0 else said[-TAIL:]

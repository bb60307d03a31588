"""The loop of the worker and scheduler roles."""

import logging
import os
import signal
import socket
import threading
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from jishi.foundation.platform import jobs, leases, outbox, timers, wakeup

log = logging.getLogger(__name__)

IDLE_S = 0.5
RECOVER_EVERY = 60


def identity() -> str:
    """Return a name for this process among all workers."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident() % 10_000}"


def run_once(holder: str) -> int:
    """Do what is due now, once; return how much was done."""
    return (
        outbox.deliver_due(holder=holder)
        + timers.fire_due(holder=holder)
        + jobs.run_due(worker=holder)
    )


def schedule_once(holder: str) -> int:
    """Enqueue repeating jobs that are due and give back what dead workers held."""
    return jobs.enqueue_repeats(holder=holder) + jobs.recover_lost()


def run_forever(*, stop: threading.Event, schedules: bool = True, holder: str = "") -> None:
    """Work until told to stop, finishing what is in hand.

    schedules: whether this process is also a scheduler. holder: its name among all workers,
    if it has one that outlives it, so that it goes on at once where it was killed.
    """
    holder = holder or identity()
    turn = 0
    log.info("worker.started", extra={"holder": holder})
    while not stop.is_set():
        busy = _guarded(holder, schedules=schedules and turn % 4 == 0)
        turn += 1
        if not busy:
            wakeup.wait(IDLE_S)
    _leave(holder)
    log.info("worker.stopped", extra={"holder": holder})


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        wakeup.ring()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
    return stop


def _guarded(holder: str, *, schedules: bool) -> int:
    """Do one round; a database that went away is waited for, not died of."""
    try:
        close_old_connections()
        return run_once(holder) + (schedule_once(holder) if schedules else 0)
    except (OperationalError, InterfaceError):
        log.exception("worker.database_unavailable")
        connections.close_all()
        return 0


def _leave(holder: str) -> None:
    names = [f"outbox:{partition}" for partition in range(outbox.PARTITIONS)]
    for name in [*names, "timers", "schedules"]:
        leases.release(name, holder=holder)
    connections.close_all()

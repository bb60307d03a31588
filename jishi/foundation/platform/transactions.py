"""One use case, one transaction; no network inside one.

Rows that only record what happened (events, audit, state moves, timers) are collected
while the use case runs and inserted together at its end, in the same transaction, so
that their number does not grow the number of statements.
"""

import functools
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from jishi.foundation.platform import prepared

P = ParamSpec("P")
R = TypeVar("R")

MAX_ATTEMPTS = 5
"""How often a use case that lost a deadlock is run again."""

_DEADLOCK_MARKS = (
    "deadlock",
    "40001",
    "40p01",
    "1213",
    "1020",
    "could not serialize",
    "database is locked",
    "database table is locked",
)


class _Unit:
    """What one running use case has still to write and to do after its commit."""

    def __init__(self) -> None:
        self.rows: dict[type[Model], list[Model]] = defaultdict(list)
        self.done: set[str] = set()

    def flush(self) -> None:
        while self.rows:
            waiting, self.rows = self.rows, defaultdict(list)
            for model in sorted(waiting, key=lambda cls: cls._meta.label):
                prepared.insert(waiting[model])


_unit: ContextVar[_Unit | None] = ContextVar("unit", default=None)


def transactional(function: Callable[P, R]) -> Callable[P, R]:
    """Run a service in the caller's transaction, or open one.

    Any error undoes the whole use case. The outermost service is run again when the
    database chose it as the victim of a deadlock, so a service keeps no state outside.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _unit.get() is not None:
            return function(*args, **kwargs)
        for attempt in range(MAX_ATTEMPTS):
            try:
                with unit():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if attempt == MAX_ATTEMPTS - 1 or not _is_retryable(error):
                    raise
                time.sleep(random.uniform(0.005, 0.03) * 2**attempt)
        raise AssertionError("the loop returns or raises")

    return run


@contextmanager
def unit() -> Iterator[None]:
    """Open the transaction of a use case. Services use `transactional` instead."""
    if _unit.get() is not None:
        yield
        return
    work = _Unit()
    token = _unit.set(work)
    try:
        with transaction.atomic():
            yield
            work.flush()
    finally:
        _unit.reset(token)


def outbound(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a service that talks to the world outside; it refuses to run in a transaction.

    Such a service records its intent, calls, and records the outcome: two transactions
    with none between them.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        assert not is_open(), f"{function.__qualname__} calls out and must not hold a transaction"
        return function(*args, **kwargs)

    return run


def is_open() -> bool:
    """Return whether a use case is running in this thread."""
    return _unit.get() is not None


def insert_at_end(row: Model) -> None:
    """Insert a row together with its kind at the end of the use case."""
    work = _unit.get()
    assert work is not None, "a write outside a @transactional service"
    work.rows[type(row)].append(row)


def is_first(name: str) -> bool:
    """Return whether the running use case asks this for the first time; outside one, always."""
    work = _unit.get()
    if work is None:
        return True
    is_new = name not in work.done
    work.done.add(name)
    return is_new


def after_commit(call: Callable[[], Any]) -> None:
    """Do something once the transaction has been committed, and never otherwise."""
    transaction.on_commit(call)


def for_update(queryset: Any) -> Any:
    """Lock rows by primary key, in the order the floor plan asks for.

    Databases that lock the whole file (SQLite) need no row locks and are given none.
    """
    ordered = queryset.order_by("pk")
    if not connection.features.has_select_for_update:
        return ordered
    options: dict[str, Any] = (
        {"of": ("self",)} if connection.features.has_select_for_update_of else {}
    )
    if connection.features.has_select_for_no_key_update:
        options["no_key"] = True
    return ordered.select_for_update(**options)


def _is_retryable(error: OperationalError) -> bool:
    text = f"{getattr(error.__cause__, 'sqlstate', '')} {error}".lower()
    return any(mark in text for mark in _DEADLOCK_MARKS)

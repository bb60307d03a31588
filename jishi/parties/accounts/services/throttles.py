"""Exact limits: attempts are counted under the lock of their row, before they are made."""

import functools
import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import ParamSpec, TypeVar

from jishi.foundation.platform import transactions
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.models import Throttle
from jishi.parties.accounts.rules import throttles as rules
from jishi.parties.accounts.rules.throttles import Limit

P = ParamSpec("P")
R = TypeVar("R")


def in_steps(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a use case that commits the attempt before it decides on it.

    Otherwise the refusal would undo the count, and guessing would be free. Such a use
    case therefore cannot be part of a larger transaction.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        assert not transactions.is_open(), f"{function.__qualname__} counts attempts by itself"
        return function(*args, **kwargs)

    return run


def name_of(kind: str, subject: str) -> str:
    """Return the name under which the attempts of a subject are counted."""
    return f"{kind}:{hashlib.sha256(subject.encode()).hexdigest()[:40]}"


@transactional
def take(limits: Mapping[str, Limit], *, at: datetime) -> None:
    """Count one attempt against every limit, or against none if one is reached.

    limits: name → limit.
    Raises: TooManyAttempts with the seconds to wait.
    Locks: the tallies, by name.
    """
    rows = _locked(limits)
    waits = [rules.wait_s(_tally(row), limits[row.name], at) for row in rows]
    if max(waits) > 0:
        raise errors.TooManyAttempts(retry_after_s=max(waits))
    for row in rows:
        _keep(row, rules.counted(_tally(row), limits[row.name], at))


def tallies(names: Collection[str]) -> dict[str, rules.Tally]:
    """Return what was counted so far, without a lock; names never seen have an empty tally."""
    found = {row.name: _tally(row) for row in Throttle.objects.filter(pk__in=names)}
    return {name: found.get(name, rules.Tally()) for name in names}


@transactional
def give_back(limits: Mapping[str, Limit]) -> None:
    """Take back the attempt that succeeded.

    Locks: the tallies, by name.
    """
    for row in _locked(limits):
        _keep(row, rules.uncounted(_tally(row), limits[row.name]))


@transactional
def forget(name: str) -> None:
    """Start a tally afresh."""
    Throttle.objects.filter(pk=name).update(count=0, started_at=None, locked_until=None)


def _locked(limits: Mapping[str, Limit]) -> list[Throttle]:
    wanted = Throttle.objects.filter(pk__in=sorted(limits))
    rows = list(transactions.for_update(wanted))
    if len(rows) < len(limits):
        missing = set(limits) - {row.name for row in rows}
        fresh = [Throttle(name=name) for name in sorted(missing)]
        Throttle.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = list(transactions.for_update(wanted))
    return rows


def _tally(row: Throttle) -> rules.Tally:
    return rules.Tally(row.count, row.started_at, row.last_at, row.locked_until)


def _keep(row: Throttle, tally: rules.Tally) -> None:
    row.count, row.started_at = tally.count, tally.started_at
    row.last_at, row.locked_until = tally.last_at, tally.locked_until
    row.save(update_fields=["count", "started_at", "last_at", "locked_until"])

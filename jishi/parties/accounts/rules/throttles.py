"""Counting attempts: when the next one may come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_LOCK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts are too many.

    most: attempts. window_s: within which they are counted, from the first one; with a
    lock, the quiet time after which all is forgotten.
    gap_s: that must lie between two attempts.
    lock_s: how long the door stays shut once `most` is reached; doubles with every
    further attempt. 0: until the window ends.
    """

    most: int
    window_s: int
    gap_s: int = 0
    lock_s: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted so far. locked_until: null while the door is open."""

    count: int = 0
    started_at: datetime | None = None
    last_at: datetime | None = None
    locked_until: datetime | None = None


def wait_s(tally: Tally, limit: Limit, at: datetime) -> int:
    """Return the seconds until another attempt may come, 0 for now."""
    opens_at = [at]
    if tally.last_at and limit.gap_s:
        opens_at.append(tally.last_at + timedelta(seconds=limit.gap_s))
    if tally.locked_until:
        opens_at.append(tally.locked_until)
    if tally.started_at and not limit.lock_s and tally.count >= limit.most:
        opens_at.append(tally.started_at + timedelta(seconds=limit.window_s))
    return -int((at - max(opens_at)) // timedelta(seconds=1))


def counted(tally: Tally, limit: Limit, at: datetime) -> Tally:
    """Return the tally after one more attempt, which `wait_s` allowed."""
    if _is_over(tally, limit, at):
        tally = Tally()
    count = tally.count + 1
    return Tally(
        count=count,
        started_at=tally.started_at or at,
        last_at=at,
        locked_until=_locked_until(count, limit, at),
    )


def standing(tally: Tally, limit: Limit, at: datetime) -> int:
    """Return how many attempts still count."""
    return 0 if _is_over(tally, limit, at) else tally.count


def uncounted(tally: Tally, limit: Limit) -> Tally:
    """Return the tally with one attempt taken back, because it succeeded."""
    count = max(0, tally.count - 1)
    locked = tally.locked_until if count >= limit.most else None
    return Tally(count, tally.started_at, tally.last_at, locked)


def _is_over(tally: Tally, limit: Limit, at: datetime) -> bool:
    since = tally.last_at if limit.lock_s else tally.started_at
    return since is not None and at >= since + timedelta(seconds=limit.window_s)


def _locked_until(count: int, limit: Limit, at: datetime) -> datetime | None:
    if not limit.lock_s or count < limit.most:
        return None
    doublings = min(count - limit.most, 16)
    return at + min(timedelta(seconds=limit.lock_s * 2**doublings), LONGEST_LOCK)

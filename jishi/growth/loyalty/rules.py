"""Points, growth, levels and streaks: pure. Source: rules 3.11."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from jishi.foundation.kernel.states import StateMachine
from jishi.growth.loyalty.errors import BadLevel
from jishi.growth.loyalty.types import (
    AwardAction,
    AwardState,
    EarningRate,
    Level,
    Reminder,
    Standing,
)

YEAR = timedelta(days=365)
FULL_BP = 10_000
CODE_LENGTH = 20
MAX_THRESHOLD = 100_000_000
REMIND_DAYS = (1, 7, 30)
"""How many days ahead members are reminded of points that expire, the nearest first."""

AWARD = StateMachine(
    name="award",
    initial=AwardState.PENDING,
    moves={
        (AwardState.PENDING, AwardAction.GRANT): AwardState.GRANTED,
        (AwardState.PENDING, AwardAction.CANCEL): AwardState.CANCELED,
    },
)


def earned(paid_minor: int, rate: EarningRate, points_bp: int = FULL_BP) -> int:
    """Return the points for goods that were paid and kept, of a member's level.

    Rounded down once, on the whole: whatever order refunds come in, what is left is the same.
    """
    if paid_minor <= 0:
        return 0
    return paid_minor * rate.points * points_bp // (rate.per_minor * FULL_BP)


def growth(paid_minor: int, unit_minor: int) -> int:
    """Return the growth for what was paid and kept: one for every full unit, such as a yuan."""
    return max(0, paid_minor) // unit_minor


def growth_since(entries: Iterable[tuple[datetime, int]], at: datetime) -> int:
    """Return the growth of the year that ends at a moment, never below zero.

    entries: when and how much.
    """
    return max(0, sum(amount for moment, amount in entries if at - YEAR < moment <= at))


def level_for(levels: Sequence[Level], amount: int) -> Level:
    """Return the highest level that growth leads to. levels: by threshold, the first from 0."""
    return [level for level in levels if level.threshold <= amount][-1]


def next_level(levels: Sequence[Level], code: str) -> Level | None:
    """Return the level above one, or None at the top."""
    codes = [level.code for level in levels]
    above = levels[codes.index(code) + 1 :]
    return above[0] if above else None


def find_level(levels: Sequence[Level], code: str) -> Level:
    """Return the level of a code, the lowest if there is none. levels: by threshold."""
    return next((level for level in levels if level.code == code), levels[0])


def review(
    standing: Standing, levels: Sequence[Level], amount: int, at: datetime, grace: timedelta
) -> Standing:
    """Return where a member stands after a look at the growth of the year.

    Upwards at once, and a year begins anew. A level that is no longer earned on its day is
    kept for a grace, then the member goes down by one.
    Source: rules 3.11, growth and level.
    """
    codes = [level.code for level in levels]
    held = codes.index(standing.level)
    reached = codes.index(level_for(levels, amount).code)
    if reached > held:
        return Standing(levels[reached].code, at + YEAR)
    if reached == held:
        reviewed = standing.reviewed_at if at < standing.reviewed_at else at + YEAR
        return Standing(standing.level, reviewed)
    if standing.warned_until is not None:
        if at < standing.warned_until:
            return standing
        return Standing(levels[held - 1].code, at + YEAR)
    if at < standing.reviewed_at:
        return standing
    return Standing(standing.level, at + grace, at + grace)


def check_levels(levels: Sequence[Level]) -> None:
    """Refuse levels that do not build on each other: a higher one gives no less.

    levels: by threshold.

    Raises: BadLevel naming the field at fault.
    """
    if not levels or levels[0].threshold != 0:
        raise BadLevel(field="threshold", level=levels[0].code if levels else "")
    for level in levels:
        _check_level(level)
    for below, above in pairwise(levels):
        if above.threshold <= below.threshold:
            raise BadLevel(field="threshold", level=above.code)
        if above.rate_bp > below.rate_bp:
            raise BadLevel(field="rate_bp", level=above.code)
        if above.points_bp < below.points_bp:
            raise BadLevel(field="points_bp", level=above.code)


def _check_level(level: Level) -> None:
    if not level.code.isidentifier() or len(level.code) > CODE_LENGTH:
        raise BadLevel(field="code", level=level.code)
    if not any(level.name.values()):
        raise BadLevel(field="name", level=level.code)
    if not 0 <= level.threshold <= MAX_THRESHOLD:
        raise BadLevel(field="threshold", level=level.code)
    if not 0 < level.rate_bp <= FULL_BP:
        raise BadLevel(field="rate_bp", level=level.code)
    if not FULL_BP <= level.points_bp <= 10 * FULL_BP:
        raise BadLevel(field="points_bp", level=level.code)


def streak(signed: Collection[date], today: date) -> int:
    """Return the days in a row that were signed up to today, or to yesterday if today is open."""
    last = today if today in signed else today - timedelta(days=1)
    days = 0
    while last - timedelta(days=days) in signed:
        days += 1
    return days


def reward(cycle: Sequence[int], days: int) -> int:
    """Return the points of the n-th day in a row; the table begins anew after its end."""
    return cycle[(days - 1) % len(cycle)]


def missed(signed: Collection[date], today: date, days: int) -> tuple[date, ...]:
    """Return the days before today that were not signed, the latest first.

    days: how far back to look.
    """
    back = (today - timedelta(days=count) for count in range(1, days + 1))
    return tuple(day for day in back if day not in signed)


def reminder(
    lots: Sequence[tuple[datetime, int]],
    covered: Mapping[int, datetime],
    at: datetime,
    fewest: int,
) -> Reminder | None:
    """Return of what a member is to be reminded now, or None.

    lots: when and how much expires, the first to go first. covered: up to when the member was
    reminded, by days ahead. fewest: points that are worth a reminder. One at a time; it tells
    all that expires within its days, rests for as many, and is not repeated by a farther one.
    Source: rules 3.11, reminders 30, 7 and 1 days ahead.
    """
    for days in REMIND_DAYS:
        within = [lot for lot in lots if at < lot[0] <= at + timedelta(days=days)]
        since = max([moment for near, moment in covered.items() if near <= days], default=at)
        points = sum(amount for _moment, amount in within)
        is_time = at >= covered.get(days, at)
        if is_time and points >= fewest and any(moment > since for moment, _amount in within):
            return Reminder(days, points, within[0][0])
    return None

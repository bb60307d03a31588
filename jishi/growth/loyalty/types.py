"""The nouns of loyalty that others see."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap


class AwardState(StrEnum):
    """The life of what an order earns: shown when it is paid, given when the sale is final."""

    PENDING = "pending"
    GRANTED = "granted"
    CANCELED = "canceled"


class AwardAction(StrEnum):
    """What happens to what an order earns."""

    GRANT = "grant"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of members.

    code: its stable name. threshold: growth of a year that leads to it. rate_bp: what members
    pay of a unit price, 10000 for all of it. points_bp: points earned, 10000 for the plain rate.
    """

    code: str
    name: TextMap
    threshold: int
    rate_bp: int = 10_000
    points_bp: int = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: the level by code, and what is due when.

    reviewed_at: when it is looked at next. warned_until: a level that is no longer earned is
    kept until then; null when it is earned.
    """

    level: str
    reviewed_at: datetime
    warned_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class EarningRate:
    """So many points for every full `per_minor` of goods that were paid."""

    points: int
    per_minor: int


@dataclass(frozen=True, slots=True)
class EarningTerms:
    """Points for every full unit of money, and the days they are good for."""

    points_per_unit: int
    valid_days: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member as pages show it.

    missing: growth still wanted for the next level. points: what there is less what is owed.
    held_points: set aside for payments under way. expiring_points: go within a month, the
    first of them at expires_at. levels: all of them, by threshold.
    """

    user_id: UUID
    level: Level
    growth: int
    next_level: Level | None
    missing: int
    points: int
    pending_points: int
    held_points: int
    expiring_points: int
    expires_at: datetime | None
    warned_until: datetime | None
    levels: tuple[Level, ...]

    @property
    def progress(self) -> int:
        """How far the growth has come from this level to the next, in percent."""
        if self.next_level is None:
            return 100
        step = self.next_level.threshold - self.level.threshold
        return min(100, max(0, (self.growth - self.level.threshold) * 100 // step))


@dataclass(frozen=True, slots=True)
class Reminder:
    """Points that go within some days, the first of them at first_at."""

    days: int
    points: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What staff give a member, or take if negative.

    key: makes it count once. reason: the member reads it.
    """

    user_id: UUID
    key: str
    reason: str
    points: int = 0
    growth: int = 0


@dataclass(frozen=True, slots=True)
class GrowthInfo:
    """One line of a member's growth."""

    at: datetime
    cause: str
    reference: UUID | None
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page of one month.

    days: those signed, by made-up cards or not; made_up: those by cards. streak: days in a row
    up to today, or up to yesterday while today is open. reward, next_reward: points of today
    and tomorrow. can_make_up: missed days that a card could sign, the latest first.
    """

    today: date
    days: tuple[date, ...]
    is_signed: bool
    streak: int
    reward: int
    next_reward: int
    cycle: tuple[int, ...]
    cards_left: int
    made_up: tuple[date, ...] = ()
    can_make_up: tuple[date, ...] = ()

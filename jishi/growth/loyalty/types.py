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
class MemberView:
    """A member as pages show it. missing: growth still wanted for the next level."""

    user_id: UUID
    level: Level
    growth: int
    next_level: Level | None
    missing: int
    points: int
    pending_points: int
    warned_until: datetime | None


@dataclass(frozen=True, slots=True)
class GrowthInfo:
    """One line of a member's growth."""

    at: datetime
    cause: str
    reference: UUID | None
    amount: int


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page of one month.

    days: those signed, by made-up cards or not. streak: days in a row up to today, or up to
    yesterday while today is open. reward, next_reward: points of today and tomorrow.
    """

    today: date
    days: tuple[date, ...]
    is_signed: bool
    streak: int
    reward: int
    next_reward: int
    cycle: tuple[int, ...]
    cards_left: int

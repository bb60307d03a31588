"""Points, levels and check-ins as API clients read them."""

from datetime import date, datetime

from ninja import Schema


class Movement(Schema):
    """A line of the statement. amount: negative when points went out."""

    at: datetime
    cause: str
    amount: int
    balance: int
    note: str


class Points(Schema):
    """Points of a member. held: set aside for payments under way. expiring: within 30 days."""

    available: int
    pending: int
    held: int
    expiring: int
    expires_at: datetime | None
    movements: list[Movement]
    next_cursor: str | None


class Level(Schema):
    """A level. rate_bp: what members pay of a plain price. points_bp: 10000 for plain points."""

    code: str
    name: str
    threshold: int
    rate_bp: int
    points_bp: int


class Standing(Schema):
    """Where a member stands. kept_until: set when the level is about to be lost."""

    level: Level
    growth: int
    next_level: Level | None
    missing: int
    kept_until: datetime | None


class CheckIn(Schema):
    """Today's check-in. days: those of this month. points: of today."""

    today: date
    points: int
    streak: int
    days: list[date]
    next_points: int
    cards_left: int

"""Facts that loyalty announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("loyalty.level_changed.v1", key="user_id")
class LevelChanged(Event):
    """A member went up or down. before, after: codes of levels."""

    user_id: str
    before: str
    after: str


@fact("loyalty.level_endangered.v1", key="user_id")
class LevelEndangered(Event):
    """A level is no longer earned and will be lost. until: ISO 8601."""

    user_id: str
    level: str
    until: str


@fact("loyalty.points_expiring.v1", key="user_id")
class PointsExpiring(Event):
    """Points of a member expire soon. until: the last moment of the first to go, ISO 8601.

    days: how many days ahead this is told. points: how many go within them.
    """

    user_id: str
    points: int
    until: str
    days: int


@fact("loyalty.points_awarded.v1", key="user_id")
class PointsAwarded(Event):
    """A completed order earned points."""

    user_id: str
    order_id: str
    points: int

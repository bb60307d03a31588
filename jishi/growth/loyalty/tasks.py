"""What loyalty does by the clock."""

from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.jobs import job, repeat
from jishi.growth.loyalty import services

HOUSE = Actor.system("loyalty")


@repeat(timedelta(hours=1))
@job()
def review_levels() -> None:
    """Look at members whose day has come, batch by batch."""
    while services.review_due(actor=HOUSE):
        continue


@repeat(timedelta(days=1))
@job()
def remind_of_points() -> None:
    """Remind members of points that expire, batch by batch."""
    last = services.remind_batch(actor=HOUSE)
    while last:
        last = services.remind_batch(actor=HOUSE, after=last)

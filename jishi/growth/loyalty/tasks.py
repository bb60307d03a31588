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

"""What the room does by the clock; slices of jobs are asked for by the jobs themselves."""

from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.jobs import job, repeat
from jishi.goods.bulk import services

HOUSE = Actor.system("bulk")


@repeat(timedelta(minutes=1))
@job(max_attempts=1)
def revive_stalled() -> None:
    """Go on with jobs whose worker died."""
    services.revive_stalled(actor=HOUSE)


@repeat(timedelta(hours=6))
@job(max_attempts=1)
def forget_old() -> None:
    """Delete what nobody needs any more, batch by batch."""
    while services.forget_old(actor=HOUSE):
        continue

"""What community does by the clock."""

from datetime import timedelta

from jishi.care.community import services
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs


@jobs.repeat(timedelta(days=1))
@jobs.job(max_attempts=3, priority=-10)
def forget_old_footprints() -> None:
    """Delete footprints that are older than they are kept."""
    services.forget_old_footprints(actor=Actor.system("community"))

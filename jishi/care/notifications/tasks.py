"""What notifications do by the clock."""

from datetime import timedelta

from jishi.care.notifications import services
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs


@jobs.repeat(timedelta(days=1))
@jobs.job(max_attempts=3, priority=-10)
def forget_old() -> None:
    """Delete old messages and old lines of the delivery log, batch by batch."""
    while services.forget_old(actor=Actor.system("notifications")):
        pass

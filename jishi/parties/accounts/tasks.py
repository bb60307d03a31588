"""Work by the clock."""

from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs
from jishi.parties.accounts import services


@jobs.repeat(timedelta(hours=1))
@jobs.job(max_attempts=1, priority=-10)
def forget_expired() -> None:
    """Delete lapsed sessions, codes and tallies."""
    services.forget_expired(actor=Actor.system("accounts"))

"""What wallets do by the clock."""

from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.jobs import job, repeat
from jishi.money.wallets import services

HOUSE = Actor.system("wallets")


@repeat(timedelta(minutes=10))
@job()
def expire_value() -> None:
    """Let value expire whose time is over, batch by batch."""
    while services.expire_due(actor=HOUSE):
        continue

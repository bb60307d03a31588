"""What stock does by the clock."""

from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.jobs import job, repeat
from jishi.goods.inventory import services

SYSTEM = Actor.system("inventory")


@repeat(timedelta(minutes=1))
@job()
def release_expired_reservations() -> None:
    """Give back every reservation that has expired, one batch per transaction."""
    while services.release_expired(actor=SYSTEM):
        pass


@repeat(timedelta(days=1))
@job()
def prove_stock() -> None:
    """Prove every counter against its rows and announce what does not hold."""
    services.announce_proof(actor=SYSTEM)

"""What promotions do by the clock."""

from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.jobs import job, repeat
from jishi.goods.promotions import services

HOUSE = Actor.system("promotions")


@repeat(timedelta(minutes=1))
@job()
def advance_coupons() -> None:
    """Begin and end coupons by their claim windows."""
    services.advance_due(actor=HOUSE)


@repeat(timedelta(minutes=10))
@job()
def expire_coupons() -> None:
    """Expire coupons whose time is over, batch by batch."""
    while services.expire_due(actor=HOUSE):
        continue


@repeat(timedelta(minutes=30))
@job()
def remind_of_coupons() -> None:
    """Remind of coupons that expire soon, batch by batch."""
    while services.remind_due(actor=HOUSE):
        continue


@repeat(timedelta(minutes=1))
@job()
def stop_exhausted_activities() -> None:
    """Stop activities that used up what they may cost."""
    services.stop_exhausted(actor=HOUSE)

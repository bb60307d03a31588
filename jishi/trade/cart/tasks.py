"""What carts do by the clock."""

from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs
from jishi.trade.cart import services


@jobs.repeat(timedelta(days=1))
@jobs.job(max_attempts=1)
def forget_shared() -> None:
    """Delete the links of shared carts whose time is over."""
    services.forget_shared(actor=Actor.system("cart"))

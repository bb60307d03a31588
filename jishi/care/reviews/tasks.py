"""What reviews do by the clock."""

from uuid import UUID

from jishi.care.reviews import services
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import timers

_SYSTEM = Actor.system("reviews")


@timers.timer(services.DEFAULT_TIMER)
def write_defaults(order_id: UUID) -> None:
    """Speak for a buyer who did not."""
    services.write_defaults(actor=_SYSTEM, order_id=order_id)

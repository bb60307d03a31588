"""When that happens, we do this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.timers import timer
from jishi.parties.accounts import services
from jishi.parties.accounts.services.closing import TIMER


@timer(TIMER)
def finish_closing(user_id: UUID) -> None:
    """Make an account anonymous once the time to turn back has passed."""
    services.finish_closing(actor=Actor.system("accounts"), user_id=user_id)

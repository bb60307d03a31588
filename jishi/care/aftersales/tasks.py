"""What after-sale cases do by the clock."""

from uuid import UUID

from jishi.care.aftersales import services
from jishi.care.aftersales.services import moving
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import timers

_SYSTEM = Actor.system("aftersales")


@timers.timer(moving.DEADLINE)
def keep_deadline(case_id: UUID) -> None:
    """Act for whoever did not answer a case in time."""
    services.keep_deadline(actor=_SYSTEM, case_id=case_id)

"""When that happens, we do this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import preferences, site
from jishi.foundation.platform.outbox import subscribe
from jishi.parties.accounts.events import AccountClosed
from jishi.parties.merchants import services
from jishi.parties.merchants.services import modes


@subscribe(AccountClosed)
def discard_application(event: AccountClosed) -> None:
    """Delete what a person who left had not finished."""
    services.discard_application(actor=Actor.system("merchants"), owner_id=UUID(event.user_id))


preferences.guard(site.mode.name, modes.refuse_many_shops)

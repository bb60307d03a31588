"""When that happens, we do this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import preferences, site
from jishi.foundation.platform.outbox import subscribe
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountClosed, AccountsMerged
from jishi.parties.merchants import services
from jishi.parties.merchants.services import modes, uniting


@subscribe(AccountClosed)
def discard_application(event: AccountClosed) -> None:
    """Delete what a person who left had not finished."""
    services.discard_application(actor=Actor.system("merchants"), owner_id=UUID(event.user_id))


preferences.guard(site.mode.name, modes.refuse_many_shops)


@subscribe(AccountsMerged)
def unite_shops(event: AccountsMerged) -> None:
    """Give the shops of a merged account to the one that was kept."""
    uniting.unite(
        actor=Actor.system("merchants"),
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )

"""When that happens, wallets do this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.money.wallets.services import uniting
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged


@subscribe(AccountsMerged)
def unite_purses(event: AccountsMerged) -> None:
    """Move what a merged account's purses hold."""
    uniting.unite(
        actor=Actor.system("wallets"),
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )

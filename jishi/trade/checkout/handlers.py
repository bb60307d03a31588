"""When that happens, checkouts do this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged
from jishi.trade.checkout.services import uniting


@subscribe(AccountsMerged)
def unite_checkouts(event: AccountsMerged) -> None:
    """Give the checkouts of a merged account to the one that was kept."""
    uniting.unite(
        actor=Actor.system("checkout"),
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )

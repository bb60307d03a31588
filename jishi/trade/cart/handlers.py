"""When that happens, carts do this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged
from jishi.trade.cart import services


@subscribe(AccountsMerged)
def unite_carts(event: AccountsMerged) -> None:
    """Put what lies in the carts of a merged account into those of the one that was kept."""
    services.unite(
        actor=Actor.system("cart"),
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )

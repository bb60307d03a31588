"""When that happens, promotions do this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.promotions.services import uniting
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged


@subscribe(AccountsMerged)
def unite_coupons(event: AccountsMerged) -> None:
    """Give the coupons of a merged account to the one that was kept."""
    uniting.unite(
        actor=Actor.system("promotions"),
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )
